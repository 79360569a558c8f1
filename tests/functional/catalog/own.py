"""A whitelabel partner with courses of its own, as its admin makes them."""

from __future__ import annotations

from typing import Any

from shared import keys
from shared.clock import stamp
from shared.partner import Partner
from tests.builders import a_partner, a_person, write
from tests.functional.front import Front

WORDS = {"title": "Accoglienza in azienda", "description": "Mezz'ora per chi arriva."}


def a_whitelabel(name: str = "Acme", **more: Any) -> Partner:
    return a_partner(name, kind="whitelabel", **more)


def its(partner: Partner, course: str = "") -> str:
    """Where a partner's own courses are, or one of them."""
    return f"/v1/partners/{partner.id}/courses" + (f"/{course}" if course else "")


def make_own(front: Front, admin: str, partner: Partner, status: str = "draft", **more: Any) -> str:
    made = front.post(its(partner), admin, WORDS | more)
    assert made.status == 201, made
    course = str(made.json["id"])
    if status != "draft":
        assert front.patch(its(partner, course), admin, {"status": status}).json["status"] == status
    return course


def becomes(partner: Partner, kind: str) -> None:
    """The platform makes it another kind of partner."""
    item = {"id": partner.id, "name": partner.name, "kind": kind, "status": partner.status, "low_credit_threshold": 0}
    item |= {"language": "en", "time_zone": "Europe/Rome", "created_at": stamp(), "version": 2}
    write(keys.partner(partner.id), item | {"list_pk": "PLATFORM#PARTNERS", "list_sk": partner.id})


def a_member(partner: Partner, role: str, **scope: list[str]) -> str:
    """Somebody of the partner's staff."""
    person_id = a_person("Sara")
    item: dict[str, Any] = {"role": role, "partner_id": partner.id, "since": stamp(), "by": person_id}
    write(keys.partner_membership(person_id, partner.id), item | ({"scope": scope} if scope else {}))
    return person_id
