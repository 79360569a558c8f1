"""`GET /v1/partners/{partner_id}/enrollments`: who learns what. Enrolling itself is another function's."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from functions.portal_api.command import Asks
from functions.portal_api.enrollments.find_enrollments import Status, enrollment_of, find_enrollments
from functions.portal_api.lists import Listed, Paged, listed

router = APIRouter(prefix="/v1/partners/{partner_id}/enrollments", tags=["enrollments"])


class EnrollmentView(BaseModel):
    """One enrollment; credits are whole, times RFC 3339, `organization_id` null when it is personal."""

    id: str
    status: Status
    course_id: str
    contact_id: str
    attempt: int
    organization_id: str | None
    cost: int
    entry_seq: int | None
    enrolled_at: str
    enrolled_by: str
    batch_id: str | None
    withdrawn_at: str | None
    refunded: int | None


@router.get("", response_model=Listed[EnrollmentView])
def get_enrollments(
    asking: Asks,
    page: Paged,
    course_id: str | None = None,
    contact_id: str | None = None,
    organization_id: str | None = None,
    status: Status | None = None,
) -> Any:
    """Enrollments, newest first (of one course: newest contact first), that match all filters given."""
    partner = asking.allow_at_partner("enrollment:read")
    found, cursor = find_enrollments(
        page, partner.id, course_id=course_id, contact_id=contact_id, organization_id=organization_id, status=status
    )
    return listed([enrollment.view() for enrollment in found], cursor)


@router.get("/{enrollment_id}", response_model=EnrollmentView)
def get_enrollment(asking: Asks, enrollment_id: str) -> Any:
    """One enrollment."""
    partner = asking.allow_at_partner("enrollment:read")
    return enrollment_of(partner.id, enrollment_id).view()
