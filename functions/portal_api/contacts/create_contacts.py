"""Make the records of many people, each in a transaction of its own: whoever is there already stays as they are.

Under the request's Idempotency-Key each person has a key of their own, so that a request cut off in the middle goes
on where it stopped when it is sent again, and answers the same for those it made before.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, Literal

from pydantic import BaseModel, Field

from functions.portal_api.command import Asking, Replayed
from functions.portal_api.contacts.create_contact import create_contact, known_organization
from shared import keys
from shared.dynamo import read_one
from shared.language import Language
from shared.language import mark as _
from shared.partner import Partner
from shared.problems import Problem
from shared.requests import Body
from shared.text import Email, Line

AT_A_TIME = 8
_BETWEEN = "\x1f"
"""Stands in no key that a client may send, so that no client's key is taken for a person's."""


class NewPerson(Body):
    """One person: a first name; the rest may come later."""

    first_name: Line
    last_name: Line | None = None
    email: Email | None = None
    language: Language | None = None


class NewPeople(Body):
    """`POST …/contacts/batches`: up to 100 people, all in one organization if one is named."""

    people: list[NewPerson] = Field(min_length=1, max_length=100)
    organization_id: Line | None = None


class Made(BaseModel):
    """What became of a person: their contact, made now or (their address was taken) there before."""

    place: int
    outcome: Literal["created", "exists"]
    contact_id: str


def create_contacts(asking: Asking, partner: Partner, body: NewPeople) -> list[Made]:
    """Make the records, and say of each in the order of the request what became of it.

    Raises: Problem `invalid-request` for an address that is named twice, `not-found` for an organization that is not
    the partner's, `idempotency-key-reused`, `busy` (sent again under the same key it goes on).
    """
    _each_once(body.people)
    _known(partner, body.organization_id)
    people = [one.model_dump(exclude_none=True) for one in body.people]
    where = {"organization_id": body.organization_id} if body.organization_id else {}
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        return list(pool.map(lambda at: _make(asking, partner, at, people[at] | where), range(len(people))))


def _make(asking: Asking, partner: Partner, place: int, given: dict[str, Any]) -> Made:
    own = replace(asking, key=f"{asking.key}{_BETWEEN}{place}") if asking.key else asking
    try:
        made = create_contact(own, partner, given)
    except Replayed as replayed:
        made = replayed.answer
    except Problem as problem:
        if problem.code != "contact-exists":
            raise
        return Made(place=place, outcome="exists", contact_id=problem.members["contact_id"])
    return Made(place=place, outcome="created", contact_id=made["id"])


def _each_once(people: Sequence[NewPerson]) -> None:
    seen: set[str] = set()
    errors = []
    for place, one in enumerate(people):
        if one.email and one.email in seen:
            errors.append({"path": f"/people/{place}/email", "detail": _("named twice")})
        seen.add(one.email or "")
    if errors:
        raise Problem("invalid-request", errors=errors[:20])


def _known(partner: Partner, organization_id: str | None) -> None:
    known_organization(organization_id)
    if organization_id and not read_one(keys.organization(partner.id, organization_id)):
        raise Problem("not-found")
