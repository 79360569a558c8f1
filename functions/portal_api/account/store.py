"""What account keeps of people in the Portal table: their records, who they are known as, what they are where."""

from __future__ import annotations

import hashlib
import time
from contextlib import suppress
from typing import Any

from functions.portal_api import trail
from functions.portal_api.account import places
from functions.portal_api.account.person import NOBODY, Person, Places
from functions.portal_api.account.words import found_anew
from shared import keys
from shared.caller import STRICT_STAGE
from shared.commit import Refused, Write, commit, put, revise, update, update_once
from shared.dynamo import query_all, read, read_one
from shared.events import Fact, outbox
from shared.hosts import Host
from shared.partner import Partner
from shared.settings import settings


def person_id_of(email: str, sign_in_domain: str) -> str | None:
    """Whose e-mail address this is in a sign-in domain."""
    item = read_one(keys.identity(sign_in_domain, email))
    return item["person_id"] if item else None


def person_of(person_id: str, host: Host | None = None) -> Person | None:
    """A person with their memberships, in one query; with a host as far as they are anybody under it."""
    person = Person.of(query_all("portal", keys.person(person_id).pk))
    return person.under(host) if person and host else person


def person_by_email(email: str, host: Host) -> Person | None:
    """Who signs in under this name with this address; as many reads for one that is nobody's as for somebody's."""
    return person_of(person_id_of(email, host.sign_in_domain) or NOBODY, host)


def partners_of(person: Person | None) -> Places:
    """What a person's memberships lead to, in one read, also for nobody (then of the platform alone).

    Returns: the partners by id, with the names of the organizations.
    """
    members = person.memberships if person else ()
    owners = {keys.partner(one.partner_id): one.partner_id for one in members if one.partner_id}
    companies = {
        keys.organization(one.partner_id, one.organization_id): one.organization_id
        for one in members
        if one.partner_id and one.organization_id
    }
    found = read([*owners, *companies, keys.PLATFORM])
    return Places(
        {its_id: Partner.of(found[key]) for key, its_id in owners.items() if key in found},
        {its_id: found[key]["name"] for key, its_id in companies.items() if key in found},
        platform=found.get(keys.PLATFORM, {}).get("name") or settings().platform_name,
        strict=settings().stage == STRICT_STAGE,
    )


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


def second_factor(
    person_id: str, since: str | None, facts: dict[str, Any] | None = None, tokens_from: int | None = None
) -> Write:
    """An active person has had an authenticator app since then; None: they have none.

    With what there is to tell; with `tokens_from`, every token and session from before is void.
    """
    values: dict[str, Any] = {":active": "active", ":one": 1}
    change = "SET version = version + :one"
    for name, value in (("second_factor_at", since), ("facts", facts), ("tokens_from", tokens_from)):
        if value:
            change, values = f"{change}, {name} = :{name}", values | {f":{name}": value}
    return update(
        "person",
        keys.person(person_id),
        change if since else f"{change} REMOVE second_factor_at",
        "#status = :active",
        names={"#status": "status"},
        values=values,
    )


def accepted(person: Person) -> None:
    """Their invitations are accepted: said on each membership and where that place lists them; admins are counted."""
    for member in person.memberships:
        if member.accepted:
            continue
        values = {":no": False, ":yes": True}
        spot = places.own_key(person.id, member)
        writes = [update("gone", spot, "SET invited = :no", "invited = :yes", values=values)]
        if member.kind in ("platform", "partner"):
            at = places.listing_key(person.id, member.role, member.partner_id)
            writes.append(update("gone", at, "SET invited = :no", "invited = :yes", values=values))
        if member.kind == "contact" and member.partner_id and member.contact_id:
            writes.append(_contact_accepted(person.id, member.partner_id, member.contact_id))
        if member.role in places.ADMINS:
            place = places.place_key(member.partner_id)
            writes.append(update("gone", place, "ADD accepted_count :one", "attribute_exists(pk)", values={":one": 1}))
        try:
            commit(writes)
        except Refused:
            continue  # taken away, or accepted by another sign-in meanwhile


def _contact_accepted(person_id: str, partner_id: str, contact_id: str) -> Write:
    """On the contact's record, which says who signs in as this contact; whoever changes it meanwhile reads it anew."""
    return update(
        "gone",
        keys.contact(partner_id, contact_id),
        "SET #access.invited = :no, version = version + :one",
        "#access.person_id = :who AND #access.invited = :yes",
        names={"#access": "access"},
        values={":no": False, ":yes": True, ":one": 1, ":who": person_id},
    )


def record_writes(person: Person, changes: dict[str, Any], blame: str = "person") -> list[Write]:
    """A person's record changed as it was read (None takes a field away), and their name where places list them."""
    named: dict[str, str] = {name: changes[name] for name in ("first_name", "last_name") if name in changes}
    record = revise(blame, keys.person(person.id), person.version, changes)
    return [record, *found_anew(person.id, vars(person), vars(person) | changes), *_name_writes(person, named)]


def _name_writes(person: Person, names: dict[str, str]) -> list[Write]:
    if not names:
        return []
    expression = "SET " + ", ".join(f"{name} = :{name}" for name in names)
    values = {f":{name}": value for name, value in names.items()}
    lists = [
        places.listing_key(person.id, member.role, member.partner_id)
        for member in person.memberships
        if member.kind in ("platform", "partner")
    ]
    return [update("listed", key, expression, "attribute_exists(pk)", values=values) for key in lists[:60]]
