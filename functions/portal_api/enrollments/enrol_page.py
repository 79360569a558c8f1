"""`/partner/{partner_id}/enrol`: people are pasted or picked, looked over, priced and enrolled.

The page shows what can be chosen and whom one came with; its script asks the API for the rest: who of a pasted list is
known, what it would cost, and then to enrol. Nothing is deducted before the button that names the price is pressed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import HTMLResponse

from functions.portal_api.catalog.find_courses import catalogue, offer_of
from functions.portal_api.contacts import store as contacts
from functions.portal_api.lists import Page
from functions.portal_api.organizations.choose import organization_choices, organization_names
from functions.portal_api.web.routes import PageRouter
from functions.portal_api.web.visit import Visit, Visits
from functions.wallet.wallet import Wallet
from shared import keys
from shared.dynamo import read_one
from shared.ids import is_id
from shared.language import mark as _
from shared.partner import Partner
from shared.problems import Problem
from shared.together import Together

router = PageRouter()
COURSES = 100
"""Courses to choose from, the newest of the catalogue; any other is chosen on its own page."""
PEOPLE = 500
"""People of one batch."""
PICKED = 100
"""People that one may come with."""


@router.page("/partner/{partner_id}/enrol")
def enrol_page(
    visit: Visits,
    course_id: str | None = None,
    organization_id: str | None = None,
    contact_ids: Annotated[list[str] | None, Query()] = None,
) -> HTMLResponse:
    """Course, people, look, price; all on one page."""
    partner = visit.allow_at_partner("enrollment:create")
    whom = [one for one in dict.fromkeys(contact_ids or []) if is_id("con", one)][:PICKED]
    with Together() as pool:
        offering = pool.submit(_offers, partner, course_id)
        choosing = pool.submit(_organizations, partner, organization_id)
        picking = pool.submit(_picked, partner, whom)
        paying = pool.submit(_wallet, partner)
    offers, organizations = offering.result(), choosing.result()
    return visit.page(
        "enrollments/enrol.html",
        title=visit.say(_("Enrol people")),
        here="enrol",
        partner=partner,
        offers=offers,
        course_id=course_id if any(one["id"] == course_id for one in offers) else "",
        not_offered=bool(course_id) and not any(one["id"] == course_id for one in offers),
        organizations=list(organizations.items()),
        organization_id=organization_id if organization_id in organizations else "",
        picked=picking.result(),
        wallet=paying.result(),
        most=PEOPLE,
        closed=partner.status != "active",
        may_add=_may_add(visit),
        may_ask=partner.has_wallet and visit.may("credits:ask"),
    )


def _may_add(visit: Visit) -> bool:
    return visit.may("contact:write")


def _offers(partner: Partner, course_id: str | None) -> list[dict[str, Any]]:
    """The open courses of the catalogue, by title, the asked one among them."""
    with Together() as pool:
        asked = pool.submit(_offer, partner, course_id) if course_id else None
        found, _ = catalogue(Page(limit=COURSES, cursor=None), partner)
    chosen = asked.result() if asked else None
    if chosen and not chosen["archived"] and all(one["id"] != chosen["id"] for one in found):
        found.append(chosen)
    return sorted(found, key=lambda one: str(one["title"]).casefold())


def _offer(partner: Partner, course_id: str) -> dict[str, Any] | None:
    try:
        return offer_of(partner, course_id)
    except Problem as problem:
        if problem.code != "not-found":
            raise
        return None


def _organizations(partner: Partner, asked: str | None) -> dict[str, str]:
    with Together() as pool:
        wanted = [asked] if asked and is_id("org", asked) else []
        named = pool.submit(organization_names, partner.id, wanted, {})
        known = organization_choices(partner.id)
    return known | named.result()


def _picked(partner: Partner, contact_ids: Sequence[str]) -> list[dict[str, Any]]:
    """Whom one came with, in that order; who is not there is left out."""
    found = contacts.contacts(partner.id, contact_ids) if contact_ids else {}
    kept = ("first_name", "last_name", "email", "archived")
    return [
        {"contact_id": one} | {name: getattr(found[one], name) for name in kept} for one in contact_ids if one in found
    ]


def _wallet(partner: Partner) -> Wallet | None:
    """What there is to spend; the house pays nothing."""
    if not partner.has_wallet:
        return None
    return Wallet.of(partner.id, read_one(keys.wallet(partner.id)))
