"""Make a partner: its record and its slug. Its wallet is made by its first movement, its admins are invited apart."""

from __future__ import annotations

from typing import Any

from functions.portal_api.account.platform import platform_language
from functions.portal_api.command import Asking
from functions.portal_api.partners import store
from functions.portal_api.partners.shape import NewPartner, PartnerView
from functions.portal_api.partners.slug import candidates
from functions.wallet.wallet import Wallet
from shared.commit import Refused
from shared.ids import new_id
from shared.problems import Problem


def partner_item(partner_id: str, kind: str, at: str, fields: dict[str, Any]) -> dict[str, Any]:
    """A new partner's record, active."""
    return fields | {
        "id": partner_id,
        "kind": kind,
        "status": "active",
        "admins_count": 0,
        "accepted_count": 0,
        "created_at": at,
        "version": 1,
    }


def create_partner(asking: Asking, body: NewPartner) -> dict[str, Any]:
    """Make a partner of kind default or whitelabel. Raises: Problem `busy`; Replayed."""
    fields = body.model_dump(exclude={"kind"})
    fields["language"] = body.language or platform_language()
    partner_id = new_id("prt")
    for slug in candidates(body.name):
        item = partner_item(partner_id, body.kind, asking.at, fields | {"slug": slug})
        answer = PartnerView.of(item, Wallet(partner_id)).model_dump()
        try:
            asking.commit(store.creation(item), "partner.create", partner_id, status=201, answer=answer)
        except Refused as refused:
            if refused.first[0].blame != "slug":
                raise
            continue
        return answer
    raise Problem("busy", retry_after=1)
