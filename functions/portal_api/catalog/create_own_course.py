"""Make a course of a whitelabel partner's own: a draft, which only its staff see until it is published."""

from __future__ import annotations

from typing import Any

from functions.portal_api.catalog import own_store
from functions.portal_api.catalog.own_course import OwnCourse
from functions.portal_api.command import Asking
from shared.commit import Refused
from shared.ids import new_own_course_id
from shared.partner import Partner
from shared.problems import Problem


def create_own_course(asking: Asking, partner: Partner, given: dict[str, Any]) -> dict[str, Any]:
    """Make the draft. Raises: Problem `whitelabel-only` (C-31), `busy`; Replayed."""
    if not partner.has_own_courses:
        raise Problem("whitelabel-only")
    course = OwnCourse(id=new_own_course_id(), partner_id=partner.id, created_at=asking.at, **given)
    try:
        answer: dict[str, Any] = asking.commit(
            own_store.added(course),
            "own_course.create",
            course.id,
            status=201,
            answer=course.view(),
            changed=sorted(given),
        )
    except Refused as refused:
        if refused.first[0].blame != "kind":
            raise
        raise Problem("whitelabel-only") from None
    return answer
