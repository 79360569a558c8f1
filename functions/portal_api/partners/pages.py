"""`/platform/partners`: the list with top-up and deduction on each row, and a new partner in one form."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from functions.portal_api.catalog.find_courses import all_courses
from functions.portal_api.lists import Page, Paged
from functions.portal_api.partners.list_partners import all_partners
from functions.portal_api.partners.shape import PartnerView
from functions.portal_api.partners.words import ALERTS, KINDS, STATUSES
from functions.portal_api.web.routes import PageRouter
from functions.portal_api.web.table import Column
from functions.portal_api.web.visit import Visit, Visits
from shared import keys
from shared.language import mark as _
from shared.settings import settings

router = PageRouter()

COLUMNS = (
    Column("name", _("Name"), "link"),
    Column("status", _("Status"), "badge"),
    Column("available", _("Available"), "number"),
    Column("threshold", _("Alert threshold"), "number"),
    Column("alert", _("Alert"), "badge"),
)
COURSES_OFFERED = 100
"""Courses that the form of a new partner lists, the newest ones."""
MOST_COURSES = 20
"""Courses that a partner can be made with; more are assigned afterwards."""


@router.page("/platform/partners")
def partners_page(visit: Visits, asked: Paged, q: Annotated[str, Query(max_length=100)] = "") -> HTMLResponse:
    """All partners but the house, whose people are the platform's direct customers."""
    visit.allow("partner:list")
    found, following = all_partners(asked, q)
    table = visit.table(
        name="partners",
        caption=_("Partners"),
        columns=COLUMNS,
        rows=[_row(visit, partner) for partner in found if partner.wallet],
        next_cursor=following,
        search=_("Name of the partner"),
    )
    return visit.page("partners/list.html", title=visit.say(_("Partners")), here="partners", table=table)


def _row(visit: Visit, partner: PartnerView) -> dict[str, Any]:
    wallet = partner.wallet
    assert wallet is not None
    return {
        "id": partner.id,
        "href": f"/platform/partners/{partner.id}",
        "name": {"text": partner.name, "sub": visit.say(KINDS[partner.kind])},
        "plain_name": partner.name,
        "status": STATUSES[partner.status],
        "available": wallet.available,
        "threshold": partner.low_credit_threshold,
        "alert": ALERTS.get(wallet.alert),
    }


@router.page("/platform/partners/new")
def new_partner_page(visit: Visits) -> HTMLResponse:
    """Partner, first admin, credits and courses in one form."""
    visit.allow("partner:create")
    courses, more = all_courses(Page(limit=COURSES_OFFERED, cursor=None))
    return visit.page(
        "partners/new.html",
        title=visit.say(_("New partner")),
        here="partners",
        crumbs=[(visit.say(_("Partners")), "/platform/partners")],
        courses=[course for course in courses if not course["archived"]],
        more=more is not None,
        most=MOST_COURSES,
        default_language=str(visit.found.get(keys.PLATFORM, {}).get("language") or settings().default_language),
    )


@router.page("/platform/direct-customers")
def direct_customers_page(visit: Visits) -> Response:
    """The platform's own customers stand under the house, whose console is a partner's."""
    visit.allow("partner:list")
    return RedirectResponse(f"/partner/{keys.HOUSE}", 303, headers={"Cache-Control": "no-store"})
