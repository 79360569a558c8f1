"""What account keeps of people in the Portal table: their records, who they are known as, where they are admins."""

from __future__ import annotations

import hashlib
import time
from contextlib import suppress
from typing import Any

from functions.portal_api import trail
from functions.portal_api.account.person import NOBODY, SIGN_IN_DOMAIN, Person
from shared import keys
from shared.commit import Refused, Write, commit, put, revise, update, update_once
from shared.dynamo import Item, query, query_all, read, read_one
from shared.events import Fact, outbox
from shared.keys import Key
from shared.partner import Partner


def person_id_of(email: str) -> str | None:
    """Whose e-mail address this is, in the platform's sign-in domain."""
    item = read_one(keys.identity(SIGN_IN_DOMAIN, email))
    return item["person_id"] if item else None


def person_of(person_id: str) -> Person | None:
    """A person with their memberships, in one query."""
    return Person.of(query_all("portal", keys.person(person_id).pk))


def person_by_email(email: str) -> Person | None:
    """As many reads for an address that is nobody's as for one that is somebody's."""
    return person_of(person_id_of(email) or NOBODY)


def partners_of(person: Person | None) -> dict[str, Partner]:
    """The partners a person is a member of, by id: one read, also for nobody (then of the house, for nothing)."""
    ids = person.partner_ids if person else []
    found = read(keys.partner(partner_id) for partner_id in [*ids, keys.HOUSE])
    partners = {item["id"]: Partner.of(item) for item in found.values()}
    return {partner_id: partners[partner_id] for partner_id in ids if partner_id in partners}


def state(person_id: str, at: str, fact: Fact, trace: Write, by_email: str) -> None:
    """Put a fact into an active person's outbox, with its row in the trail.

    For nobody as much is written for nothing (`by_email` says where), so that nobody can tell.
    """
    if person_id == NOBODY:
        nowhere = f"nobody#{hashlib.sha256(by_email.encode()).hexdigest()}"
        soon = {"expires_at": int(time.time()) + 3600}
        commit([put("nowhere", keys.counter(nowhere + end), soon, None) for end in ("", "#trail")])
        return
    told = update(
        "person",
        keys.person(person_id),
        "SET facts = :facts",
        "#status = :active",
        names={"#status": "status"},
        values={":facts": outbox(at, fact), ":active": "active"},
    )
    with suppress(Refused):
        commit([told, trace])


_NEWER = "attribute_exists(pk) AND (attribute_not_exists(tokens_from) OR tokens_from < :from)"


def tokens_void(person_id: str, tokens_from: int) -> None:
    """From now on tokens issued before `tokens_from` do not count; it never goes back."""
    update_once(
        keys.person(person_id),
        "SET tokens_from = :from",
        _NEWER,
        values={":from": tokens_from},
    )


def signed_out(person_id: str, tokens_from: int, at: str, request_id: str) -> None:
    """The same with a row in the person's trail, unless they were void already."""
    void = update("void", keys.person(person_id), "SET tokens_from = :from", _NEWER, values={":from": tokens_from})
    trace = trail.row(f"PERSON#{person_id}", person_id, "session.end", person_id, at, request_id=request_id)
    with suppress(Refused):
        commit([void, trace])


def password_set(person_id: str, at: str, tokens_from: int) -> Write:
    """An active person has a password now, and every token and link from before is void."""
    return update(
        "person",
        keys.person(person_id),
        "SET invited = :no, password_set_at = :at, tokens_from = :from, version = version + :one",
        "#status = :active",
        names={"#status": "status"},
        values={":no": False, ":at": at, ":from": tokens_from, ":one": 1, ":active": "active"},
    )


def password_not_set(person: Person, at: str) -> Write:
    """Take that back, unless a password was set since."""
    before = {":invited": person.invited, ":before": person.password_set_at, ":at": at, ":one": 1}
    return update(
        "person",
        keys.person(person.id),
        "SET invited = :invited, password_set_at = :before, version = version + :one",
        "password_set_at = :at",
        values=before,
    )


def accepted(person: Person) -> None:
    """Their invitations are accepted: said on each membership, where that place lists its admins, and counted there."""
    for member in person.memberships:
        if member.accepted:
            continue
        spots = (membership_key(person.id, member.partner_id), admin_key(person.id, member.partner_id))
        values = {":no": False, ":yes": True}
        writes = [update("gone", key, "SET invited = :no", "invited = :yes", values=values) for key in spots]
        place = place_key(member.partner_id)
        writes.append(update("gone", place, "ADD accepted_count :one", "attribute_exists(pk)", values={":one": 1}))
        try:
            commit(writes)
        except Refused:
            continue  # taken away, or accepted by another sign-in meanwhile


# ── places and their admins ──────────────────────────────────────────────────────────────────────────────────────────


def membership_key(person_id: str, partner_id: str | None) -> Key:
    """Where a person's membership stands; `partner_id` None is the platform."""
    return keys.partner_membership(person_id, partner_id) if partner_id else keys.platform_membership(person_id)


def admin_key(person_id: str, partner_id: str | None) -> Key:
    """Where a place lists this admin."""
    return keys.partner_admin(partner_id, person_id) if partner_id else keys.platform_admin(person_id)


def place_key(partner_id: str | None) -> Key:
    """The record that counts the admins of a place."""
    return keys.partner(partner_id) if partner_id else keys.PLATFORM


def admin_page(partner_id: str | None, limit: int, after: Item | None) -> tuple[list[Item], Item | None]:
    """Admins of a place as it lists them, the oldest person first."""
    return query("portal", admin_key("", partner_id).pk, limit=limit, after=after)


def record_writes(person: Person, changes: dict[str, Any], blame: str = "person") -> list[Write]:
    """A person's record changed as it was read (None takes a field away), and their name where places list them."""
    named: dict[str, str] = {name: changes[name] for name in ("first_name", "last_name") if name in changes}
    return [revise(blame, keys.person(person.id), person.version, changes), *_name_writes(person, named)]


def _name_writes(person: Person, names: dict[str, str]) -> list[Write]:
    if not names:
        return []
    expression = "SET " + ", ".join(f"{name} = :{name}" for name in names)
    values = {f":{name}": value for name, value in names.items()}
    return [
        update("listed", admin_key(person.id, member.partner_id), expression, "attribute_exists(pk)", values=values)
        for member in person.memberships[:80]
    ]
