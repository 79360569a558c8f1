"""`/v1/partners/{partner_id}/audit` and `/v1/platform/audit`: who did what to which record, when."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from functions.portal_api.audit.find_audit import find_audit
from functions.portal_api.audit.row import AuditRow
from functions.portal_api.command import Asks
from functions.portal_api.lists import Listed, Paged, listed

router = APIRouter(tags=["audit"])

By = Annotated[str | None, Query(description="Only what this person did, `per_…`")]
Of = Annotated[str | None, Query(description="Only what was done to this record, by its id")]
Beginning = Annotated[
    str | None,
    Query(pattern=r"^[a-z][a-z_.]{0,59}$", description="Only actions that begin with it: `contact.create`, `contact.`"),
]


@router.get("/v1/partners/{partner_id}/audit", response_model=Listed[AuditRow])
def get_audit(asking: Asks, page: Paged, actor_id: By = None, subject: Of = None, action: Beginning = None) -> Any:
    """What was done at a partner, newest first, that matches all filters given; credits have their own history."""
    partner = asking.allow_at_partner("audit:read")
    return listed(*find_audit(page, partner.id, actor_id=actor_id, subject=subject, action=action))


@router.get("/v1/platform/audit", response_model=Listed[AuditRow])
def get_platform_audit(
    asking: Asks, page: Paged, actor_id: By = None, subject: Of = None, action: Beginning = None
) -> Any:
    """What was done at the platform itself, newest first, that matches all filters given; each partner has its own."""
    asking.allow("audit:read")
    return listed(*find_audit(page, None, actor_id=actor_id, subject=subject, action=action))
