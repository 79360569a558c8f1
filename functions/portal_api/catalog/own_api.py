"""`/v1/partners/{partner_id}/courses`: the own courses of a whitelabel partner, made by it alone."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter
from pydantic import Field

from functions.portal_api.catalog.create_own_course import create_own_course
from functions.portal_api.catalog.find_own_courses import own_course_of, own_courses
from functions.portal_api.catalog.own_course import OwnCourseView
from functions.portal_api.catalog.update_own_course import update_own_course
from functions.portal_api.command import Asks
from functions.portal_api.lists import Listed, Paged, listed
from shared.access import scope_of
from shared.requests import Body, Change
from shared.text import Line, Paragraphs

router = APIRouter(prefix="/v1/partners/{partner_id}/courses", tags=["courses"])


class NewOwnCourse(Body):
    """`POST`: what it is; it begins as a draft and costs no credits."""

    title: Line
    description: Paragraphs | None = None


class OwnCourseChange(Change):
    """`PATCH`: its words; `published` lets people be enrolled into it, `archived` stops that."""

    title: Line = Field(default_factory=str)
    description: Paragraphs | None = None
    status: Literal["published", "archived"] = Field(default_factory=lambda: "archived")


@router.post("", status_code=201, response_model=OwnCourseView)
def post_own_course(asking: Asks, body: NewOwnCourse) -> Any:
    """Make a course of one's own, a draft; for admins of a whitelabel partner."""
    partner = asking.allow_at_partner("own_course:write")
    return create_own_course(asking, partner, body.model_dump(exclude_none=True))


@router.get("", response_model=Listed[OwnCourseView])
def get_own_courses(asking: Asks, page: Paged) -> Any:
    """A partner's own courses, newest first, drafts and archived ones too."""
    partner = asking.allow_at_partner("course:read", scoped=True)
    found, cursor = own_courses(page, partner, scope_of(asking.caller, "course:read"))
    return listed(found, cursor)


@router.get("/{course_id}", response_model=OwnCourseView)
def get_own_course(asking: Asks, course_id: str) -> Any:
    """One of a partner's own courses."""
    partner = asking.allow_at_partner("course:read", scoped=True)
    return own_course_of(partner, course_id, scope_of(asking.caller, "course:read")).view()


@router.patch("/{course_id}", response_model=OwnCourseView)
def patch_own_course(asking: Asks, course_id: str, body: OwnCourseChange) -> Any:
    """Change it, publish it, archive it; for admins of a whitelabel partner."""
    partner = asking.allow_at_partner("own_course:write")
    return update_own_course(asking, partner, course_id, body.given())
