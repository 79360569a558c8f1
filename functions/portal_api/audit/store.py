"""The reads of the audit's rows, and of what those who did or saw it are called; it writes nothing."""

from __future__ import annotations

from collections.abc import Iterable

from shared import keys
from shared.dynamo import Item, place_of, query, read, read_one


def newest(scope: str, limit: int, after: Item | None) -> tuple[list[Item], Item | None]:
    """Rows of a scope, newest first, and where to go on."""
    return query("portal", keys.audit(scope, "").pk, limit=limit, after=after, newest_first=True)


def views_of(partner_id: str, contact_id: str, limit: int, after: Item | None) -> tuple[list[Item], Item | None]:
    """Who saw a contact's results, the latest day first, and where to go on."""
    pk = keys.viewed(partner_id, contact_id, "", "", "").pk
    return query("portal", pk, limit=limit, after=after, newest_first=True)


def people_and_courses(
    partner_id: str, person_ids: Iterable[str], course_ids: Iterable[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """What these people, and these courses of the partner's or the platform's, are called, in one read; what is gone is
    missing.
    """
    people = {keys.person(one): one for one in person_ids}
    courses = {keys.course_at(partner_id, one): one for one in course_ids}
    found = read([*people, *courses])
    return (
        {one: _name(found[key]) for key, one in people.items() if key in found},
        {one: found[key]["title"] for key, one in courses.items() if key in found},
    )


def contact_is_there(partner_id: str, contact_id: str) -> bool:
    """Whether the partner has this contact, consistently."""
    return read_one(keys.contact(partner_id, contact_id)) is not None


def place(item: Item) -> Item:
    """Where a list goes on after a row."""
    return place_of(item, None)


def names_of(person_ids: Iterable[str]) -> dict[str, str]:
    """What these people are called, in one read; one who was erased is missing."""
    found = read(keys.person(person_id) for person_id in person_ids)
    return {item["id"]: _name(item) for item in found.values()}


def _name(person: Item) -> str:
    return f"{person['first_name']} {person['last_name']}".strip()
