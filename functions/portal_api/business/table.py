"""Records as a CSV for people: UTF-8 with a byte order mark, a column a field, labels in the reader's language."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from functions.portal_api.modules.module import Field
from shared.language import mark as _
from shared.language import translate
from shared.spreadsheet import harmless

BYTES = 2_000_000
"""A file ends before this size: an answer of Lambda has at most 6 MB, and JSON escapes much of a text."""
_FLAG = {True: _("Yes"), False: _("No")}


class Table:
    """A CSV in the making; the columns are the fields that are seen."""

    def __init__(self, fields: Sequence[Field], language: str) -> None:
        self._fields, self._language = fields, language
        self._out = io.StringIO()
        self._writer = csv.writer(self._out)
        self._size = self._write([translate(one.label, language) for one in fields])
        self.rows = 0

    @property
    def full(self) -> bool:
        """Whether no more records fit."""
        return self._size > BYTES

    @property
    def text(self) -> str:
        """The file so far."""
        return "\ufeff" + self._out.getvalue()

    def add(self, records: Iterable[Mapping[str, Any]]) -> None:
        """A row a record."""
        for record in records:
            self._size += self._write([harmless(self._said(one, record.get(one.name))) for one in self._fields])
            self.rows += 1

    def _write(self, cells: Sequence[str]) -> int:
        return int(self._writer.writerow(cells)) * 2

    def _said(self, field: Field, value: Any) -> str:
        if value is None:
            return ""
        if field.choices:
            return translate(field.choices.get(value, str(value)), self._language)
        if isinstance(value, bool):
            return translate(_FLAG[value], self._language)
        if field.type == "reference":
            return str(value["name"] or value["id"])
        if isinstance(value, Mapping):
            return ", ".join(str(part) for part in value.values() if part)
        return str(value)
