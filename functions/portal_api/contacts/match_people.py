"""Which people of a pasted list are contacts of the partner already, and which would be new. Writes nothing.

By e-mail address first, which is one contact's alone; without one, or when it is nobody's, by the whole name. A name
is no proof: several of one name, and a namesake without an address, are for a person to decide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Literal

from pydantic import BaseModel

from functions.portal_api.contacts import store
from functions.portal_api.contacts.contact import Contact
from functions.portal_api.contacts.read_people import Person
from functions.portal_api.search import words
from shared import keys
from shared.dynamo import AT_ONCE, query, read

TOKENS = 200
"""Contacts looked at for one word of a name; of more of one name none is found by it, and the person counts as new."""
Outcome = Literal["matched", "new", "duplicate", "ambiguous", "unreadable"]


class Candidate(BaseModel):
    """A contact that a line may mean."""

    id: str
    first_name: str
    last_name: str | None
    email: str | None
    archived: bool


class Match(BaseModel):
    """What became of a line.

    `matched` names the contact, as its record does, `new` what a contact would be made of (`guessed`: the name was
    read out of the address), `duplicate` the line it repeats, `ambiguous` the contacts it may mean, `unreadable` what
    is wrong: `email`, `name` or `nobody`.
    """

    line: int
    outcome: Outcome
    first_name: str | None
    last_name: str | None
    email: str | None
    guessed: bool
    contact_id: str | None = None
    archived: bool | None = None
    duplicate_of: int | None = None
    candidates: list[Candidate] = []
    fault: Literal["email", "name", "nobody"] | None = None


def match_people(partner_id: str, people: Sequence[Person]) -> list[Match]:
    """What became of each, in their order."""
    by_email = _by_email(partner_id, {one.email for one in people if one.email})
    unknown = {one.name for one in people if one.name and not (one.email and one.email in by_email)}
    by_name = _by_name(partner_id, sorted(unknown))
    matches: list[Match] = []
    seen: dict[Any, int] = {}
    for one in people:
        match = _judged(one, by_email, by_name)
        who = match.contact_id or one.email or one.name
        if match.outcome in ("matched", "new", "ambiguous") and who:
            if who in seen:
                match = _said(one, "duplicate", duplicate_of=seen[who])
            seen.setdefault(who, one.line)
        matches.append(match)
    return matches


def _judged(
    one: Person, by_email: Mapping[str, Contact], by_name: Mapping[tuple[str, ...], Sequence[Contact]]
) -> Match:
    if one.fault:
        return _said(one, "unreadable", fault=one.fault)
    if one.email and (known := by_email.get(one.email)):
        return _known(one, known)
    namesakes = by_name.get(one.name, ()) if one.name else ()
    if one.email:
        namesakes = [contact for contact in namesakes if not contact.email]
    if not namesakes:
        return _said(one, "new")
    if len(namesakes) == 1 and not one.email:
        return _known(one, namesakes[0])
    return _said(one, "ambiguous", candidates=[_candidate(contact) for contact in namesakes[:10]])


def _known(one: Person, contact: Contact) -> Match:
    """Somebody who is a contact already, called as their record says."""
    return Match(
        line=one.line,
        outcome="matched",
        first_name=contact.first_name,
        last_name=contact.last_name,
        email=contact.email,
        guessed=False,
        contact_id=contact.id,
        archived=contact.archived,
    )


def _said(one: Person, outcome: Outcome, **more: Any) -> Match:
    return Match(
        line=one.line,
        outcome=outcome,
        first_name=one.first_name,
        last_name=one.last_name,
        email=one.email,
        guessed=one.guessed,
        **more,
    )


def _candidate(contact: Contact) -> Candidate:
    return Candidate(**{name: getattr(contact, name) for name in Candidate.model_fields})


def _by_email(partner_id: str, emails: set[str]) -> dict[str, Contact]:
    taken = read(keys.contact_email(partner_id, email) for email in sorted(emails))
    whose = {key.sk: item["contact_id"] for key, item in taken.items()}
    contacts = store.contacts(partner_id, list(whose.values()))
    return {email: contacts[contact_id] for email, contact_id in whose.items() if contact_id in contacts}


def _by_name(partner_id: str, names: Sequence[tuple[str, ...]]) -> dict[tuple[str, ...], list[Contact]]:
    """The contacts of exactly these names, open ones first; each name asked for by its longest word."""
    if not names:
        return {}
    asked = sorted({max(name, key=len) for name in names})
    with ThreadPoolExecutor(min(AT_ONCE, len(asked))) as pool:
        found = dict(zip(asked, pool.map(lambda word: _having(partner_id, word), asked), strict=True))
    contacts = store.contacts(partner_id, sorted({one for ids in found.values() for one in ids}))
    named: dict[tuple[str, ...], list[Contact]] = {}
    for contact in contacts.values():
        own = tuple(sorted(words(f"{contact.first_name} {contact.last_name or ''}")))
        named.setdefault(own, []).append(contact)
    for same in named.values():
        same.sort(key=lambda contact: (contact.archived, contact.id))
    return named


def _having(partner_id: str, word: str) -> set[str]:
    """Ids of contacts with this very word in their name."""
    ids: set[str] = set()
    for field in ("first_name", "last_name"):
        key = keys.contact_word(partner_id, field, word, "")
        items, _ = query("portal", key.pk, prefix=key.sk, limit=TOKENS)
        ids |= {item["id"] for item in items}
    return ids
