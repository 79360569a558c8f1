"""A module's records as a table: columns, search, filters, sort and export as far as they are seen and granted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fastapi.responses import HTMLResponse

from functions.portal_api.business.cells import Shown, columns, row
from functions.portal_api.business.find_records import look_for, shown
from functions.portal_api.business.look import Door, Seen
from functions.portal_api.business.portal import Portal
from functions.portal_api.business.show_home import Opened
from functions.portal_api.business.show_record import record_page
from functions.portal_api.lists import Page
from functions.portal_api.modules.module import Found, Module
from functions.portal_api.modules.sight import Asked, Sight
from functions.portal_api.web.table import Filter, Table
from shared.language import mark as _

ROWS = 25


@dataclass(frozen=True)
class Question:
    """What an address asks of a list; what goes together with nothing else is left out of it."""

    page: Page
    asked: Asked
    query: Mapping[str, str]

    @classmethod
    def of(cls, query: Mapping[str, str], kept: Mapping[str, str]) -> Question:
        """From an address' query, without what it carries for another purpose. A search has an order of its own."""
        given = {name: text for name, text in query.items() if text.strip() and name not in kept}
        if "q" in given:
            given.pop("sort", None)
        filters = {name: text for name, text in given.items() if name not in ("q", "sort", "cursor")}
        page = Page(limit=ROWS, cursor=given.get("cursor"))
        return cls(page, Asked(given.get("q"), given.get("sort"), filters), given)

    @property
    def plain(self) -> bool:
        """Whether it asks for the beginning of the whole list."""
        return not self.query


def show_list(door: Door, opened: Opened, module: Module, question: Question) -> HTMLResponse:
    """The table, or the one record there can be. Raises: Problem as `list_records`."""
    seen = look_for(door, module, question.page, question.asked)
    portal, sight = opened(seen.visitor), seen.sight
    records, cursor = seen.found
    alone = question.plain and cursor is None and len(records) == 1 and _has_one(sight)
    rows = shown(module, sight, seen.reach, records, "record" if alone else "list")
    if alone:
        return record_page(portal, sight, rows[0], alone=True)
    label = portal.label(module)
    return portal.page(
        "business/list.html",
        title=label,
        here="home" if portal.home_is(module) else module.name,
        table=_table(portal, seen, question, rows, cursor),
        new=portal.href(module.name, "new") if portal.may(sight, "create") and module.create else None,
        sight=sight,
    )


def _has_one(sight: Sight) -> bool:
    """Whether nobody makes, searches, sorts or filters these records: a page of the only one is better than a table."""
    asks = any(one.searchable or one.sortable or one.filterable for one in sight.module.fields)
    return sight.module.create is None and not asks


def _table(portal: Portal, seen: Seen[Found], question: Question, rows: Sequence[Shown], cursor: str | None) -> Table:
    sight, module = seen.sight, seen.sight.module
    shape = columns(sight, sorts="q" not in question.query)
    return Table(
        path=portal.visit.path,
        query=question.query,
        kept=portal.kept,
        name=module.name,
        caption=module.own_label if portal.own and module.own_label else module.label,
        columns=shape,
        rows=[row(portal, sight, shape, one) for one in rows],
        next_cursor=cursor,
        search=_("Search") if any(sight.may_search(one.name) for one in sight.fields) else None,
        filters=list(_filters(sight, question, rows)),
        csv=f"{portal.api}/{module.name}.csv" if portal.may(sight, "export") else None,
    )


def _filters(sight: Sight, question: Question, rows: Sequence[Shown]) -> Iterator[Filter]:
    """Choices are offered; of what has too many values only the one that is asked for, to take it away again."""
    for one in sight.fields:
        asked = question.query.get(one.name)
        if one.filterable and one.choices:
            yield Filter(one.name, one.label, tuple(one.choices.items()))
        elif one.filterable and asked:
            names = [row[one.name]["name"] for row in rows if one.type == "reference" and row.get(one.name)]
            yield Filter(one.name, one.label, ((asked, next(filter(None, names), asked)),), named=True)
