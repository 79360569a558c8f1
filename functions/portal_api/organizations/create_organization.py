"""Create the record of a customer company at a partner; its VAT number, if any, is its alone there."""

from __future__ import annotations

from typing import Any

from functions.portal_api.command import Asking
from functions.portal_api.organizations import store
from functions.portal_api.organizations.organization import Organization
from shared.commit import Refused
from shared.ids import new_id
from shared.partner import Partner
from shared.problems import Problem


def create_organization(asking: Asking, partner: Partner, given: dict[str, Any]) -> dict[str, Any]:
    """Make the record. Raises: Problem `organization-exists` (`organization_id`: whose VAT number it is)."""
    organization = Organization(id=new_id("org"), created_at=asking.at, **given)
    writes, subject = store.added(partner.id, organization), organization.id
    try:
        answer: dict[str, Any] = asking.commit(
            writes, "organization.create", subject, status=201, answer=organization.view(), changed=sorted(given)
        )
        return answer
    except Refused as refused:
        raise refusal(refused) from None


def refusal(refused: Refused) -> Exception:
    """What a broken condition means to who asked."""
    blamed, stood = refused.first
    if blamed.blame == "vat_number" and stood:
        return Problem("organization-exists", organization_id=stood["organization_id"])
    return refused
