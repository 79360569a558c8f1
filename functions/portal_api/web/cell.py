"""One cell of a table, or one value of a record, by its kind: what templates call `cell(kind, value, row)`.

Written in Python, since a page of 25 rows has more than a hundred of them and a macro of Jinja each took a third of the
page. What stands in a value is escaped unless it is markup already; a value that is not there is a dash.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Undefined
from markupsafe import Markup, escape

from functions.portal_api.web import formats
from shared.language import translate

_NOTHING: Mapping[str, Any] = {}
_NONE = Markup('<span class="none">–</span>')
_Row = Mapping[str, Any]


def cell_of(language: str) -> Callable[..., Markup]:
    """`cell` for the templates of this language."""

    def cell(kind: str, value: Any, row: _Row = _NOTHING) -> Markup:
        """link: text, or {text, sub, href}; else the row's href. badge: a Badge. tags: texts. number, credits,
        signed: whole numbers; day, moment: RFC 3339; code, email, text: texts, or {text, sub}.
        """
        if value is None or value == "" or isinstance(value, Undefined):
            return _NONE
        if kind == "link":
            return _link(value, row)
        if kind == "badge":
            word = translate(value.word, language)
            return Markup(f'<span class="badge {escape(value.tone)}">{escape(word)}</span>')
        if kind in _FORMATS:
            return escape(_FORMATS[kind](value, language))
        return _text(kind, value)

    return cell


def _link(value: Any, row: _Row) -> Markup:
    of = value if isinstance(value, Mapping) else {"text": value}
    text, href = escape(of["text"]), of.get("href") or row.get("href")
    return Markup(f'<a href="{escape(href)}">{text}</a>{_sub(of)}' if href else f"{text}{_sub(of)}")


def _text(kind: str, value: Any) -> Markup:
    if kind == "tags":
        tags = "".join(f'<span class="tag">{escape(one)}</span>' for one in value)
        return Markup(f'<span class="tags">{tags}</span>')
    if kind == "code":
        return Markup(f"<code>{escape(value)}</code>")
    if kind == "email":
        return escape(formats.split_address(value))
    if isinstance(value, Mapping):
        return Markup(f"{escape(value['text'])}{_sub(value)}")
    return escape(value)


def _sub(of: _Row) -> str:
    return f"<small>{escape(of['sub'])}</small>" if of.get("sub") else ""


_FORMATS: dict[str, Callable[[Any, str], Any]] = {
    "number": formats.number,
    "credits": formats.credits,
    "signed": formats.signed,
    "day": formats.day,
    "moment": formats.moment,
}
