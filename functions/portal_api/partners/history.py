"""A partner's history of credits as a table of pages: what moved, when, by whom, why, and what was there afterwards.

One wait for the entries, beside whatever else the page reads, and one for the names of people and courses in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from functions.portal_api.lists import Page
from functions.portal_api.partners.words import MOVEMENTS
from functions.portal_api.web.table import Column, Table
from functions.portal_api.web.visit import Visit
from functions.wallet.entry import Entry
from functions.wallet.store import statement_page
from shared import keys
from shared.dynamo import Item
from shared.keys import Key
from shared.language import mark as _

COLUMNS = (
    Column("what", _("Movement"), "link"),
    Column("at", _("When"), "moment"),
    Column("credits", _("Credits"), "signed"),
    Column("balance", _("Balance after"), "number"),
    Column("who", _("By")),
    Column("why", _("Reason")),
)


def entries_of(page: Page, partner_id: str) -> tuple[list[Entry], str | None]:
    """A page of a wallet's entries, newest first. Raises: Problem `cursor-invalid`."""
    return page.read(f"history#{partner_id}", lambda limit, after: statement_page(partner_id, limit, after))


def named_in(entries: Sequence[Entry]) -> list[Key]:
    """What to read to call people and courses in these entries by their names."""
    courses = {entry.paid_for["course_id"] for entry in entries if entry.paid_for}
    return [*map(keys.person, {entry.actor_id for entry in entries}), *map(keys.course, courses)]


def history(
    visit: Visit, partner_id: str, entries: Sequence[Entry], following: str | None, found: dict[Key, Item]
) -> Table:
    """The table; `found` is what was read of `named_in`: people who were erased are missing from it."""
    return visit.table(
        name="history",
        caption=_("History of credits"),
        columns=COLUMNS,
        rows=[_row(visit, entry, found) for entry in entries],
        next_cursor=following,
        csv=f"/v1/partners/{partner_id}/wallet/entries.csv",
    )


def _row(visit: Visit, entry: Entry, found: dict[Key, Item]) -> dict[str, Any]:
    person = found.get(keys.person(entry.actor_id))
    return {
        "id": f"entry-{entry.seq}",
        "what": {"text": visit.say(MOVEMENTS[entry.kind]), "sub": _paid_for(visit, entry, found)},
        "at": entry.at,
        "credits": entry.credits,
        "balance": entry.balance_after,
        "who": name_of(person) if person else None,
        "why": {"text": entry.reason, "sub": entry.reference} if entry.reason else entry.reference,
    }


def _paid_for(visit: Visit, entry: Entry, found: dict[Key, Item]) -> str | None:
    """The course, and how many people where it was not one."""
    if not entry.paid_for:
        return None
    course = found.get(keys.course(entry.paid_for["course_id"]), {})
    title, people = str(course.get("title", "")), len(entry.paid_for["people"])
    return title if people == 1 else visit.say(_("%(course)s, %(people)s people"), course=title, people=people)


def name_of(person: Item) -> str:
    """What somebody is called."""
    return f"{person['first_name']} {person['last_name']}".strip()
