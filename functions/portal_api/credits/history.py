"""A partner's history of credits as the platform's and its own pages show it: each movement with what it paid for.

One wait for the entries, beside whatever else the page reads, and one for the names of people and courses in them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from functions.portal_api.lists import Page
from functions.portal_api.partners.words import MOVEMENTS
from functions.portal_api.web.formats import name_of
from functions.portal_api.web.table import Column, Table
from functions.portal_api.web.visit import Visit
from functions.wallet.entry import Entry
from functions.wallet.store import statement_page
from shared import keys
from shared.dynamo import Item
from shared.ids import EnrollmentKey
from shared.keys import Key
from shared.language import mark as _

COLUMNS = (
    Column("what", _("Movement"), "link"),
    Column("at", _("When"), "moment"),
    Column("credits", _("Credits"), "signed"),
    Column("balance", _("Balance after"), "number"),
    Column("paid_for", _("For"), "link"),
    Column("who", _("By")),
    Column("why", _("Reason")),
)


def entries_of(page: Page, partner_id: str) -> tuple[list[Entry], str | None]:
    """A page of a wallet's entries, newest first. Raises: Problem `cursor-invalid`."""
    return page.read(f"history#{partner_id}", lambda limit, after: statement_page(partner_id, limit, after))


def named_in(entries: Sequence[Entry]) -> list[Key]:
    """What to read to call people and courses in these entries by their names; of a batch the course alone."""
    wanted = [keys.person(entry.actor_id) for entry in entries]
    for entry in entries:
        if entry.paid_for:
            wanted.append(keys.course_at(entry.partner_id, entry.paid_for["course_id"]))
            if len(entry.paid_for["people"]) == 1:
                wanted.append(keys.contact(entry.partner_id, entry.paid_for["people"][0][0]))
    return list(dict.fromkeys(wanted))


def history(
    visit: Visit, partner_id: str, entries: Sequence[Entry], following: str | None, found: Mapping[Key, Item]
) -> Table:
    """The table; `found` is what was read of `named_in`: who was erased is missing from it."""
    return visit.table(
        name="history",
        caption=_("History of credits"),
        columns=COLUMNS,
        rows=[_row(visit, entry, found) for entry in entries],
        next_cursor=following,
        csv=f"/v1/partners/{partner_id}/wallet/entries.csv",
    )


def _row(visit: Visit, entry: Entry, found: Mapping[Key, Item]) -> dict[str, Any]:
    actor = found.get(keys.person(entry.actor_id))
    return {
        "id": f"entry-{entry.seq}",
        "what": visit.say(MOVEMENTS[entry.kind]),
        "at": entry.at,
        "credits": entry.credits,
        "balance": entry.balance_after,
        "paid_for": _paid_for(visit, entry, found),
        "who": name_of(actor) if actor else None,
        "why": {"text": entry.reason, "sub": entry.reference} if entry.reason else entry.reference,
    }


def _paid_for(visit: Visit, entry: Entry, found: Mapping[Key, Item]) -> dict[str, Any] | None:
    """One person: their enrollment. Several: the course, whose enrollments the address shows."""
    if not entry.paid_for:
        return None
    course_id, people = entry.paid_for["course_id"], entry.paid_for["people"]
    base = f"/partner/{entry.partner_id}/enrollments"
    title = str(found.get(keys.course_at(entry.partner_id, course_id), {}).get("title") or course_id)
    if len(people) != 1:
        number = visit.say(_("%(people)s people"), people=len(people))
        return {"text": title, "sub": number, "href": f"{base}?course_id={course_id}"}
    contact_id, attempt = people[0]
    name = name_of(found.get(keys.contact(entry.partner_id, contact_id), {}))
    key = EnrollmentKey(entry.partner_id, course_id, contact_id, attempt)
    return {"text": title, "sub": name or None, "href": f"{base}/{key.id}"}
