"""What a portal shows of a module: a page of its records, one of them, all of them as a file. Only what is seen."""

from __future__ import annotations

from typing import Any

from functions.portal_api.business.arrive import Arrival
from functions.portal_api.business.look import Door, Seen, look, named
from functions.portal_api.business.standing import Visitor
from functions.portal_api.business.table import Table
from functions.portal_api.lists import Page
from functions.portal_api.modules.module import Found, Module, Reach, Record, Via
from functions.portal_api.modules.sight import Asked, Sight
from shared.together import Together

ROWS = 5_000
READS = 100
"""A file ends after so many rows or reads; where there is more, it says how to go on."""


def list_records(door: Door, module: Module, page: Page, asked: Asked) -> tuple[list[dict[str, Any]], str | None]:
    """A page of the records that are reached. Raises: Problem `not-found`, `invalid-request`, `cursor-invalid`."""
    seen = look_for(door, module, page, asked)
    records, cursor = seen.found
    return shown(module, seen.sight, seen.reach, records, "list"), cursor


def look_for(door: Door, module: Module, page: Page, asked: Asked) -> Seen[Found]:
    """The same before it is shown. Raises: Problem `not-found`, `invalid-request`, `cursor-invalid`."""
    return look(door, module, lambda sight: sight.wanted(page, asked), module.find)


def show_record(door: Door, module: Module, record_id: str) -> dict[str, Any]:
    """One of the records that are reached. Raises: Problem `not-found`."""
    seen = look(door, module, lambda _sight: record_id, module.read)
    return shown(module, seen.sight, seen.reach, [seen.found], "record")[0]


def export_records(
    arrival: Arrival, module: Module, cursor: str | None, asked: Asked
) -> tuple[str, str | None, Visitor]:
    """The records that are reached as a CSV, from a cursor on, and the cursor to go on with where it ends early.

    Raises: Problem `not-found`, `not-allowed`, `invalid-request`, `cursor-invalid`.
    """
    visitor = arrival.open()
    sight = visitor.sight(module)
    sight.allow("export", suspended=visitor.suspended)
    reach = arrival.reach(sight)
    table = Table(sight.fields, arrival.asking.caller.language)
    for _ in range(READS):
        records, cursor = module.find(reach, sight.wanted(Page(limit=100, cursor=cursor), asked))
        table.add(shown(module, sight, reach, records, "export"))
        if cursor is None or table.full or table.rows >= ROWS:
            break
    return table.text, cursor, visitor


def shown(module: Module, sight: Sight, reach: Reach, records: list[Record], via: Via) -> list[dict[str, Any]]:
    """What is seen of these records, with names; nothing before the module wrote down who looks at what, if it does.

    The names are read while that is written. Raises: Problem `busy` when it can't be written.
    """
    found = [sight.show(record) for record in records]
    with Together() as pool:
        told = pool.submit(module.looked_at, reach, found, via) if module.looked_at else None
        with_names = named(module, reach, records)
        if told:
            told.result()
    return [sight.show(record) for record in with_names]
