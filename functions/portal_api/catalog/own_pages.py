"""Pages of a whitelabel partner's own courses: the list of all, a new one, and each with how it stands."""

from __future__ import annotations

from typing import Any

from fastapi.responses import HTMLResponse

from functions.portal_api.catalog.find_own_courses import own_course_of, own_courses
from functions.portal_api.catalog.learning import learning
from functions.portal_api.catalog.words import STATUSES, in_short
from functions.portal_api.enrollments.rows import may_enrol
from functions.portal_api.lists import Page, Paged
from functions.portal_api.web.routes import PageRouter
from functions.portal_api.web.table import Column, Table
from functions.portal_api.web.visit import Visit, Visits
from shared.access import scope_of
from shared.language import mark as _
from shared.partner import Partner
from shared.problems import Problem
from shared.scope import Scope
from shared.together import Together

router = PageRouter()
NEWEST = 10
"""Own courses that the catalogue shows; their list has the rest."""
COLUMNS = (
    Column("title", _("Course"), "link"),
    Column("status", _("Status"), "badge"),
    Column("created_at", _("Made on"), "day"),
)


def may_make(visit: Visit, partner: Partner) -> bool:
    """Whether to show the way to making and changing own courses."""
    return partner.has_own_courses and visit.may("own_course:write")


def newest_own(visit: Visit, partner: Partner, scope: Scope | None) -> tuple[Table, bool]:
    """The newest own courses, and whether there are more."""
    found, following = own_courses(Page(limit=NEWEST, cursor=None), partner, scope)
    return own_table(visit, partner, found), following is not None


def own_table(visit: Visit, partner: Partner, found: list[dict[str, Any]], following: str | None = None) -> Table:
    """Own courses as an index table, each leading to its page at the partner."""
    rows = [
        {
            "id": one["id"],
            "href": f"/partner/{partner.id}/catalogue/{one['id']}",
            "name": one["title"],
            "title": {"text": one["title"], "sub": in_short(one["description"])},
            "status": STATUSES[one["status"]],
            "is_open": one["status"] == "published" and partner.has_own_courses,
            "created_at": one["created_at"],
        }
        for one in found
    ]
    name = _("Own courses")
    return visit.table(name="own-courses", caption=name, columns=COLUMNS, rows=rows, next_cursor=following)


@router.page("/partner/{partner_id}/catalogue/own")
def own_courses_page(visit: Visits, asked: Paged) -> HTMLResponse:
    """All of the partner's own courses, newest first; those a partner made while it was a whitelabel one stay."""
    partner = visit.allow_at_partner("course:read", scoped=True)
    found, following = own_courses(asked, partner, scope_of(visit.caller, "course:read"))
    return visit.page(
        "catalog/partner_own_list.html",
        title=visit.say(_("Own courses")),
        here="catalogue",
        crumbs=_crumbs(visit, partner),
        partner=partner,
        own_courses=own_table(visit, partner, found, following),
        may_make=may_make(visit, partner),
        may_enrol=may_enrol(visit),
    )


@router.page("/partner/{partner_id}/catalogue/new")
def new_own_course_page(visit: Visits) -> HTMLResponse:
    """Its words; it begins as a draft."""
    partner = visit.allow_at_partner("own_course:write")
    if not partner.has_own_courses:
        raise Problem("whitelabel-only")
    title, crumbs = visit.say(_("New course of your own")), _crumbs(visit, partner)
    return visit.page("catalog/partner_own_new.html", title=title, here="catalogue", crumbs=crumbs, partner=partner)


def own_course_page(visit: Visit, partner: Partner, course_id: str, scope: Scope | None) -> HTMLResponse:
    """One of them: its words to change, publishing and archiving, who is enrolled. Raises: Problem `not-found`."""
    with Together() as pool:
        enrolled = pool.submit(learning, visit, partner, course_id)
        course = own_course_of(partner, course_id, scope)
    enrollments, more = enrolled.result()
    return visit.page(
        "catalog/partner_own_course.html",
        title=course.title,
        here="catalogue",
        crumbs=_crumbs(visit, partner),
        partner=partner,
        course=course,
        status=STATUSES[course.status],
        enrollments=enrollments,
        more=more,
        may_make=may_make(visit, partner),
        may_enrol=may_enrol(visit) and course.status == "published" and partner.has_own_courses,
    )


def _crumbs(visit: Visit, partner: Partner) -> list[tuple[str, str]]:
    return [(visit.say(_("Catalogue")), f"/partner/{partner.id}/catalogue")]
