"""`/v1/partners/{partner_id}/audit` and `/v1/platform/audit`: who did what; `…/views`: who saw whose results."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from functions.portal_api.audit.find_audit import find_audit
from functions.portal_api.audit.find_views import find_views, refuse_unknown
from functions.portal_api.audit.row import AuditRow, View, ViewedRow
from functions.portal_api.business.arrive import Arrival, at_own
from functions.portal_api.business.own_views import find_own_views
from functions.portal_api.command import Asks
from functions.portal_api.lists import Listed, Paged, listed

router = APIRouter(tags=["audit"])

By = Annotated[str | None, Query(description="Only what this person did, `per_…`")]
Of = Annotated[str | None, Query(description="Only what was done to this record, by its id")]
From = Annotated[View | None, Query(description="Only what was done from this view; `api`: by a program")]
Beginning = Annotated[
    str | None,
    Query(pattern=r"^[a-z][a-z_.]{0,59}$", description="Only actions that begin with it: `contact.create`, `contact.`"),
]


@router.get("/v1/partners/{partner_id}/audit", response_model=Listed[AuditRow])
def get_audit(
    asking: Asks, page: Paged, actor_id: By = None, subject: Of = None, action: Beginning = None, view: From = None
) -> Any:
    """What was done at a partner, newest first, that matches all filters given; credits have their own history."""
    partner = asking.allow_at_partner("audit:read")
    return listed(*find_audit(page, partner.id, actor_id=actor_id, subject=subject, action=action, view=view))


@router.get("/v1/platform/audit", response_model=Listed[AuditRow])
def get_platform_audit(
    asking: Asks, page: Paged, actor_id: By = None, subject: Of = None, action: Beginning = None, view: From = None
) -> Any:
    """What was done at the platform itself, newest first, that matches all filters given; each partner has its own."""
    asking.allow("audit:read")
    return listed(*find_audit(page, None, actor_id=actor_id, subject=subject, action=action, view=view))


@router.get("/v1/partners/{partner_id}/contacts/{contact_id}/views", response_model=Listed[ViewedRow])
def get_contact_views(asking: Asks, page: Paged, contact_id: str) -> Any:
    """Who saw this person's results: each viewer, enrollment and day once, the latest day first."""
    partner = asking.allow_at_partner("audit:read")
    refuse_unknown(partner.id, contact_id)
    return listed(*find_views(page, partner.id, contact_id))


@router.get("/v1/me/{partner_id}/views", response_model=Listed[ViewedRow])
def get_own_views(arrival: Annotated[Arrival, Depends(at_own)], page: Paged) -> Any:
    """Who saw the results that one has at a partner: each viewer, enrollment and day once, the latest day first.

    Only where one's access profile shows results; without the course where it withholds courses.
    """
    _visitor, found, cursor = find_own_views(arrival, page)
    return listed(found, cursor)
