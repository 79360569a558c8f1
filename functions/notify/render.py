"""A mail's folder and its values become subject, text and HTML in one language.

Jinja2 with autoescape for HTML (names are data, never markup) and strict about missing values; texts go through the
gettext catalogues; numbers and times are written by locale; styles are inlined, since many readers drop `<style>`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from functions.notify.message import one_line
from shared.language import catalogue

if TYPE_CHECKING:
    from css_inline import CSSInliner
    from jinja2 import Environment

FOLDERS = Path(__file__).parent / "mails"
PARTS = ("subject.txt", "body.txt", "body.html")


@dataclass(frozen=True)
class Rendered:
    """A mail, written."""

    subject: str
    text: str
    html: str


def render(mail: str, language: str, values: dict[str, Any]) -> Rendered:
    """Write the mail of this folder.

    Raises: jinja2.UndefinedError when a template asks for a value that it was not given.
    """
    subject, text, html = (
        _templates(language, html=part.endswith(".html")).get_template(f"{mail}/{part}").render(values)
        for part in PARTS
    )
    return Rendered(one_line(subject), _tidy(text), _inliner().inline(html))


def _tidy(text: str) -> str:
    """One empty line between paragraphs, none at the ends, no blanks at the ends of lines."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


@cache
def _templates(language: str, *, html: bool) -> Environment:
    """Text and HTML have an environment each, so that words shared by both are escaped in HTML and only there.

    With one environment that tells by file name, a macro imported from a text would come back as safe markup.
    """
    from babel.numbers import format_decimal
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(FOLDERS),
        autoescape=html,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.install_gettext_translations(catalogue(language), newstyle=True)  # type: ignore[attr-defined]
    environment.filters["number"] = lambda value: format_decimal(value, locale=language)
    environment.filters["moment"] = lambda at, time_zone: _moment(at, time_zone, language)
    environment.globals["language"] = language
    return environment


def _moment(at: datetime, time_zone: str, language: str) -> str:
    """Date and time of day in this zone, which is named: a reader may sit in another."""
    from babel.dates import format_date, format_time, get_timezone

    there = at.astimezone(get_timezone(time_zone))
    day, time = format_date(there, "long", locale=language), format_time(there, "short", locale=language)
    return f"{day}, {time} ({time_zone})"


@cache
def _inliner() -> CSSInliner:
    from css_inline import CSSInliner

    return CSSInliner(load_remote_stylesheets=False)
