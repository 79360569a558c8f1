"""Where somebody goes who has signed in: where they wanted to, as long as that is a page of ours."""

from __future__ import annotations

import re
from collections.abc import Sequence

_OWN_PAGE = re.compile(r"/(?!/|(?:v1|static|sign-in)(?:[/?#]|$))[!-\[\]-~]{0,999}")
"""A path of this very site in plain characters, neither the API nor a file nor the sign-in page.

Another host is none: a browser takes `//host`, `/\\host`, and both with a tab or line feed in them, for one.
"""


def is_own_page(path: str | None) -> bool:
    """Whether an address leads to a page of ours, whoever wrote it into a link."""
    return path is not None and _OWN_PAGE.fullmatch(path) is not None


def landing(asked: str | None, views: Sequence[str]) -> str:
    """The page to go to.

    Args: the page asked for before, which counts only as one of ours; the paths of the person's views, of which an
    only one is where they go, and the start page lets them choose.
    """
    if asked is not None and is_own_page(asked) and asked != "/":
        return asked
    return views[0] if len(views) == 1 else "/"
