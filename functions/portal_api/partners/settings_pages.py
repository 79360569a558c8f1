"""`/partner/{partner_id}/settings`: what a partner's own admins set, and how a whitelabel partner's pages look."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from zoneinfo import available_timezones

from fastapi.responses import HTMLResponse

from functions.portal_api.brand.brand import scope_of
from functions.portal_api.brand.preview import preview_of
from functions.portal_api.brand.shape import BrandView
from functions.portal_api.partners.words import KINDS, STATUSES
from functions.portal_api.web.routes import PageRouter
from functions.portal_api.web.table import Badge
from functions.portal_api.web.visit import Visits
from shared import keys
from shared.dynamo import Item
from shared.keys import Key
from shared.language import mark as _
from shared.partner import Partner

router = PageRouter()

CONTINENTS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def zones() -> tuple[str, ...]:
    """Time zones that are offered, by continent; any other IANA name can be typed."""
    return tuple(sorted(one for one in available_timezones() if one.startswith(CONTINENTS)))


@router.page("/partner/{partner_id}/settings")
def partner_settings_page(visit: Visits) -> HTMLResponse:
    """For its admins, who still read it while the partner is suspended."""
    partner = visit.allow_at_partner("brand:read")
    own = _own(partner, visit.found)
    return visit.page(
        "partners/settings_own.html",
        title=visit.say(_("Settings")),
        here="settings",
        partner=partner,
        kind=Badge(KINDS[partner.kind]),
        status=STATUSES[partner.status],
        may_set=visit.may("partner:settings"),
        may_dress=visit.may("brand:manage"),
        zones=zones(),
        own=own,
        preview=preview_of(visit.query, own, partner.name) if own else None,
    )


def _own(partner: Partner, found: Mapping[Key, Item]) -> BrandView | None:
    """The brand of a partner that has one of its own; it was read with the visit, whose page wears it."""
    if partner.kind != "whitelabel":
        return None
    return BrandView.of(found.get(keys.brand(scope_of(partner.id)), {}), partner)
