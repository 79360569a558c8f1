"""`GET /v1/partners/{partner_id}/enrollments`: who learns what, and how it went. Enrolling is another function's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from functions.enroll.enrollment import Result
from functions.portal_api.command import Asking, Asks
from functions.portal_api.enrollments.export_enrollments import export_enrollments
from functions.portal_api.enrollments.find_enrollments import Status, enrollment_of, find_enrollments
from functions.portal_api.enrollments.show import shown
from functions.portal_api.enrollments.views_trail import Via
from functions.portal_api.lists import Listed, Page, Paged, known_filters, listed
from shared.access import scope_of

router = APIRouter(prefix="/v1/partners/{partner_id}", tags=["enrollments"])


class EnrollmentView(BaseModel):
    """One enrollment; credits are whole and null for supervisors and trainers, times RFC 3339.

    Names are those of now, null for what is gone; `organization_id` is null when it is personal.
    """

    id: str
    status: Status
    course_id: str
    course_title: str | None
    contact_id: str
    contact_name: str | None
    attempt: int
    organization_id: str | None
    organization_name: str | None
    cost: int | None
    entry_seq: int | None
    enrolled_at: str
    enrolled_by: str
    batch_id: str | None
    withdrawn_at: str | None
    refunded: int | None
    result: Result | None
    grade: int | None
    completed_at: str | None


@dataclass(frozen=True)
class Filters:
    """What a list of enrollments is narrowed to; all that are given must match."""

    course_id: str | None = None
    contact_id: str | None = None
    organization_id: str | None = None
    status: Status | None = None


Filtered = Annotated[Filters, Depends()]


@router.get("/enrollments", response_model=Listed[EnrollmentView])
def get_enrollments(asking: Asks, page: Paged, filters: Filtered) -> Any:
    """Enrollments, newest first (of one course: newest contact first), that match all filters given."""
    return listed(*_page(asking, page, filters, "list"))


@router.get("/enrollments.csv", response_class=Response, responses={200: {"content": {"text/csv": {}}}})
def get_enrollments_csv(
    asking: Asks, request: Request, filters: Filtered, cursor: Annotated[str | None, Query(max_length=2000)] = None
) -> Response:
    """The same as CSV, up to 10,000; a header `Link` with `rel="next"` leads to the rest."""
    known_filters(request)
    partner = asking.allow_at_partner("enrollment:read", scoped=True)
    text, rest = export_enrollments(lambda page: _page(asking, page, filters, "export"), cursor)
    headers = {
        "Content-Disposition": f'attachment; filename="{partner.id}-enrollments.csv"',
        "Cache-Control": "no-store",
    }
    if rest:
        asked = {name: value for name, value in vars(filters).items() if value is not None}
        headers["Link"] = f'<{request.url.path}?{urlencode(asked | {"cursor": rest})}>; rel="next"'
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/enrollments/{enrollment_id}", response_model=EnrollmentView)
def get_enrollment(asking: Asks, enrollment_id: str) -> Any:
    """One enrollment."""
    partner = asking.allow_at_partner("enrollment:read", scoped=True)
    scope = scope_of(asking.caller, "enrollment:read")
    enrollment = enrollment_of(partner.id, enrollment_id, scope)
    [one] = shown(asking, partner.id, [enrollment], scope, via="record")
    return one


def _page(asking: Asking, page: Page, filters: Filters, via: Via) -> tuple[list[dict[str, Any]], str | None]:
    partner = asking.allow_at_partner("enrollment:read", scoped=True)
    scope = scope_of(asking.caller, "enrollment:read")
    found, cursor = find_enrollments(page, partner.id, scope=scope, **vars(filters))
    return shown(asking, partner.id, found, scope, via=via), cursor
