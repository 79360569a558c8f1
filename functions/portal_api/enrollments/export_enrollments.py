"""Enrollments as CSV: exactly what the list shows, with the same filters, up to 10,000 of the newest at a time."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from typing import Any

from functions.portal_api.lists import Page
from shared.spreadsheet import harmless

COLUMNS = (
    "id", "contact_id", "contact_name", "course_id", "course_title", "organization_id", "organization_name", "attempt",
    "status", "enrolled_at", "completed_at", "result", "grade", "withdrawn_at", "cost", "refunded",
)  # fmt: skip
LINES = 10_000
LINES_A_PAGE = 500
PAGES = 40
"""Pages that one export reads at most, short ones of filters that match little included."""
BYTES = 3_000_000
"""It ends with the page that passes this size: an answer of Lambda has at most 6 MB."""
BYTE_ORDER_MARK = "\ufeff"

Pages = Callable[[Page], tuple[list[dict[str, Any]], str | None]]


def export_enrollments(read: Pages, cursor: str | None) -> tuple[str, str | None]:
    """The text (RFC 4180, UTF-8 with the mark that spreadsheets know it by), and the cursor of what did not fit.

    Args: what reads a page as the list shows it, and where to begin. Text that a spreadsheet would run as a formula
    is quoted with an apostrophe.
    """
    out = io.StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    lines = 0
    for _page in range(PAGES):
        rows, cursor = read(Page(limit=min(LINES_A_PAGE, LINES - lines), cursor=cursor))
        writer.writerows(_line(row) for row in rows)
        lines += len(rows)
        if cursor is None or lines >= LINES or len(out.getvalue().encode()) > BYTES:
            break
    return out.getvalue(), cursor


def _line(row: dict[str, Any]) -> Iterable[object]:
    cells = (row[column] for column in COLUMNS)
    return [harmless(cell) if isinstance(cell, str) else cell for cell in cells]
