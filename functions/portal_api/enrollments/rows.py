"""Enrollments as rows of a table, on whatever page shows some: with names, and who sees results written down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from functions.enroll.enrollment import Enrollment
from functions.portal_api.enrollments.module import RESULTS
from functions.portal_api.enrollments.names import names_of
from functions.portal_api.enrollments.views_trail import Via, note_views
from functions.portal_api.web.table import Badge, Column
from functions.portal_api.web.visit import Visit
from functions.portal_api.withheld import without_credits
from shared.clock import now, parse
from shared.language import mark as _
from shared.partner import Partner
from shared.scope import Scope
from shared.together import Together

UNDO_MINUTES = 15
"""How long after enrolling a page offers to undo it; it is a withdrawal like any other."""
STATUS = {
    "enrolled": Badge(_("Enrolled"), "info"),
    "completed": Badge(_("Completed"), "good"),
    "expired": Badge(_("Expired"), "warn"),
    "withdrawn": Badge(_("Withdrawn")),
}
PERSON, COURSE = Column("person", _("Person"), "link"), Column("course", _("Course"))
ORGANIZATION = Column("organization", _("Organization"))
_ALWAYS = (Column("status", _("Status"), "badge"), Column("enrolled_at", _("Enrolled on"), "day"))
_RESULT = Column("result", _("Result"))
_COST = Column("cost", _("Credits paid"), "number")


def columns(visit: Visit, scope: Scope | None, *first: Column) -> tuple[Column, ...]:
    """The columns of a list that begins with these; what it cost is for those who may know."""
    partner = visit.partner
    paid = (_COST,) if scope is None and partner and partner.has_wallet else ()
    return (*first, *_ALWAYS, _RESULT, *paid)


def enrollment_rows(
    visit: Visit, partner: Partner, enrollments: Sequence[Enrollment], scope: Scope | None, *, via: Via = "list"
) -> list[dict[str, Any]]:
    """What a table or a record shows of these enrollments, read while it is written down who sees the results.

    Raises: Problem `busy` when that can't be written: then nothing is shown.
    """
    with Together() as pool:
        noted = pool.submit(note_views, visit.caller.person_id, visit.kind, enrollments, via=via)
        names = names_of(partner.id, enrollments)
        noted.result()
    base = f"/partner/{partner.id}/enrollments"
    return [
        without_credits(one.view(), scope)
        | named
        | {
            "href": f"{base}/{one.id}",
            "person": named["contact_name"] or visit.say(_("Somebody who is gone")),
            "course": named["course_title"],
            "organization": named["organization_name"],
            "status": STATUS[one.status],
            "state": one.status,
            "result": result_told(visit, one),
            "undo": may_be_undone(one),
        }
        for one, named in zip(enrollments, names, strict=True)
    ]


def result_told(visit: Visit, enrollment: Enrollment) -> str | None:
    """`Passed (87)`: the result in words, with its grade if there is one."""
    if enrollment.result is None:
        return None
    told = visit.say(RESULTS[enrollment.result])
    return told if enrollment.grade is None else f"{told} ({enrollment.grade})"


def may_be_undone(enrollment: Enrollment) -> bool:
    """Whether it was made just now and still stands."""
    since = now() - parse(enrollment.enrolled_at)
    return enrollment.is_active and since < timedelta(minutes=UNDO_MINUTES)


def may_enrol(visit: Visit) -> bool:
    """Whether to show the way to enrolling: nobody is enrolled at a partner that is not active, whoever asks."""
    return bool(visit.partner and visit.partner.status == "active" and visit.may("enrollment:create"))
