"""Tags of people: short words that a partner sorts them by, and chooses a supervisor's people by.

Case does not count: a tag is kept in lower case, however it was typed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from shared.language import mark as _
from shared.text import Line

FIELD = "tag"
"""What the tokens of tags are kept under, beside those of the fields that search looks in."""
TAGS_A_CONTACT = 10
LETTERS_A_TAG = 40
_KEPT_FOR_KEYS_AND_LISTS = "#,"


def fold(text: str) -> str:
    """A tag as it is kept and compared."""
    return text.lower()


def _tag(text: str) -> str:
    if any(sign in text for sign in _KEPT_FOR_KEYS_AND_LISTS):
        raise ValueError(_("must not hold a comma or a number sign"))
    return fold(text)


def _each_once(tags: list[str]) -> list[str]:
    if len(set(tags)) != len(tags):
        raise ValueError(_("names a tag twice"))
    return tags


Tag = Annotated[Line, StringConstraints(max_length=LETTERS_A_TAG), AfterValidator(_tag)]
"""One line of 1 to 40 characters without `,` and `#`, in lower case."""
DISTINCT = AfterValidator(_each_once)
"""Of a list of tags: none twice, whatever their case."""


def first_of(tags: Iterable[str], chosen: Iterable[str]) -> str | None:
    """The first, in the order of the alphabet, of a contact's tags that is among those chosen; None for none."""
    return min(set(tags) & set(chosen), default=None)
