"""`/v1/courses`: the platform's courses, and each partner's catalogue of them."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from functions.portal_api.catalog.assign import settle_if_possible
from functions.portal_api.catalog.assignment import Assignment
from functions.portal_api.catalog.course import CourseView, OfferView
from functions.portal_api.catalog.create_course import create_course
from functions.portal_api.catalog.find_courses import all_courses, catalogue, course_of, offer_of, partners_of
from functions.portal_api.catalog.update_course import update_course
from functions.portal_api.catalog.whose import refuse_all_but_platform, who_has_it, whose_catalogue
from functions.portal_api.command import Asking, Asks, Replayed
from functions.portal_api.lists import Listed, Paged, listed
from functions.portal_api.withheld import without_credits
from shared.problems import Problem
from shared.requests import Body, Change
from shared.text import Cost, Line, Paragraphs

router = APIRouter(prefix="/v1/courses", tags=["courses"])


class NewCourse(Body):
    """`POST`: what it is, what one enrollment costs in credits, and to whom it is assigned."""

    title: Line
    description: Paragraphs | None = None
    enrollment_cost: Cost
    assignment: Assignment


class CourseChange(Change):
    """`PATCH`: a list of partners replaces the one there was; archived courses take no new enrollments."""

    title: Line = Field(default_factory=str)
    description: Paragraphs | None = None
    enrollment_cost: Cost = Field(default_factory=int)
    assignment: Assignment = Field(default_factory=lambda: Assignment(all_partners=False))
    archived: bool = Field(default_factory=bool)


class AssignedView(BaseModel):
    """A partner that has a course: its own cost, null when it inherits, and the one that applies, null for trainers."""

    partner_id: str
    name: str
    enrollment_cost: int | None
    effective_cost: int | None


@router.post("", status_code=201, response_model=CourseView)
def post_course(asking: Asks, body: NewCourse) -> Any:
    """Make a course and choose the partners that get it."""
    _allow_writing(asking)
    given = body.model_dump(exclude_none=True, exclude={"assignment"})
    return create_course(asking, given, body.assignment)


@router.get("", response_model=Listed[CourseView | OfferView])
def get_courses(asking: Asks, page: Paged, partner_id: str | None = None) -> Any:
    """All courses for the platform; for a partner those assigned to it, with the cost that applies; newest first."""
    whose = whose_catalogue(asking, partner_id)
    found, cursor = catalogue(page, whose.partner, whose.scope) if whose.partner else all_courses(page, whose.scope)
    return listed(found, cursor)


@router.get("/{course_id}", response_model=CourseView | OfferView)
def get_course(asking: Asks, course_id: str, partner_id: str | None = None) -> Any:
    """One course as the caller sees it."""
    whose = whose_catalogue(asking, partner_id, one=True)
    if whose.partner:
        return offer_of(whose.partner, course_id, whose.scope)
    if whose.scope is not None and not whose.scope.has_course(course_id):
        raise Problem("not-found")
    return without_credits(course_of(course_id).view(), whose.scope)


@router.patch("/{course_id}", response_model=CourseView)
def patch_course(asking: Asks, course_id: str, body: CourseChange) -> Any:
    """Change a course: words, cost, assignment, whether it takes new enrollments."""
    refuse_all_but_platform(asking, course_id)
    _allow_writing(asking)
    given = body.given()
    assignment = body.assignment if "assignment" in given else None
    given.pop("assignment", None)
    return update_course(asking, course_id, given, assignment)


@router.get("/{course_id}/partners", response_model=Listed[AssignedView])
def get_course_partners(asking: Asks, page: Paged, course_id: str) -> Any:
    """The partners that have a course, each with its own cost and the one that applies."""
    scope = who_has_it(asking, course_id)
    found, cursor = partners_of(page, course_of(course_id), scope)
    return listed(found, cursor)


def _allow_writing(asking: Asking) -> None:
    """Let the platform pass; before a repetition is answered, what a crash left undone is finished."""
    try:
        asking.allow("course:write")
    except Replayed as replayed:
        settle_if_possible(replayed.answer["id"])
        raise
