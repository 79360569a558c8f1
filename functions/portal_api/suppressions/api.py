"""`…/mail-suppression`: mails let go again to the address of a student, an admin or somebody of the staff."""

from __future__ import annotations

from fastapi import APIRouter, Response

from functions.portal_api.account import places
from functions.portal_api.command import Asking, Asks
from functions.portal_api.contacts.find_contacts import contact_of
from functions.portal_api.suppressions.lift_suppression import lift_suppression
from functions.portal_api.team.find_members import member_of
from shared.dynamo import read_one
from shared.ids import is_id
from shared.problems import Problem

router = APIRouter(prefix="/v1/partners/{partner_id}", tags=["mail"])


@router.delete("/contacts/{contact_id}/mail-suppression", status_code=204)
def lift_contact_suppression(asking: Asks, contact_id: str) -> Response:
    """Let mails go to a student's address again; after a complaint only the platform does. Nothing to lift is fine."""
    partner = asking.allow_at_partner("portal_access:manage")
    lift_suppression(asking, contact_of(partner.id, contact_id).email, contact_id)
    return Response(status_code=204)


@router.delete("/admins/{person_id}/mail-suppression", status_code=204)
def lift_admin_suppression(asking: Asks, person_id: str) -> Response:
    """Let mails go to an admin's address again; after a complaint only the platform does. Nothing to lift is fine."""
    partner_id = _with_team(asking)
    listed = read_one(places.admin_key(person_id, partner_id)) if is_id("per", person_id) else None
    if listed is None:
        raise Problem("not-found")
    lift_suppression(asking, listed["email"], person_id)
    return Response(status_code=204)


@router.delete("/staff/{person_id}/mail-suppression", status_code=204)
def lift_staff_suppression(asking: Asks, person_id: str) -> Response:
    """Let mails go to a staff member's address again; after a complaint only the platform does."""
    partner_id = _with_team(asking)
    lift_suppression(asking, member_of(person_id, partner_id)["email"], person_id)
    return Response(status_code=204)


def _with_team(asking: Asking) -> str:
    partner = asking.allow_at_partner("partner_admin:manage")
    if partner.kind == "house":
        raise Problem("house-partner")
    return partner.id
