"""What people wrote into records is never run by a spreadsheet that opens a file of them."""

from __future__ import annotations

import pytest

from shared.spreadsheet import harmless


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_what_begins_like_a_formula_is_quoted(sign: str) -> None:
    assert harmless(f"{sign}1+1") == f"'{sign}1+1"
    assert harmless(f" {sign}1") == f"' {sign}1"


@pytest.mark.parametrize("mark", [";", "\t", "\n"])
def test_so_is_what_would_begin_the_next_cell_where_a_spreadsheet_splits(mark: str) -> None:
    assert harmless(f"Rossi{mark}=HYPERLINK(1)") == f"Rossi{mark}'=HYPERLINK(1)"
    assert harmless(f"Rossi{mark} =HYPERLINK(1){mark}+2") == f"Rossi{mark}' =HYPERLINK(1){mark}'+2"


def test_so_is_a_tab_or_a_line_that_hides_its_beginning() -> None:
    for cell in ("\t=1", "\r=1", "\tx", "\n=1"):
        assert harmless(cell).startswith("'"), cell


@pytest.mark.parametrize("text", ["", "Rossi", "Rossi; Bianchi", "a-b", "2 = 1 + 1", "mail@alfa.example", "x;y=1"])
def test_all_else_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text
