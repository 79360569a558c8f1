"""The wallet's reads: wallet, statement, names of those who moved credits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from functions.wallet.entry import Entry
from functions.wallet.wallet import Wallet
from shared import keys
from shared.dynamo import Item, query, read, read_one


def wallet_of(partner_id: str) -> Wallet:
    """A partner's wallet as it stands, consistently."""
    return Wallet.of(partner_id, read_one(keys.wallet(partner_id)))


def statement_page(partner_id: str, limit: int, after: Item | None) -> tuple[list[Entry], Item | None]:
    """Entries newest first, and where to go on."""
    items, last = query("ledger", f"ENTRIES#{partner_id}", limit=limit, after=after, newest_first=True)
    return [Entry.of(partner_id, item) for item in items], last


def newest(partner_id: str, most: int, below: int | None = None) -> list[Entry]:
    """Up to so many entries, newest first, all or those with a number below the one given."""
    begin = keys.entry(partner_id, below) if below else None
    place: Item | None = {"pk": begin.pk, "sk": begin.sk} if begin else None
    found: list[Entry] = []
    while True:
        page, place = statement_page(partner_id, most - len(found), place)
        found += page
        if place is None or len(found) >= most:
            return found


def entries_after(partner_id: str, seq: int = 0) -> Iterator[Entry]:
    """Entries from number seq + 1 on, oldest first, page by page."""
    after: Item | None = None
    above = keys.entry(partner_id, seq).sk
    while True:
        items, after = query("ledger", f"ENTRIES#{partner_id}", above=above, limit=1000, after=after)
        yield from (Entry.of(partner_id, item) for item in items)
        if after is None:
            return


def entry_at(partner_id: str, seq: int) -> Entry | None:
    """One entry by its number."""
    item = read_one(keys.entry(partner_id, seq))
    return Entry.of(partner_id, item) if item else None


def titles_of(partner_id: str, course_ids: Iterable[str]) -> dict[str, str]:
    """What these courses, the platform's and the partner's own, are called, in one read."""
    wanted = {course_id: keys.course_at(partner_id, course_id) for course_id in course_ids}
    found = read(wanted.values())
    return {course_id: found[key]["title"] for course_id, key in wanted.items() if key in found}


def names_of(person_ids: Iterable[str]) -> dict[str, str]:
    """What these people are called, in one read; one who was erased is missing."""
    wanted = {person_id: keys.person(person_id) for person_id in person_ids}
    found = read(wanted.values())
    people = {person_id: found[key] for person_id, key in wanted.items() if key in found}
    return {who: f"{item['first_name']} {item['last_name']}".strip() for who, item in people.items()}
