"""Entries and enrollments agree: who was paid for has the enrollment, who has one was paid for, refunds are over."""

from __future__ import annotations

from datetime import timedelta

from functions.wallet.entry import Entry
from shared import keys
from shared.clock import parse, stamp
from shared.dynamo import Item, query, read
from shared.ids import EnrollmentKey

OVERLAP = timedelta(minutes=15)
"""How far before the checkpoint enrollments are listed again: the index may lag, a slow write may end late."""
ENTRIES_A_READ = 50


def enrollments_of(entry: Entry) -> list[EnrollmentKey]:
    """The enrollments that an entry paid for or gave back."""
    paid_for = entry.paid_for or {}
    people = paid_for.get("people", [])
    return [EnrollmentKey(entry.partner_id, paid_for["course_id"], who, attempt) for who, attempt in people]


class Backing:
    """Takes entries as they are walked and collects the numbers of those that enrollments do not bear out."""

    def __init__(self, partner_id: str) -> None:
        self._waiting: dict[int, Entry] = {}
        self._wrong: set[int] = set()

    def add(self, entry: Entry) -> None:
        """One more entry; only those about enrollments are looked at."""
        if entry.kind in ("enrollment", "refund"):
            self._waiting[entry.seq] = entry
            if len(self._waiting) >= ENTRIES_A_READ:
                self._look()

    def wrong(self) -> list[int]:
        """The numbers of entries that are not borne out."""
        self._look()
        return sorted(self._wrong)

    def _look(self) -> None:
        entries, self._waiting = list(self._waiting.values()), {}
        found = read(keys.enrollment(*key) for entry in entries for key in enrollments_of(entry))
        for entry in entries:
            items = [found.get(keys.enrollment(*key)) for key in enrollments_of(entry)]
            borne_out = _paid(entry, items) if entry.kind == "enrollment" else _refunded(entry, items)
            if not borne_out:
                self._wrong.add(entry.seq)


def _paid(entry: Entry, items: list[Item | None]) -> bool:
    costs = [item["cost"] for item in items if item and item.get("entry_seq") == entry.seq]
    return len(costs) == len(items) and sum(costs) == -entry.credits


def _refunded(entry: Entry, items: list[Item | None]) -> bool:
    return all(item and item["status"] == "withdrawn" and item.get("refunded") == entry.credits for item in items)


def unpaid_enrollments(partner_id: str, seq: int, since: str) -> list[str]:
    """Ids of enrollments with a price, made since then, that no enrollment entry up to `seq` names."""
    begin = stamp(parse(since) - OVERLAP)
    wrong: list[str] = []
    after: Item | None = None
    while True:
        scope = f"PARTNER#{partner_id}#ENROLLMENTS"
        items, after = query("portal", scope, index="list", above=begin, limit=500, after=after)
        priced = [item for item in items if item["cost"] and (item.get("entry_seq") or 0) <= seq]
        wrong += _unnamed(partner_id, priced)
        if after is None:
            return wrong


def _unnamed(partner_id: str, items: list[Item]) -> list[str]:
    numbers = {item.get("entry_seq") or 0 for item in items}
    entries = [Entry.of(partner_id, item) for item in read(keys.entry(partner_id, n) for n in numbers).values()]
    named = {(entry.place, key) for entry in entries if entry.kind == "enrollment" for key in enrollments_of(entry)}
    wrong: list[str] = []
    for item in items:
        key = EnrollmentKey(partner_id, item["course_id"], item["contact_id"], item["attempt"])
        if (item.get("entry_seq") or 0, key) not in named:
            wrong.append(key.id)
    return wrong
