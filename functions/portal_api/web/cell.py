"""Cells of a table by their kind: templates call `cell(kind, value, row)`, and `cells(columns, row)` for a whole row.

Written in Python, since a page of 25 rows has more than a hundred of them, and as macros of Jinja they took half of the
page's time. What stands in a value is escaped unless it is markup already; a value that is not there is a dash.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from jinja2 import Undefined
from markupsafe import Markup, escape

from functions.portal_api.web import formats
from functions.portal_api.web.table import Column, Table
from shared.language import mark as _
from shared.language import translate

_NOTHING: Mapping[str, Any] = {}
_NONE = Markup('<span class="none">–</span>')
_Row = Mapping[str, Any]


def written(language: str) -> dict[str, Callable[..., Markup]]:
    """What writes cells, by name, for the templates of this language."""

    def cell(kind: str, value: Any, row: _Row = _NOTHING) -> Markup:
        """link: text, or {text, sub, href}; else the row's href. badge: a Badge. tags: texts. number, credits, signed:
        whole numbers; day, moment: RFC 3339; code, email, text: texts, or {text, sub}.
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

    def cells(columns: Sequence[Column], row: _Row) -> Markup:
        """The row's cells, one a column; the first leads where rows are cards."""
        told = [
            f"{_opening(column, not place, language)}{cell(column.kind, row.get(column.key), row)}</td>"
            for place, column in enumerate(columns)
        ]
        return Markup("\n".join(told))

    def pick(table: Table, row: _Row) -> Markup:
        """The box that chooses a row, named by its first column."""
        said = translate(_("Select %(row)s"), language) % {"row": row.get(table.columns[0].key) or row["id"]}
        form = f' name="{escape(table.pick_name)}" form="{escape(table.pick_form)}"' if table.pick_form else ""
        value = f'value="{escape(row["id"])}"{form} aria-label="{escape(said)}"'
        return Markup(f'<td role="cell" class="pick"><input type="checkbox" data-pick {value}></td>')

    return {"cell": cell, "cells": cells, "pick": pick}


@lru_cache(1000)
def _opening(column: Column, leads: bool, language: str) -> str:
    lead, label = " lead-cell" if leads else "", escape(translate(column.label, language))
    return f'<td role="cell" class="kind-{escape(column.kind)}{lead}" data-label="{label}">'


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
