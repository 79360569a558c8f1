"""A partner's own course: how it is written and read, what publishing leaves, and what the database keeps apart."""

from __future__ import annotations

import pytest

from functions.enroll.result import judging
from functions.portal_api.catalog.find_courses import OWN_BEGIN
from functions.portal_api.catalog.own_course import OwnCourse
from shared import keys
from shared.access import GRANTS, THE_PARTNERS_OWN
from shared.ids import new_id, new_own_course_id

PARTNER, OTHER = "prt_01JD0000000000000000000001", "prt_01JD0000000000000000000002"


def own(**more: object) -> OwnCourse:
    said = {
        "id": new_own_course_id(),
        "partner_id": PARTNER,
        "title": "Accoglienza",
        "created_at": "2026-11-01T08:00:00Z",
    }
    return OwnCourse(**said | more)  # type: ignore[arg-type]


def test_it_begins_as_a_draft_and_is_read_as_it_was_written() -> None:
    course = own(description="Mezz'ora.")

    assert course.status == "draft"
    assert OwnCourse.of(course.model_dump() | {"version": 3}) == course.model_copy(update={"version": 3})


def test_the_moment_it_was_first_published_stays() -> None:
    published = own().changed({"status": "published"}, "2026-11-02T08:00:00Z")
    again = published.changed({"status": "archived"}, "b").changed({"status": "published"}, "c")

    assert (published.status, published.published_at) == ("published", "2026-11-02T08:00:00Z")
    assert again.published_at == "2026-11-02T08:00:00Z"
    assert own().changed({"status": "archived"}, "b").published_at is None
    assert published.changed({"description": None}, "b").description is None


def test_it_is_offered_at_no_credits_and_says_whose_it_is() -> None:
    course = own()

    assert course.offer(taken=True) == {
        "id": course.id,
        "title": "Accoglienza",
        "description": None,
        "archived": False,
        "effective_cost": 0,
        "owner": {"kind": "partner", "id": PARTNER},
    }
    assert course.offer(taken=False)["archived"] is True


@pytest.mark.criterion("C-30", "C-31")
def test_one_partners_own_course_is_found_at_that_partner_alone() -> None:
    course, platforms = new_own_course_id(), new_id("crs")

    assert keys.course_at(PARTNER, course) == keys.own_course(PARTNER, course)
    assert keys.course_at(OTHER, course) != keys.course_at(PARTNER, course)
    assert keys.course_at(PARTNER, platforms) == keys.course_at(OTHER, platforms) == keys.course(platforms)
    assert platforms < OWN_BEGIN < course


@pytest.mark.criterion("C-36x")
def test_whoever_owns_a_course_judges_who_passed_it() -> None:
    assert judging(new_own_course_id()) == "own_course:result"
    assert judging(new_id("crs")) == "enrollment:result"


@pytest.mark.criterion("C-31", "C-36x")
def test_a_partners_admin_alone_does_what_is_the_partners_own() -> None:
    for action in THE_PARTNERS_OWN:
        assert [role for role, may in GRANTS.items() if action in may] == ["partner_admin"], action
