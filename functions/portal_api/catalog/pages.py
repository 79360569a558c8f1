"""`/partner/{partner_id}/catalogue`: the courses a partner may enrol into, and what each costs it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from fastapi.responses import HTMLResponse

from functions.portal_api.catalog.find_courses import catalogue, offer_of
from functions.portal_api.enrollments.find_enrollments import find_enrollments
from functions.portal_api.enrollments.rows import ORGANIZATION, PERSON, columns, enrollment_rows, may_enrol
from functions.portal_api.lists import Page, Paged
from functions.portal_api.web.routes import PageRouter
from functions.portal_api.web.table import Column
from functions.portal_api.web.visit import Visit, Visits
from shared.access import scope_of
from shared.language import mark as _
from shared.partner import Partner
from shared.scope import Scope

router = PageRouter()
SHOWN = 10
"""Enrollments that a course's own page shows; their list has the rest."""
TITLE = Column("title", _("Course"), "link")
COST = Column("effective_cost", _("One enrollment"), "credits")


@router.page("/partner/{partner_id}/catalogue")
def catalogue_page(visit: Visits, asked: Paged) -> HTMLResponse:
    """The open courses assigned to the partner, newest first."""
    partner = visit.allow_at_partner("course:read", scoped=True)
    scope = scope_of(visit.caller, "course:read")
    found, following = catalogue(asked, partner, scope)
    rows = [
        one
        | {
            "href": f"{visit.path}/{one['id']}",
            "name": one["title"],
            "title": {"text": one["title"], "sub": _in_short(one["description"])},
        }
        for one in found
    ]
    table = visit.table(
        name="catalogue",
        caption=_("Catalogue"),
        columns=(TITLE, *((COST,) if _priced(partner, scope) else ())),
        rows=rows,
        next_cursor=following,
    )
    title = visit.say(_("Catalogue"))
    told: dict[str, Any] = {"table": table, "partner": partner, "may_enrol": may_enrol(visit)}
    return visit.page("catalog/partner_list.html", title=title, here="catalogue", **told)


@router.page("/partner/{partner_id}/catalogue/{course_id}")
def offer_page(visit: Visits, course_id: str) -> HTMLResponse:
    """One course: what it is, what it costs, who is enrolled."""
    partner = visit.allow_at_partner("course:read", scoped=True)
    scope = scope_of(visit.caller, "course:read")
    with ThreadPoolExecutor(1) as pool:
        learning = pool.submit(_learning, visit, partner, course_id)
        offer = offer_of(partner, course_id, scope)
    enrollments, more = learning.result()
    return visit.page(
        "catalog/partner_course.html",
        title=offer["title"],
        here="catalogue",
        crumbs=[(visit.say(_("Catalogue")), f"/partner/{partner.id}/catalogue")],
        partner=partner,
        offer=offer,
        priced=_priced(partner, scope),
        enrollments=enrollments,
        more=more,
        may_enrol=may_enrol(visit) and not offer["archived"],
    )


def _learning(visit: Visit, partner: Partner, course_id: str) -> tuple[Any, bool]:
    scope = scope_of(visit.caller, "enrollment:read")
    found, following = find_enrollments(Page(limit=SHOWN, cursor=None), partner.id, course_id=course_id, scope=scope)
    rows = enrollment_rows(visit, partner, found, scope)
    shown = columns(visit, scope, PERSON, ORGANIZATION)
    table = visit.table(name="enrollments", caption=_("Enrollments"), columns=shown, rows=rows)
    return table, following is not None


def _priced(partner: Partner, scope: Scope | None) -> bool:
    return scope is None and partner.has_wallet


def _in_short(description: str | None) -> str | None:
    """The first line of a description, short enough for a row."""
    first = (description or "").strip().partition("\n")[0]
    return f"{first[:140].rsplit(' ', 1)[0]} …" if len(first) > 140 else first or None
