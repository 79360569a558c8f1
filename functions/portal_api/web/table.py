"""An index table as a page declares it: columns, rows, what can be searched, filtered and sorted, where it goes on.

All of what is asked stands in the address, so that a list can be kept, sent and gone back to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlencode

Kind = Literal["text", "link", "number", "credits", "signed", "day", "moment", "badge", "tags", "code", "email"]
"""How a cell is written; see `cell.py` for what each takes."""
Tone = Literal["plain", "good", "warn", "bad", "info"]


@dataclass(frozen=True)
class Column:
    """A column; `label` marked for translation, `sort` whether the list can be ordered by its key."""

    key: str
    label: str
    kind: Kind = "text"
    sort: bool = False


@dataclass(frozen=True)
class Filter:
    """A choice above the table; `options` are (value, label), labels marked; the value "" is for all.

    `named`: the options are names of records, which are shown as they are and never taken for marked texts.
    """

    key: str
    label: str
    options: Sequence[tuple[str, str]]
    all: str = ""
    named: bool = False


@dataclass(frozen=True)
class Badge:
    """A word with a tone, for a status; the word marked for translation."""

    word: str
    tone: Tone = "plain"


@dataclass(frozen=True)
class Table:
    """An index table.

    Args: `name` is its id in the page; `caption` says what it lists, to who cannot see it; `rows` are mappings by
    column key, with `id` (for picking) and `href` (where the first column of kind link leads); `next_cursor` as the
    list's reader gave it; `search` the label of the search box; `csv` where exactly what is seen can be fetched;
    `pick` whether rows can be chosen for an action on many; `pick_form` the id of a form of the page that the chosen
    ids go with, each as `pick_name`; `kept` what every address of the list carries beside what is asked.
    """

    path: str
    query: Mapping[str, str]
    name: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Any]]
    next_cursor: str | None = None
    search: str | None = None
    filters: Sequence[Filter] = ()
    csv: str | None = None
    pick: bool = False
    pick_form: str = ""
    pick_name: str = "ids"
    default_sort: str = ""
    kept: Mapping[str, str] = field(default_factory=dict)

    @property
    def asked(self) -> dict[str, str]:
        """What the address narrows the list to: search and filters that are set."""
        known = ["q", *(one.key for one in self.filters)]
        return {name: self.query[name] for name in known if self.query.get(name)}

    @property
    def sorted_by(self) -> str:
        return self.query.get("sort", self.default_sort)

    @property
    def first(self) -> str | None:
        """The address of the first page, None when this is it."""
        return self.href(cursor=None) if self.query.get("cursor") else None

    @property
    def next(self) -> str | None:
        """The address of the next page, None at the end."""
        return self.href(cursor=self.next_cursor) if self.next_cursor else None

    @property
    def plain(self) -> str:
        """The address of the whole list."""
        return self._with(self.path, self.kept)

    @property
    def export(self) -> str | None:
        """The address of the CSV of what is seen."""
        return self._with(self.csv, self._sorted(self.asked)) if self.csv else None

    def sorting(self, column: Column) -> str | None:
        """`ascending` or `descending` when the list is in this column's order."""
        return {column.key: "ascending", f"-{column.key}": "descending"}.get(self.sorted_by)

    def sort_href(self, column: Column) -> str:
        """The list in this column's order, from its start; in the other direction when it is so already."""
        down = self.sorted_by == column.key
        return self.href(cursor=None, sort=f"-{column.key}" if down else column.key)

    def href(self, **changes: str | None) -> str:
        """This list's address with parts of its query changed; None takes one out."""
        cursor = {"cursor": self.query["cursor"]} if self.query.get("cursor") else {}
        wanted = {**self.kept, **self._sorted(self.asked), **cursor, **changes}
        return self._with(self.path, {name: value for name, value in wanted.items() if value})

    def _sorted(self, asked: dict[str, Any]) -> dict[str, Any]:
        return asked | ({"sort": self.query["sort"]} if self.query.get("sort") else {})

    @staticmethod
    def _with(path: str, wanted: Mapping[str, Any]) -> str:
        return f"{path}{'&' if '?' in path else '?'}{urlencode(wanted)}" if wanted else path
