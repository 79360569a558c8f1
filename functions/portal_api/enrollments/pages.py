"""`/partner/{partner_id}/enrollments`: who learns what, what was paid for it and how it went."""

from __future__ import annotations

from typing import Any

from fastapi.responses import HTMLResponse

from functions.enroll.enrollment import Enrollment
from functions.enroll.result import judging
from functions.portal_api.catalog.find_courses import catalogue
from functions.portal_api.contacts import store as contacts
from functions.portal_api.enrollments.find_enrollments import enrollment_of, find_enrollments
from functions.portal_api.enrollments.rows import (
    COURSE,
    ORGANIZATION,
    PERSON,
    STATUS,
    UNDO_MINUTES,
    columns,
    enrollment_rows,
    may_be_undone,
    may_enrol,
)
from functions.portal_api.lists import Page, Paged
from functions.portal_api.organizations.choose import organization_choices, organization_names
from functions.portal_api.web.formats import name_of
from functions.portal_api.web.routes import PageRouter
from functions.portal_api.web.table import Filter
from functions.portal_api.web.visit import Visit, Visits
from shared import keys
from shared.access import scope_of
from shared.dynamo import read_one
from shared.ids import is_id, is_own_course
from shared.language import mark as _
from shared.partner import Partner
from shared.scope import Scope
from shared.together import Together

router = PageRouter()
COURSES = 50
"""Courses that the filter offers, the newest of the catalogue; the page of any other leads to its enrollments."""


@router.page("/partner/{partner_id}/enrollments")
def enrollments_page(
    visit: Visits,
    asked: Paged,
    course_id: str | None = None,
    organization_id: str | None = None,
    contact_id: str | None = None,
    status: str | None = None,
) -> HTMLResponse:
    """The list of them, newest first."""
    partner = visit.allow_at_partner("enrollment:read", scoped=True)
    scope = scope_of(visit.caller, "enrollment:read")
    wanted: dict[str, Any] = {"course_id": course_id, "organization_id": organization_id, "contact_id": contact_id}
    wanted = {name: value or None for name, value in wanted.items()} | {"status": status if status in STATUS else None}
    with Together() as pool:
        choosing = pool.submit(_choices, visit, partner, wanted)
        listing = pool.submit(_listed, visit, partner, asked, wanted, scope)
    table = visit.table(
        name="enrollments",
        caption=_("Enrollments"),
        columns=columns(visit, scope, PERSON, COURSE, ORGANIZATION),
        rows=listing.result()[0],
        next_cursor=listing.result()[1],
        filters=[*choosing.result(), Filter("status", _("Status"), [(name, one.word) for name, one in STATUS.items()])],
        csv=f"/v1/partners/{partner.id}/enrollments.csv",
    )
    title = visit.say(_("Enrollments"))
    return visit.page(
        "enrollments/list.html",
        title=title,
        here="enrollments",
        table=table,
        partner=partner,
        may_enrol=may_enrol(visit),
    )


def _listed(visit: Visit, partner: Partner, asked: Page, wanted: dict[str, Any], scope: Scope | None) -> Any:
    found, following = find_enrollments(asked, partner.id, scope=scope, **wanted)
    return enrollment_rows(visit, partner, found, scope), following


def _choices(visit: Visit, partner: Partner, wanted: dict[str, Any]) -> list[Filter]:
    """The filters by course, organization and, when one is asked for, person."""
    with Together() as pool:
        offered = pool.submit(_courses, visit, partner, wanted["course_id"])
        customers = pool.submit(_organizations, visit, partner, wanted["organization_id"])
        whom = pool.submit(_person, partner, wanted["contact_id"])
    courses, companies, people = (list(one.result().items()) for one in (offered, customers, whom))
    filters = [
        Filter("course_id", _("Course"), courses, all=_("All courses"), named=True),
        Filter("organization_id", _("Organization"), companies, all=_("All organizations"), named=True),
        Filter("contact_id", _("Person"), people, all=_("Everybody"), named=True),
    ]
    return [one for one in filters if one.options]


def _courses(visit: Visit, partner: Partner, asked: str | None) -> dict[str, str]:
    with Together() as pool:
        chosen = pool.submit(read_one, keys.course_at(partner.id, asked)) if asked and is_id("crs", asked) else None
        found, _ = catalogue(Page(limit=COURSES, cursor=None), partner, scope_of(visit.caller, "course:read"))
    item = chosen.result() if chosen else None
    named = {one["id"]: one["title"] for one in found} | ({item["id"]: item["title"]} if item else {})
    return dict(sorted(named.items(), key=lambda pair: str(pair[1]).casefold()))


def _organizations(visit: Visit, partner: Partner, asked: str | None) -> dict[str, str]:
    known = {} if scope_of(visit.caller, "enrollment:read") else organization_choices(partner.id)
    return organization_names(partner.id, [asked] if asked and is_id("org", asked) else [], known)


def _person(partner: Partner, asked: str | None) -> dict[str, str]:
    contact = contacts.contact(partner.id, asked) if asked and is_id("con", asked) else None
    return {contact.id: f"{contact.first_name} {contact.last_name or ''}".strip()} if contact else {}


@router.page("/partner/{partner_id}/enrollments/{enrollment_id}")
def enrollment_page(visit: Visits, enrollment_id: str) -> HTMLResponse:
    """One of them: what was paid, how it stands, what can be done about it."""
    partner = visit.allow_at_partner("enrollment:read", scoped=True)
    scope = scope_of(visit.caller, "enrollment:read")
    enrollment = enrollment_of(partner.id, enrollment_id, scope)
    with Together() as pool:
        made_by = pool.submit(_name_of, enrollment.enrolled_by)
        [row] = enrollment_rows(visit, partner, [enrollment], scope, via="record")
    return visit.page(
        "enrollments/record.html",
        title=f"{row['person']} · {row['course'] or enrollment.key.course_id}",
        here="enrollments",
        crumbs=[(visit.say(_("Enrollments")), f"/partner/{partner.id}/enrollments")],
        partner=partner,
        enrollment=enrollment,
        row=row,
        made_by=made_by.result() if scope is None else None,
        priced=scope is None and partner.has_wallet,
        undo=may_be_undone(enrollment),
        undo_minutes=UNDO_MINUTES,
        may_withdraw=enrollment.is_active and visit.may("enrollment:withdraw"),
        own_course=is_own_course(enrollment.key.course_id),
        may_judge=enrollment.status in ("enrolled", "completed") and _may_judge(visit, enrollment),
    )


def _may_judge(visit: Visit, enrollment: Enrollment) -> bool:
    """The platform and the trainers of the course; in a course of the partner's own its admins."""
    action = judging(enrollment.key.course_id)
    if not visit.may(action):
        return False
    scope = scope_of(visit.caller, action)
    return scope is None or scope.has_course(enrollment.key.course_id)


def _name_of(person_id: str) -> str | None:
    person = read_one(keys.person(person_id))
    return name_of(person) if person else None
