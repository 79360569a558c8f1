"""What pages about credits are tested on: records as `wallet`, `enroll` and the rooms leave them."""

from __future__ import annotations

from typing import Any

from functions.wallet.entry import Movement
from functions.wallet.wallet import Wallet
from shared import keys
from shared.clock import stamp
from shared.dynamo import read_one
from shared.ids import new_id
from shared.partner import Partner
from tests.builders import a_person, write


def moved(partner: Partner, kind: Any, credits: int, by: str, **more: Any) -> int:
    """One movement of a wallet, as `wallet` leaves it; the number of its entry."""
    wallet = Wallet.of(partner.id, read_one(keys.wallet(partner.id)))
    done = wallet.move(Movement(kind, credits, by, **({"at": stamp()} | more)), partner.low_credit_threshold)
    write(keys.entry(partner.id, done.entry.seq), done.entry.stored())
    write(keys.wallet(partner.id), done.wallet.stored())
    return done.entry.seq


def a_course(title: str = "Antincendio", **more: Any) -> str:
    """A course of all partners."""
    course_id = new_id("crs")
    item = {"id": course_id, "title": title, "enrollment_cost": 10, "all_partners": True, "archived": False}
    item |= {"version": 1, "created_at": stamp(), "list_pk": "PLATFORM#COURSES#ALL", "list_sk": course_id} | more
    write(keys.course(course_id), item)
    return course_id


def a_contact(partner: Partner, first_name: str = "Giulia", last_name: str = "Ferrari") -> str:
    contact_id = new_id("con")
    item = {"id": contact_id, "first_name": first_name, "last_name": last_name, "organization_ids": [], "tags": []}
    item |= {"version": 1, "created_at": stamp()}
    item |= {"list_pk": f"PARTNER#{partner.id}#CONTACTS", "list_sk": contact_id}
    write(keys.contact(partner.id, contact_id), item)
    return contact_id


def an_organization(partner: Partner, name: str) -> str:
    organization_id = new_id("org")
    item = {"id": organization_id, "name": name, "version": 1, "created_at": stamp()}
    write(keys.organization(partner.id, organization_id), item)
    return organization_id


def staff(partner: Partner, role: str, scope: dict[str, list[str]] | None = None) -> str:
    """Somebody of the partner's staff, as the team lists them."""
    person = a_person("Bianca")
    item = {"role": role, "partner_id": partner.id, "scope": scope, "since": stamp(), "by": person, "invited": True}
    write(keys.partner_membership(person, partner.id), item)
    listed = {"person_id": person, "email": "bianca@alfa.example", "first_name": "Bianca", "last_name": "Neri"}
    write(keys.partner_staff(partner.id, person), item | listed | {"version": 1})
    return person
