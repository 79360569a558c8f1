"""Find a partner's own courses: all of them as its staff and the platform see them, or one."""

from __future__ import annotations

from typing import Any

from functions.portal_api.catalog import own_store
from functions.portal_api.catalog.find_courses import among
from functions.portal_api.catalog.own_course import OwnCourse
from functions.portal_api.lists import Page
from shared.ids import is_own_course
from shared.partner import Partner
from shared.problems import Problem
from shared.scope import Scope


def own_courses(page: Page, partner: Partner, scope: Scope | None = None) -> tuple[list[dict[str, Any]], str | None]:
    """A page of the partner's own courses, newest first, drafts and archived ones too; of a scope those in it.

    A partner that was a whitelabel one before still has those it made then.
    """
    listing = f"own-courses#{partner.id}"
    if scope is None:
        found, cursor = page.read(listing, lambda limit, after: own_store.own_courses(partner.id, limit, after))
    else:
        chosen = [one for one in scope.courses if is_own_course(one)]
        ids, cursor = page.read(f"{listing}#{scope.stored()}", lambda limit, place: among(chosen, limit, place))
        found = own_store.these(partner.id, ids)
    return [course.view() for course in found], cursor


def own_course_of(partner: Partner, course_id: str, scope: Scope | None = None) -> OwnCourse:
    """One of them. Raises: Problem `not-found` for any other course, and for one out of the scope."""
    if not (scope is None or scope.has_course(course_id)):
        raise Problem("not-found")
    course = own_store.own_course(partner.id, course_id)
    if course is None:
        raise Problem("not-found")
    return course
