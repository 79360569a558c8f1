"""`/partner/{partner_id}/wallet`: what there is, the history of every credit, and asking for more. Mails lead here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi.responses import HTMLResponse

from functions.portal_api.credits.history import entries_of, history, named_in
from functions.portal_api.lists import Page, Paged
from functions.portal_api.partners.ask_for_top_up import list_requests, unanswered
from functions.portal_api.partners.shape import WalletFigures
from functions.portal_api.partners.words import ALERTS
from functions.portal_api.web.formats import name_of
from functions.portal_api.web.routes import PageRouter
from functions.portal_api.web.visit import Visits
from functions.wallet.store import wallet_of
from shared import keys
from shared.dynamo import Item, read
from shared.keys import Key
from shared.language import mark as _
from shared.problems import Problem
from shared.together import Together

router = PageRouter()


@router.page("/partner/{partner_id}/wallet")
def wallet_page(visit: Visits, asked: Paged) -> HTMLResponse:
    """Two waits: wallet, entries and the latest request at once, then the names in them."""
    partner = visit.allow_at_partner("wallet:read")
    if not partner.has_wallet:
        raise Problem("not-found")
    with Together() as pool:
        wallets = pool.submit(wallet_of, partner.id)
        moved = pool.submit(entries_of, asked, partner.id)
        requests = pool.submit(list_requests, Page(limit=1, cursor=None), partner)
        (entries, following), wallet = moved.result(), wallets.result()
        request = None if asked.cursor else unanswered(requests.result(), entries, whole=following is None)
    found = read([*named_in(entries), *([keys.person(request["asked_by"])] if request else [])])
    figures = WalletFigures.of(wallet, partner.low_credit_threshold)
    may_move = visit.may("wallet:move")
    return visit.page(
        "credits/wallet.html",
        title=visit.say(_("Credits")),
        here="wallet",
        partner=partner,
        wallet=figures,
        moved=wallet.seq > 0,
        alert=ALERTS.get(figures.alert) if wallet.seq else None,
        request=request,
        asked_by=_name(request, found),
        may_move=may_move,
        may_ask=visit.may("credits:ask") and not may_move,
        may_set=visit.may("partner:settings"),
        table=history(visit, partner.id, entries, following, found),
    )


def _name(request: dict[str, Any] | None, found: Mapping[Key, Item]) -> str | None:
    person = found.get(keys.person(request["asked_by"])) if request else None
    return name_of(person) if person else None
