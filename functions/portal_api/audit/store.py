"""The reads of the audit's rows, and of what those who did it are called; it writes nothing."""

from __future__ import annotations

from collections.abc import Iterable

from shared import keys
from shared.dynamo import Item, place_of, query, read


def newest(scope: str, limit: int, after: Item | None) -> tuple[list[Item], Item | None]:
    """Rows of a scope, newest first, and where to go on."""
    return query("portal", keys.audit(scope, "").pk, limit=limit, after=after, newest_first=True)


def place(item: Item) -> Item:
    """Where a list goes on after a row."""
    return place_of(item, None)


def names_of(person_ids: Iterable[str]) -> dict[str, str]:
    """What these people are called, in one read; one who was erased is missing."""
    found = read(keys.person(person_id) for person_id in person_ids)
    return {item["id"]: f"{item['first_name']} {item['last_name']}".strip() for item in found.values()}
