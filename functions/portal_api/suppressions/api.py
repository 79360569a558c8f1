"""`…/mail-suppression`: mails let go again to the address of a student, an admin, or somebody of a team."""

from __future__ import annotations

from fastapi import APIRouter, Response

from functions.portal_api.account import places
from functions.portal_api.command import Asking, Asks
from functions.portal_api.contacts.find_contacts import contact_of
from functions.portal_api.suppressions.lift_suppression import lift_suppression
from functions.portal_api.team.find_members import member_of
from shared.dynamo import Item, read_one
from shared.ids import is_id
from shared.problems import Problem

router = APIRouter(tags=["mail"])


@router.delete("/v1/partners/{partner_id}/contacts/{contact_id}/mail-suppression", status_code=204)
def lift_contact_suppression(asking: Asks, contact_id: str) -> Response:
    """Let mails go to a student's address again; after a complaint only the platform does. Nothing to lift is fine."""
    partner = asking.allow_at_partner("portal_access:manage")
    lift_suppression(asking, contact_of(partner.id, contact_id).email, contact_id)
    return Response(status_code=204)


@router.delete("/v1/partners/{partner_id}/admins/{person_id}/mail-suppression", status_code=204)
def lift_admin_suppression(asking: Asks, person_id: str) -> Response:
    """Let mails go to an admin's address again; after a complaint only the platform does. Nothing to lift is fine."""
    return _lifted(asking, person_id, _admin_of(person_id, _with_team(asking)))


@router.delete("/v1/partners/{partner_id}/staff/{person_id}/mail-suppression", status_code=204)
def lift_staff_suppression(asking: Asks, person_id: str) -> Response:
    """Let mails go to a staff member's address again; after a complaint only the platform does."""
    return _lifted(asking, person_id, member_of(person_id, _with_team(asking)))


@router.delete("/v1/platform/admins/{person_id}/mail-suppression", status_code=204)
def lift_platform_admin_suppression(asking: Asks, person_id: str) -> Response:
    """Let mails go to a platform admin's address again, one's own included. Nothing to lift is fine."""
    asking.allow("platform_admin:manage")
    return _lifted(asking, person_id, _admin_of(person_id, None))


@router.delete("/v1/platform/trainers/{person_id}/mail-suppression", status_code=204)
def lift_trainer_suppression(asking: Asks, person_id: str) -> Response:
    """Let mails go to a trainer's address again. Nothing to lift is fine."""
    asking.allow("platform_admin:manage")
    return _lifted(asking, person_id, member_of(person_id, None))


def _lifted(asking: Asking, person_id: str, row: Item) -> Response:
    lift_suppression(asking, row["email"], person_id)
    return Response(status_code=204)


def _admin_of(person_id: str, partner_id: str | None) -> Item:
    """An admin of a partner, with none named of the platform, as listed there. Raises: Problem `not-found`."""
    row = read_one(places.admin_key(person_id, partner_id)) if is_id("per", person_id) else None
    if row is None:
        raise Problem("not-found")
    return row


def _with_team(asking: Asking) -> str:
    partner = asking.allow_at_partner("partner_admin:manage")
    if partner.kind == "house":
        raise Problem("house-partner")
    return partner.id
