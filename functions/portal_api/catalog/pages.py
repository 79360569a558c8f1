"""`/partner/{partner_id}/catalogue`: the courses a partner may enrol into, what each costs it, and its own."""

from __future__ import annotations

from fastapi.responses import HTMLResponse

from functions.portal_api.catalog.find_courses import catalogue, offer_of
from functions.portal_api.catalog.learning import learning
from functions.portal_api.catalog.own_pages import may_make, newest_own, own_course_page
from functions.portal_api.catalog.words import in_short
from functions.portal_api.enrollments.rows import may_enrol
from functions.portal_api.lists import Paged
from functions.portal_api.web.routes import PageRouter
from functions.portal_api.web.table import Column
from functions.portal_api.web.visit import Visits
from shared.access import scope_of
from shared.ids import is_id, is_own_course
from shared.language import mark as _
from shared.partner import Partner
from shared.scope import Scope
from shared.together import Together

router = PageRouter()
TITLE = Column("title", _("Course"), "link")
COST = Column("effective_cost", _("One enrollment"), "credits")


@router.page("/partner/{partner_id}/catalogue")
def catalogue_page(visit: Visits, asked: Paged) -> HTMLResponse:
    """The newest of its own courses, and the open ones of the platform that are assigned to it, newest first."""
    partner = visit.allow_at_partner("course:read", scoped=True)
    scope = scope_of(visit.caller, "course:read")
    with Together() as pool:
        own = pool.submit(newest_own, visit, partner, scope) if partner.has_own_courses and not asked.cursor else None
        found, following = catalogue(asked, partner, scope, own=False)
    rows = [
        one
        | {
            "href": f"{visit.path}/{one['id']}",
            "name": one["title"],
            "title": {"text": one["title"], "sub": in_short(one["description"])},
        }
        for one in found
    ]
    table = visit.table(
        name="catalogue",
        caption=_("Courses of the platform") if partner.has_own_courses else _("Catalogue"),
        columns=(TITLE, *((COST,) if _priced(partner, scope) else ())),
        rows=rows,
        next_cursor=following,
    )
    own_courses, more_own = own.result() if own else (None, False)
    return visit.page(
        "catalog/partner_list.html",
        title=visit.say(_("Catalogue")),
        here="catalogue",
        table=table,
        partner=partner,
        own_courses=own_courses,
        more_own=more_own,
        may_make=may_make(visit, partner),
        may_enrol=may_enrol(visit),
    )


@router.page("/partner/{partner_id}/catalogue/{course_id}")
def offer_page(visit: Visits, course_id: str) -> HTMLResponse:
    """One course: what it is, what it costs, who is enrolled; of its own also how it stands."""
    partner = visit.allow_at_partner("course:read", scoped=True)
    scope = scope_of(visit.caller, "course:read")
    if is_id("crs", course_id) and is_own_course(course_id):
        return own_course_page(visit, partner, course_id, scope)
    with Together() as pool:
        enrolled = pool.submit(learning, visit, partner, course_id)
        offer = offer_of(partner, course_id, scope)
    enrollments, more = enrolled.result()
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


def _priced(partner: Partner, scope: Scope | None) -> bool:
    return scope is None and partner.has_wallet
