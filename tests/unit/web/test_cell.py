"""Cells of tables: each kind as it is written, and what people typed never taken for markup."""

from __future__ import annotations

from typing import Any

import pytest
from markupsafe import Markup

from functions.portal_api.web.cell import written
from functions.portal_api.web.table import Badge, Column, Table

WRITE, SCRITTO = written("en"), written("it")
EVIL = '<script>"&'
ESCAPED = "&lt;script&gt;&#34;&amp;"


@pytest.mark.parametrize(
    ("kind", "value", "html"),
    [
        ("text", "Ada", "Ada"),
        ("text", 0, "0"),
        ("text", {"text": "Ada", "sub": "Neri"}, "Ada<small>Neri</small>"),
        ("number", 1234, "1,234"),
        ("signed", -5, "−5"),
        ("credits", 1, "1 credit"),
        ("day", "2026-11-22", '<time datetime="2026-11-22">22 Nov 2026</time>'),
        ("code", "a-1", "<code>a-1</code>"),
        ("email", "ada@neri.example", "ada<wbr>@neri<wbr>.example"),
        ("email", "nobody", "nobody"),
        (
            "tags",
            ["red", "blue"],
            '<span class="tags"><span class="tag">red</span><span class="tag">blue</span></span>',
        ),
        ("badge", Badge("Archived", "warn"), '<span class="badge warn">Archived</span>'),
        ("link", {"text": "Ada", "href": "/a"}, '<a href="/a">Ada</a>'),
        ("link", {"text": "Ada", "sub": "Neri"}, "Ada<small>Neri</small>"),
    ],
)
def test_each_kind_is_written_its_way(kind: str, value: Any, html: str) -> None:
    assert WRITE["cell"](kind, value) == html


@pytest.mark.parametrize("value", [None, ""])
def test_what_is_not_there_is_a_dash(value: Any) -> None:
    assert WRITE["cell"]("number", value) == '<span class="none">–</span>'


@pytest.mark.parametrize("kind", ["text", "link", "code", "email", "tags", "badge"])
def test_what_was_typed_is_never_markup(kind: str) -> None:
    value = {"tags": [EVIL], "badge": Badge(EVIL)}.get(kind, EVIL)

    told = WRITE["cell"](kind, value, {"href": EVIL})

    assert "<script" not in told
    assert ESCAPED in told


def test_markup_stays_what_it_is() -> None:
    assert WRITE["cell"]("text", Markup("<b>Ada</b>")) == "<b>Ada</b>"


def test_the_rows_own_address_is_where_a_link_leads() -> None:
    assert WRITE["cell"]("link", "Ada", {"href": "/a"}) == '<a href="/a">Ada</a>'


def test_a_rows_cells_carry_their_labels_in_the_readers_language_and_the_first_one_leads() -> None:
    columns = (Column("name", "Name"), Column("at", "Added", "day"))

    told = SCRITTO["cells"](columns, {"name": "Ada"})

    assert told == (
        '<td role="cell" class="kind-text lead-cell" data-label="Nome">Ada</td>\n'
        '<td role="cell" class="kind-day" data-label="Aggiunta"><span class="none">–</span></td>'
    )


def test_the_box_that_picks_a_row_is_named_by_its_first_column() -> None:
    table = Table("/x", {}, "rows", "Rows", (Column("name", "Name"),), (), pick=True, pick_form="f", pick_name="ids")

    told = WRITE["pick"](table, {"id": "con_1", "name": EVIL})

    assert told == (
        '<td role="cell" class="pick"><input type="checkbox" data-pick value="con_1" name="ids" form="f" '
        f'aria-label="Select {ESCAPED}"></td>'
    )
    assert 'aria-label="Select con_1"' in WRITE["pick"](table, {"id": "con_1"})
