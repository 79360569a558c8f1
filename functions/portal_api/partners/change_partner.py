"""Change a partner's record: its settings by its own admins too, its name and kind by the platform alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from functions.portal_api.command import Asking
from functions.portal_api.domains import store as domains
from functions.portal_api.partners import store
from functions.portal_api.partners.shape import HOUSE_KEEPS, PLATFORM_SETS, PartnerChanges, PartnerView
from shared.access import allow_at_partner
from shared.commit import Refused
from shared.dynamo import Item
from shared.hosts import PLATFORM_SIGN_IN
from shared.partner import Partner
from shared.patience import Patience
from shared.problems import Problem


def change_partner(asking: Asking, partner_id: str, body: PartnerChanges) -> dict[str, Any]:
    """Change what is given.

    A whitelabel partner whose people are its own stays one: on the platform's domain nobody would know them.
    Raises: Problem `not-allowed` for name and kind by a partner's admin, `house-partner` for what the house has no use
    for, `own-people`, `domain-in-use`, `busy`; Replayed.
    """
    given = body.given
    if PLATFORM_SETS & given.keys():
        allow_at_partner(asking.caller, "partner:manage")
    if asking.partner and asking.partner.kind == "house" and HOUSE_KEEPS & given.keys():
        raise Problem("house-partner")
    return rewrite(asking, partner_id, "partner.change", lambda item: _allowed(item, given))


def _allowed(item: Item, given: dict[str, Any]) -> dict[str, Any]:
    partner = Partner.of(item)
    if given.get("kind") == "default" and partner.sign_in_domain != PLATFORM_SIGN_IN:
        raise Problem("own-people")
    if given.get("kind") == "default" and (partner.domain or _is_answered(partner)):
        raise Problem("domain-in-use")
    return given


def _is_answered(partner: Partner) -> bool:
    """Whether a domain of its own is answered that no link uses: one that fails still is, and may come back."""
    return any(one.status in ("active", "failing") for one in domains.all_of(partner.id))


def rewrite(asking: Asking, partner_id: str, action: str, decide: Callable[[Item], dict[str, Any]]) -> dict[str, Any]:
    """Change a partner as it stands at the moment of the write; what changes in between is read anew.

    Args: `decide`, what to change of an item (None takes a field away; nothing leaves all as it is, unrecorded).
    """
    patience = Patience(tries=10)
    while True:
        item = store.item_of(partner_id)
        if item is None:
            raise Problem("not-found")
        changes = decide(item)
        wallet = store.wallets_of([partner_id])[partner_id]
        answer = PartnerView.of(item | changes, wallet).model_dump()
        if not changes:
            return answer
        try:
            writes = [store.change(item, changes), *(store.moved(item | changes) if "kind" in changes else [])]
            asking.commit(writes, action, partner_id, status=200, answer=answer, changed=sorted(changes))
        except Refused as refused:
            if refused.first[0].blame != "stale":
                raise
            patience.again()
            continue
        return answer
