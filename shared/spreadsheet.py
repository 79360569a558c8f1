"""Cells of CSV files for people, who open them with a spreadsheet: text that it would run as a formula is quoted."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"(?:^|(?<=[;\t\r\n]))(?=\s*[=+\-@＝＋－＠])|^(?=[\t\r])")
"""Where a cell begins a formula: at its start; also behind a semicolon, a tab or an end of line, where a spreadsheet
may split although the text is quoted (one in Italian does at semicolons)."""


def harmless(cell: str) -> str:
    """The text with an apostrophe before what would run as a formula."""
    return _FORMULA.sub("'", cell)
