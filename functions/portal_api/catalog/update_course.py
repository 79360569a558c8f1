"""Change a platform course: its words, its cost, to whom it is assigned, whether it takes new enrollments.

A changed general cost holds at once for every partner that inherits it. Who loses the course keeps the enrollments
there are; only new ones stop.
"""

from __future__ import annotations

from typing import Any

from functions.portal_api.catalog.assign import save, settle
from functions.portal_api.catalog.assignment import Assignment, list_of
from functions.portal_api.command import Asking
from shared.commit import Refused
from shared.ids import is_id
from shared.patience import Patience
from shared.problems import Problem


def update_course(
    asking: Asking, course_id: str, given: dict[str, Any], assignment: Assignment | None
) -> dict[str, Any]:
    """Change what is given. Raises: Problem `not-found`, `invalid-request` for partners that can't be named, `busy`."""
    if not is_id("crs", course_id):
        raise Problem("not-found")
    wanted = list_of(assignment) if assignment else None
    changed = sorted([*given, "assignment"] if assignment else given)
    if assignment:
        given = given | {"all_partners": assignment.all_partners}
    patience = Patience()
    while True:
        before = settle(course_id)
        if before is None:
            raise Problem("not-found")
        try:
            return save(asking, before, before.model_copy(update=given), wanted, status=200, changed=changed)
        except Refused as refused:
            if refused.first[0].blame != "course":
                raise
        patience.again()  # somebody else changed the course meanwhile: once more, from how it stands now
