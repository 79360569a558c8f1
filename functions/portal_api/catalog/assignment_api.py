"""`/v1/courses/{course_id}/partners/{partner_id}`: a course's partners one by one, beside the list replacing all."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response
from pydantic import Field

from functions.portal_api.catalog.api import AssignedView
from functions.portal_api.catalog.assign_partner import assign_partner, take_from_partner
from functions.portal_api.catalog.whose import refuse_all_but_platform
from functions.portal_api.command import Asking, Asks
from shared.partner import Partner
from shared.problems import Problem
from shared.requests import Body
from shared.text import Cost

router = APIRouter(prefix="/v1/courses/{course_id}/partners", tags=["courses"])


class OneAssignment(Body):
    """`PUT`: the partner's own cost; null or left out for the course's."""

    enrollment_cost: Cost | None = Field(default=None)


@router.put("/{partner_id}", response_model=AssignedView)
def put_course_partner(asking: Asks, course_id: str, partner_id: str, body: OneAssignment) -> Any:
    """Give one partner the course, or change what it costs there; kept but ignored while all partners have it."""
    partner = _partner(asking, course_id)
    return assign_partner(asking, partner, course_id, body.enrollment_cost)


@router.delete("/{partner_id}", status_code=204)
def delete_course_partner(asking: Asks, course_id: str, partner_id: str) -> Response:
    """Take the course from one partner: no new enrollments; those there are go on."""
    take_from_partner(asking, _partner(asking, course_id), course_id)
    return Response(status_code=204)


def _partner(asking: Asking, course_id: str) -> Partner:
    """The partner of the path, for the platform alone."""
    refuse_all_but_platform(asking, course_id)
    asking.allow("course:write")
    if asking.partner is None:
        raise Problem("not-found")
    return asking.partner
