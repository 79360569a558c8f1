"""Assign a course to one partner, at a cost of its own or the course's, or take it from one.

The same rows as a whole list writes, under the same version of the course's record: a change of the list and one of a
partner at the same time come one after the other, and a plan that stands is finished first. Whoever loses the course
keeps the enrollments there are; only new ones stop.
"""

from __future__ import annotations

from collections.abc import Callable

from functions.portal_api.catalog import store
from functions.portal_api.catalog.assign import settle
from functions.portal_api.catalog.assignment import PARTNERS_A_COURSE
from functions.portal_api.catalog.course import Course
from functions.portal_api.command import Asking
from shared.commit import Refused, Write
from shared.dynamo import Item
from shared.ids import is_id, is_own_course
from shared.language import mark as _
from shared.partner import Partner
from shared.patience import Patience
from shared.price import own_cost
from shared.problems import Problem, invalid

Assigned = dict[str, object]
"""How the platform sees a partner that has a course: `partner_id`, `name`, `enrollment_cost`, `effective_cost`."""


def joined(course: Course, partner_id: str, row: Item | None, cost: int | None) -> list[Write]:
    """The writes that give a partner the course at this cost; blame `course` when it was changed meanwhile.

    Raises: Problem `invalid-request` beyond the partners that a list may name.
    """
    count = course.partner_count + (row is None)
    if count > PARTNERS_A_COURSE:
        raise invalid("/partner_id", _("the course has {most} partners already"), most=PARTNERS_A_COURSE)
    after = course.model_copy(update={"partner_count": count})
    return [store.replaced(course, after), *store.rows(course.id, {partner_id: cost}, [])]


def assign_partner(asking: Asking, partner: Partner, course_id: str, cost: int | None) -> Assigned:
    """Give the partner the course, or change what it costs there; null for the course's cost.

    Raises: Problem `not-found`, `house-partner` (it has every platform course), `invalid-request`, `busy`; Replayed.
    """
    if not partner.has_wallet:
        raise Problem("house-partner")

    def decide(course: Course, row: Item | None) -> tuple[list[Write], Assigned]:
        effective = course.enrollment_cost if course.all_partners else own_cost(_own(cost), course.enrollment_cost)
        answer: Assigned = {"partner_id": partner.id, "name": partner.name}
        answer |= {"enrollment_cost": cost, "effective_cost": effective}
        if row is not None and row.get("enrollment_cost") == cost:
            return [], answer
        return joined(course, partner.id, row, cost), answer

    answer = _change(asking, partner, course_id, "course.assign", 200, decide)
    assert answer is not None
    return answer


def take_from_partner(asking: Asking, partner: Partner, course_id: str) -> None:
    """Take the course from the partner.

    Raises: Problem `not-found` also when it does not have it, `course-for-all` while every partner has it,
    `house-partner` (it has every platform course), `busy`; Replayed.
    """
    if not partner.has_wallet:
        raise Problem("house-partner")

    def decide(course: Course, row: Item | None) -> tuple[list[Write], None]:
        if course.all_partners:
            raise Problem("course-for-all")
        if row is None:
            raise Problem("not-found")
        after = course.model_copy(update={"partner_count": course.partner_count - 1})
        return [store.replaced(course, after), *store.rows(course.id, {}, [partner.id])], None

    _change(asking, partner, course_id, "course.take", 204, decide)


def _change(
    asking: Asking,
    partner: Partner,
    course_id: str,
    action: str,
    status: int,
    decide: Callable[[Course, Item | None], tuple[list[Write], Assigned | None]],
) -> Assigned | None:
    """Decide on the course and the partner's row as they stand, and write it; the entry stands with both."""
    if not is_id("crs", course_id):
        raise Problem("not-found")
    patience = Patience(tries=10)
    while True:
        course, row = settled(partner.id, course_id)
        if course is None:
            raise Problem("not-found")
        writes, answer = decide(course, row)
        if not writes:
            return answer
        told = asking.audit(action, course_id, scope="PLATFORM")
        try:
            asking.commit([*writes, told], action, course_id, status=status, answer=answer)
        except Refused as refused:
            if refused.first[0].blame != "course":
                raise
            patience.again()
            continue
        return answer


def settled(partner_id: str, course_id: str) -> tuple[Course | None, Item | None]:
    """The course without a plan, and the partner's row of it; None for a partner's own course, which nobody assigns.

    Raises: Problem `busy`.
    """
    if is_own_course(course_id):
        return None, None
    courses, rows = store.with_assignments([partner_id], [course_id])
    if "plan" in courses.get(course_id, {}):
        settle(course_id)
        courses, rows = store.with_assignments([partner_id], [course_id])
    item = courses.get(course_id)
    if item is None:
        return None, None
    course = Course.of(item)
    if course.plan is not None:  # another list came between: its plan is theirs to finish, then ours counts
        raise Problem("busy", retry_after=1)
    return course, rows.get((partner_id, course_id))


def _own(cost: int | None) -> Item:
    return {} if cost is None else {"enrollment_cost": cost}
