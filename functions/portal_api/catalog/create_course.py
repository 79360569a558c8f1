"""Create a platform course with its enrollment cost, and choose the partners that get it."""

from __future__ import annotations

from typing import Any

from functions.portal_api.catalog.assign import save
from functions.portal_api.catalog.assignment import Assignment, list_of
from functions.portal_api.catalog.course import Course
from functions.portal_api.command import Asking
from shared.ids import new_id


def create_course(asking: Asking, given: dict[str, Any], assignment: Assignment) -> dict[str, Any]:
    """Make the course, assigned as said. Raises: Problem `invalid-request` for partners that can't be named, `busy`."""
    wanted = list_of(assignment)
    course = Course(id=new_id("crs"), created_at=asking.at, all_partners=assignment.all_partners, **given)
    return save(asking, None, course, wanted or {}, status=201, changed=sorted([*given, "assignment"]))
