"""`/platform/courses`: the platform's courses, what each costs, and the grid of what it costs each partner."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import HTMLResponse

from functions.portal_api.catalog.course import Course
from functions.portal_api.catalog.find_courses import all_courses
from functions.portal_api.catalog.platform_grid import already_on_list, course_and_grid
from functions.portal_api.lists import Page, Paged
from functions.portal_api.partners.list_partners import find_partners
from functions.portal_api.web import formats
from functions.portal_api.web.routes import PageRouter
from functions.portal_api.web.table import Badge, Column
from functions.portal_api.web.visit import Visit, Visits
from shared.ids import is_id
from shared.language import mark as _
from shared.problems import Problem

router = PageRouter()

COURSES = (
    Column("title", _("Course"), "link"),
    Column("cost", _("Cost of one enrollment"), "credits"),
    Column("assigned", _("Assigned to")),
    Column("status", _("Status"), "badge"),
)
GRID = (
    Column("name", _("Partner"), "link"),
    Column("own", _("Own cost")),
    Column("cost", _("Cost that applies"), "credits"),
)
TO_ASSIGN = (
    Column("name", _("Partner"), "link"),
    Column("assigned", _("Status"), "badge"),
)
OPEN, ARCHIVED = Badge(_("Open"), "good"), Badge(_("Archived"))
PARTNERS_OFFERED = 100
"""Partners that the form of a new course lists, the newest ones."""


@router.page("/platform/courses")
def courses_page(visit: Visits, asked: Paged) -> HTMLResponse:
    """All courses of the platform, archived ones too, newest first."""
    visit.allow("course:write")
    found, following = all_courses(asked)
    table = visit.table(
        name="courses",
        caption=_("Courses"),
        columns=COURSES,
        rows=[_course(visit, one) for one in found],
        next_cursor=following,
    )
    return visit.page("catalog/platform_list.html", title=visit.say(_("Courses")), here="courses", table=table)


def _course(visit: Visit, course: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": course["id"],
        "href": f"/platform/courses/{course['id']}",
        "title": course["title"],
        "cost": course["enrollment_cost"],
        "assigned": _assigned(visit, course["assignment"]["all_partners"], course["assignment"]["partners"]),
        "status": ARCHIVED if course["archived"] else OPEN,
    }


def _assigned(visit: Visit, all_of_them: bool, partners: int) -> str:
    if all_of_them:
        return visit.say(_("All partners"))
    if partners == 1:
        return visit.say(_("1 partner"))
    return visit.say(_("%(number)s partners"), number=formats.number(partners, visit.language))


@router.page("/platform/courses/new")
def new_course_page(visit: Visits) -> HTMLResponse:
    """Its words, its cost, and who gets it (C-13)."""
    visit.allow("course:write")
    partners, more = find_partners(Page(limit=PARTNERS_OFFERED, cursor=None), "")
    return visit.page(
        "catalog/platform_new.html",
        title=visit.say(_("New course")),
        here="courses",
        crumbs=_crumbs(visit),
        partners=sorted(
            (one for one in partners if one["kind"] != "house"), key=lambda one: str(one["name"]).casefold()
        ),
        more=more is not None,
    )


@router.page("/platform/courses/{course_id}")
def course_page(visit: Visits, asked: Paged, course_id: str) -> HTMLResponse:
    """One course: its record, who has it, and the grid of costs."""
    visit.allow("course:write")
    course, grid, following = course_and_grid(asked, course_id)
    table = visit.table(
        name="grid",
        caption=_("Partners that have this course"),
        columns=GRID,
        rows=[_cost(visit, course, one) for one in grid],
        next_cursor=following,
    )
    return visit.page(
        "catalog/platform_course.html",
        title=course.title,
        here="courses",
        crumbs=_crumbs(visit),
        course=course,
        status=ARCHIVED if course.archived else OPEN,
        assigned=_assigned(visit, course.all_partners, course.partner_count),
        table=table,
    )


def _cost(visit: Visit, course: Course, row: dict[str, Any]) -> dict[str, Any]:
    general = formats.number(course.enrollment_cost, visit.language)
    if row["own"] is None:
        own: Any = {"text": visit.say(_("inherits %(cost)s"), cost=general)}
    else:
        kept = visit.say(_("kept, but does not count now")) if course.all_partners else None
        own = {"text": formats.number(row["own"], visit.language), "sub": kept}
    return {
        "id": row["partner_id"],
        "href": f"/platform/partners/{row['partner_id']}",
        "name": row["name"],
        "own": own,
        "own_cost": "" if row["own"] is None else row["own"],
        "cost": row["cost"],
    }


@router.page("/platform/courses/{course_id}/partners/new")
def assign_page(
    visit: Visits, asked: Paged, course_id: str, q: Annotated[str, Query(max_length=100)] = ""
) -> HTMLResponse:
    """Search a partner, and give it the course."""
    visit.allow("course:write")
    if not is_id("crs", course_id):
        raise Problem("not-found")
    partners, following = find_partners(asked, q)
    item, assigned = already_on_list(course_id, [one["id"] for one in partners])
    if item is None:
        raise Problem("not-found")
    course = Course.of(item)
    rows = [
        {
            "id": one["id"],
            "href": f"/platform/partners/{one['id']}",
            "name": one["name"],
            "assigned": Badge(_("Has it"), "good") if one["id"] in assigned else None,
        }
        for one in partners
        if one["kind"] != "house"
    ]
    table = visit.table(
        name="partners",
        caption=_("Partners"),
        columns=TO_ASSIGN,
        rows=rows,
        next_cursor=following,
        search=_("Name of the partner"),
    )
    return visit.page(
        "catalog/platform_assign.html",
        title=visit.say(_("Assign to a partner")),
        here="courses",
        crumbs=[*_crumbs(visit), (course.title, f"/platform/courses/{course.id}")],
        course=course,
        table=table,
    )


def _crumbs(visit: Visit) -> list[tuple[str, str]]:
    return [(visit.say(_("Courses")), "/platform/courses")]
