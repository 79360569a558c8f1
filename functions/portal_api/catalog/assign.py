"""Write down to whom a course is assigned: up to 500 partners, whatever dies on the way.

A list that changes by few partners is written with the course in one transaction. A longer change does not fit
one, so it goes in this order:
  1 the course's record with its new version carries the whole new list as its `plan` (one item, up to some 30 kB),
    with the receipt and the audit entry: from then on the plan alone says who has the course and at which cost
    (`shared/price.py`), so a crash leaves no partner with a course it should not have, nor at a former cost;
  2 the rows, in transactions of up to 45 partners, each only while the course still carries this very plan;
  3 the plan is taken off the record.
A crash or a throttle between 1 and 3 leaves a plan that any repetition, any later change and any look at the course
finishes. Until then a partner of the plan sees the course in its list, opens it and enrols all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from functions.portal_api.catalog import store
from functions.portal_api.catalog.course import Costs, Course, difference
from functions.portal_api.command import Asking
from shared.commit import Refused, commit
from shared.patience import Patience
from shared.problems import Problem
from shared.telemetry import logger

ROWS_AT_ONCE = 90
"""Of the 100 writes of a transaction: 45 partners, and room for the record, the receipt and the audit entry."""


def save(
    asking: Asking, before: Course | None, after: Course, wanted: Costs | None, *, status: int, changed: Sequence[str]
) -> dict[str, Any]:
    """Write a new or changed course, and its list of partners when one is wanted.

    Raises: Refused (blame `course`) when the record was changed since it was read as `before`.
    """
    rows = []
    if wanted is not None:
        now = store.assigned(after.id) if before else {}
        rows = store.rows(after.id, *difference(now, wanted))
        after = after.model_copy(update={"partner_count": len(wanted)})
        if len(rows) > ROWS_AT_ONCE:
            after, rows = after.model_copy(update={"plan": dict(wanted)}), []
    record = store.replaced(before, after) if before else store.added(after)
    action = "course.update" if before else "course.create"
    answer: dict[str, Any] = asking.commit(
        [record, *rows], action, after.id, status=status, answer=after.view(), changed=changed
    )
    if after.plan is not None:
        settle_if_possible(after.id)
    return answer


def settle_if_possible(course_id: str) -> Course | None:
    """Finish a plan, or leave it to whoever comes next: what it says counts already. None when it was left."""
    try:
        return settle(course_id)
    except Problem as problem:
        if problem.code != "busy":
            raise
        logger().warning("plan left standing", extra={"course_id": course_id})
        return None


def settle(course_id: str) -> Course | None:
    """Finish a plan that stands on the course, if one does. Returns: the course as it is then, None if unknown.

    Raises: Problem `busy`; what was written so far stays, and the next call goes on from there.
    """
    patience = Patience()
    while True:
        item = store.course_item(course_id)
        course = Course.of(item) if item else None
        if course is None or course.plan is None:
            return course
        rows = store.rows(course_id, *difference(store.assigned(course_id), course.plan))
        try:
            for start in range(0, len(rows), ROWS_AT_ONCE):
                commit([store.still_planned(course), *rows[start : start + ROWS_AT_ONCE]])
            commit([store.plan_done(course)])
            return course.model_copy(update={"plan": None})
        except Refused:
            patience.again()  # another finished it, or changed the course after that: see what stands now
