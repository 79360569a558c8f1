"""`/platform`: credits sold and left, wallets that run low, partners that were refused for lack of credits."""

from __future__ import annotations

from typing import Any

from fastapi.responses import HTMLResponse

from functions.portal_api.overview.platform_overview import PartnerWallet, platform_overview
from functions.portal_api.partners.words import ALERTS
from functions.portal_api.web import chart
from functions.portal_api.web.routes import PageRouter
from functions.portal_api.web.table import Badge, Column
from functions.portal_api.web.visit import Visits
from shared.language import mark as _

router = PageRouter()

COLUMNS = (
    Column("name", _("Partner"), "link"),
    Column("available", _("Available"), "number"),
    Column("threshold", _("Alert threshold"), "number"),
    Column("alert", _("Alert"), "badge"),
    Column("refused", _("Enrolling"), "badge"),
)
REFUSED = Badge(_("Was refused"), "bad")
BARS = 8
"""Wallets in the picture, the emptiest."""


@router.page("/platform")
def dashboard_page(visit: Visits) -> HTMLResponse:
    """The sums of the last reconciliation, and the wallets that want attention as they stand."""
    visit.allow("partner:list")
    told = platform_overview()
    wanting = {one.partner_id: one for one in [*told.refusing, *told.low]}
    table = visit.table(
        name="wanting",
        caption=_("Wallets that want attention"),
        columns=COLUMNS,
        rows=[_row(one) for one in wanting.values()],
    )
    bars = [(one.name, one.wallet.available, f"/platform/partners/{one.partner_id}") for one in told.low[:BARS]]
    return visit.page(
        "overview/platform.html",
        title=visit.say(_("Dashboard")),
        here="dashboard",
        sums=told.sums,
        table=table,
        bars=chart.bars(bars) if len(bars) > 1 else None,
    )


def _row(one: PartnerWallet) -> dict[str, Any]:
    return {
        "id": one.partner_id,
        "href": f"/platform/partners/{one.partner_id}",
        "name": one.name,
        "available": one.wallet.available,
        "threshold": one.low_credit_threshold,
        "alert": ALERTS.get(one.wallet.alert),
        "refused": REFUSED if one.refused else None,
    }
