"""Partners over HTTP, and the admins of each."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from functions.portal_api.account.admin import Admins, AdminView, Invitee
from functions.portal_api.account.dismiss_admin import dismiss_admin
from functions.portal_api.account.invite_admin import invite_admin, invite_again
from functions.portal_api.account.list_admins import list_admins
from functions.portal_api.command import Asking, Asks
from functions.portal_api.lists import Paged
from functions.portal_api.partners.change_partner import change_partner
from functions.portal_api.partners.close_partner import set_mark
from functions.portal_api.partners.create_partner import create_partner
from functions.portal_api.partners.list_partners import list_partners, show_partner
from functions.portal_api.partners.shape import NewPartner, PartnerChanges, Partners, PartnerView
from shared.problems import Problem

router = APIRouter(tags=["partners"])


@router.post("/v1/partners", status_code=201, response_model=PartnerView)
def post_partner(asking: Asks, body: NewPartner) -> Any:
    """Make a partner."""
    asking.allow("partner:create")
    return create_partner(asking, body)


@router.get("/v1/partners", response_model=Partners)
def get_partners(asking: Asks, page: Paged, q: Annotated[str, Query(max_length=100)] = "") -> Any:
    """All partners for the platform; one's own for a partner's people, but none for supervisors; newest first."""
    return list_partners(asking, page, q)


@router.get("/v1/partners/{partner_id}", response_model=PartnerView)
def get_partner(asking: Asks, partner_id: str) -> Any:
    """One partner with its wallet's figures."""
    return show_partner(asking.allow_at_partner("partner:read").id)


@router.patch("/v1/partners/{partner_id}", response_model=PartnerView)
def patch_partner(asking: Asks, partner_id: str, body: PartnerChanges) -> Any:
    """Change a partner; name and kind by the platform alone."""
    partner = asking.allow_at_partner("partner:settings")
    return change_partner(asking, partner.id, body)


@router.post("/v1/partners/{partner_id}/suspension", response_model=PartnerView)
def suspend(asking: Asks, partner_id: str) -> Any:
    """Suspend: no new enrollments, its admins read only."""
    return set_mark(asking, asking.allow_at_partner("partner:manage").id, "suspended_at", on=True)


@router.delete("/v1/partners/{partner_id}/suspension", response_model=PartnerView)
def end_suspension(asking: Asks, partner_id: str) -> Any:
    """End the suspension."""
    return set_mark(asking, asking.allow_at_partner("partner:manage").id, "suspended_at", on=False)


@router.post("/v1/partners/{partner_id}/closure", response_model=PartnerView)
def close(asking: Asks, partner_id: str) -> Any:
    """Close: nobody signs in to it."""
    return set_mark(asking, asking.allow_at_partner("partner:manage").id, "closed_at", on=True)


@router.delete("/v1/partners/{partner_id}/closure", response_model=PartnerView)
def reopen(asking: Asks, partner_id: str) -> Any:
    """Reopen; all is as it was."""
    return set_mark(asking, asking.allow_at_partner("partner:manage").id, "closed_at", on=False)


@router.get("/v1/partners/{partner_id}/admins", response_model=Admins)
def get_admins(asking: Asks, partner_id: str, page: Paged) -> Any:
    """The partner's admins, invited ones too."""
    return list_admins(page, _with_admins(asking, "partner_admin:read"))


@router.post("/v1/partners/{partner_id}/admins", status_code=201, response_model=AdminView)
def post_admin(asking: Asks, partner_id: str, body: Invitee) -> Any:
    """Make somebody an admin of the partner; an invitation is mailed."""
    return invite_admin(asking, body, _with_admins(asking, "partner_admin:manage"))


@router.post("/v1/partners/{partner_id}/admins/{person_id}/invitation", status_code=202, response_model=AdminView)
def post_invitation(asking: Asks, partner_id: str, person_id: str) -> Any:
    """Mail an admin's invitation once more."""
    return invite_again(asking, person_id, _with_admins(asking, "partner_admin:manage"))


@router.delete("/v1/partners/{partner_id}/admins/{person_id}", status_code=204)
def delete_admin(asking: Asks, partner_id: str, person_id: str) -> Response:
    """Take the role away, at once."""
    dismiss_admin(asking, person_id, _with_admins(asking, "partner_admin:manage"))
    return Response(status_code=204)


def _with_admins(asking: Asking, action: str) -> str:
    """The partner of the path; the house is looked after by the platform's admins and has none of its own."""
    partner = asking.allow_at_partner(action)
    if partner.kind == "house":
        raise Problem("house-partner")
    return partner.id
