"""Change the record of a customer company; a changed VAT number is claimed and the former freed in one transaction."""

from __future__ import annotations

from typing import Any

from functions.portal_api.command import Asking
from functions.portal_api.organizations import store
from functions.portal_api.organizations.create_organization import refusal
from functions.portal_api.organizations.find_organizations import organization_of
from shared.commit import Refused
from shared.partner import Partner
from shared.patience import Patience


def update_organization(
    asking: Asking, partner: Partner, organization_id: str, given: dict[str, Any]
) -> dict[str, Any]:
    """Change what is given; None clears. Raises: Problem `not-found`, `organization-exists`, `busy`."""
    patience = Patience()
    while True:
        before = organization_of(partner.id, organization_id)
        after = before.changed(given)
        writes = store.replaced(partner.id, before, after)
        try:
            answer: dict[str, Any] = asking.commit(
                writes, "organization.update", organization_id, status=200, answer=after.view(), changed=sorted(given)
            )
            return answer
        except Refused as refused:
            if refused.first[0].blame not in ("organization", "former_vat_number"):
                raise refusal(refused) from None
        patience.again()  # somebody else changed the record meanwhile: once more, from how it stands now
