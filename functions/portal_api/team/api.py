"""A partner's staff besides its admins, and the platform's trainers."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from functions.portal_api.command import Asking, Asks
from functions.portal_api.lists import Listed, Paged
from functions.portal_api.team.change_member import change_staff, change_trainer
from functions.portal_api.team.dismiss_member import dismiss_member
from functions.portal_api.team.find_members import find_members, member_of
from functions.portal_api.team.invite_member import invite_member, invite_member_again
from functions.portal_api.team.member import (
    TRAINER,
    NewStaff,
    NewTrainer,
    StaffChange,
    StaffView,
    TrainerChange,
    TrainerView,
    scope_for,
    view,
)
from shared.partner import Partner
from shared.problems import Problem
from shared.scope import Scope

router = APIRouter(tags=["team"])


@router.get("/v1/partners/{partner_id}/staff", response_model=Listed[StaffView])
def get_staff(asking: Asks, page: Paged) -> Any:
    """The partner's staff besides its admins, invited ones too."""
    return find_members(page, _with_staff(asking, "partner_admin:read").id)


@router.post("/v1/partners/{partner_id}/staff", status_code=201, response_model=StaffView)
def post_staff(asking: Asks, body: NewStaff) -> Any:
    """Give somebody a role at the partner; an invitation is mailed."""
    partner = _with_staff(asking, "partner_admin:manage")
    return invite_member(asking, body, partner, body.role, scope_for(body.role, body.scope))


@router.get("/v1/partners/{partner_id}/staff/{person_id}", response_model=StaffView)
def get_staff_member(asking: Asks, person_id: str) -> Any:
    """One of the partner's staff."""
    return view(member_of(person_id, _with_staff(asking, "partner_admin:read").id))


@router.patch("/v1/partners/{partner_id}/staff/{person_id}", response_model=StaffView)
def patch_staff_member(asking: Asks, person_id: str, body: StaffChange) -> Any:
    """Another role, or another scope of a supervisor; at once."""
    return change_staff(asking, _with_staff(asking, "partner_admin:manage"), person_id, body)


@router.delete("/v1/partners/{partner_id}/staff/{person_id}", status_code=204)
def delete_staff_member(asking: Asks, person_id: str) -> Response:
    """Take the role away, at once."""
    dismiss_member(asking, person_id, _with_staff(asking, "partner_admin:manage").id)
    return Response(status_code=204)


@router.post("/v1/partners/{partner_id}/staff/{person_id}/invitation", status_code=202, response_model=StaffView)
def repeat_staff_invitation(asking: Asks, person_id: str) -> Any:
    """Mail the invitation once more."""
    return invite_member_again(asking, person_id, _with_staff(asking, "partner_admin:manage").id)


@router.get("/v1/platform/trainers", response_model=Listed[TrainerView])
def get_trainers(asking: Asks, page: Paged) -> Any:
    """The platform's trainers, invited ones too."""
    asking.allow("platform_admin:manage")
    return find_members(page, None)


@router.post("/v1/platform/trainers", status_code=201, response_model=TrainerView)
def post_trainer(asking: Asks, body: NewTrainer) -> Any:
    """Make somebody a trainer of chosen courses; an invitation is mailed."""
    asking.allow("platform_admin:manage")
    return invite_member(asking, body, None, TRAINER, Scope(frozenset(body.courses)))


@router.patch("/v1/platform/trainers/{person_id}", response_model=TrainerView)
def patch_trainer(asking: Asks, person_id: str, body: TrainerChange) -> Any:
    """Other courses instead; at once."""
    asking.allow("platform_admin:manage")
    return change_trainer(asking, person_id, body.courses)


@router.delete("/v1/platform/trainers/{person_id}", status_code=204)
def delete_trainer(asking: Asks, person_id: str) -> Response:
    """Take the role away, at once."""
    asking.allow("platform_admin:manage")
    dismiss_member(asking, person_id, None)
    return Response(status_code=204)


@router.post("/v1/platform/trainers/{person_id}/invitation", status_code=202, response_model=TrainerView)
def repeat_trainer_invitation(asking: Asks, person_id: str) -> Any:
    """Mail the invitation once more."""
    asking.allow("platform_admin:manage")
    return invite_member_again(asking, person_id, None)


def _with_staff(asking: Asking, action: str) -> Partner:
    """The partner of the path; the house is looked after by the platform's admins and has no people of its own."""
    partner = asking.allow_at_partner(action)
    if partner.kind == "house":
        raise Problem("house-partner")
    return partner
