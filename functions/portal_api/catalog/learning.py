"""Who is enrolled in a course, as the course's own page shows them."""

from __future__ import annotations

from functions.portal_api.enrollments.find_enrollments import find_enrollments
from functions.portal_api.enrollments.rows import ORGANIZATION, PERSON, columns, enrollment_rows
from functions.portal_api.lists import Page
from functions.portal_api.web.table import Table
from functions.portal_api.web.visit import Visit
from shared.access import scope_of
from shared.language import mark as _
from shared.partner import Partner

SHOWN = 10
"""Enrollments that the page shows; their list has the rest."""


def learning(visit: Visit, partner: Partner, course_id: str) -> tuple[Table, bool]:
    """The newest enrollments in the course that the visitor sees, and whether there are more."""
    scope = scope_of(visit.caller, "enrollment:read")
    found, following = find_enrollments(Page(limit=SHOWN, cursor=None), partner.id, course_id=course_id, scope=scope)
    rows = enrollment_rows(visit, partner, found, scope)
    shown = columns(visit, scope, PERSON, ORGANIZATION)
    table = visit.table(name="enrollments", caption=_("Enrollments"), columns=shown, rows=rows)
    return table, following is not None
