"""`/partner/{partner_id}/senders`: where a partner's mails come from, and the DNS records that let them."""

from __future__ import annotations

from fastapi.responses import HTMLResponse

from functions.portal_api.domains.name import shown
from functions.portal_api.senders import store
from functions.portal_api.senders.choices import choices
from functions.portal_api.senders.words import PURPOSES, SEEN, next_step, standing
from functions.portal_api.web.routes import PageRouter
from functions.portal_api.web.visit import Visits
from shared.language import mark as _

router = PageRouter()


@router.page("/partner/{partner_id}/senders")
def senders_page(visit: Visits) -> HTMLResponse:
    """For its admins and the platform's; while something is under way the page looks for news by itself."""
    partner = visit.allow_at_partner("domain:read")
    senders = store.all_of(partner.id)
    offered = choices(partner.id) if not senders and partner.kind == "whitelabel" else {}
    base = f"/partner/{partner.id}"
    return visit.page(
        "senders/list.html",
        title=visit.say(_("Sender of mails")),
        here="settings",
        crumbs=[(visit.say(_("Settings")), f"{base}/settings"), (visit.say(_("Domains")), f"{base}/domains")],
        partner=partner,
        senders=[
            {
                "id": one.id,
                "name": shown(one.name),
                "address": one.address,
                "removing": one.status == "removing",
                "tone": "warn" if one.problem == "failing" else "good" if one.status == "verified" else "info",
                "status": standing(one),
                "next_step": visit.say(next_step(one)),
                "checked_at": one.checked_at,
                "records": [
                    record._asdict() | {"title": PURPOSES[record.purpose], "state": SEEN[record.seen]}
                    for record in one.records
                ],
            }
            for one in senders
        ],
        under_way=any(one.status != "verified" for one in senders),
        options=[(name, shown(name)) for name in sorted(offered)],
        may_manage=visit.may("domain:manage"),
    )
