"""What no client should send to courses: refused with a problem, nothing written."""

from __future__ import annotations

from typing import Any

import pytest

from shared.ids import new_id
from shared.keys import HOUSE
from tests.builders import a_partner, a_partner_admin, a_platform_admin, everything
from tests.functional.catalog.test_courses import ALL, SAFETY, make, some
from tests.functional.front import Front


def test_ids_that_are_nobodys_are_not_found(front: Front) -> None:
    platform, admin = a_platform_admin(), a_partner_admin(a_partner())

    for course in ("x", "crs_", "crs_01JD0000000000000000000000", "crs_01jd0000000000000000000000", "%00"):
        for who in (platform, admin):
            assert front.get(f"/v1/courses/{course}", who).code == "not-found"
            assert front.patch(f"/v1/courses/{course}", who, {"title": "x"}).code == "not-found"
            assert front.get(f"/v1/courses/{course}/partners", who).code == "not-found"
    for partner in ("x", "prt_01JD0000000000000000000000", ""):
        assert front.get("/v1/courses", platform, partner_id=partner).code == "not-found"


def test_partners_that_cannot_be_named_are_pointed_at_and_nothing_is_written(front: Front) -> None:
    a_partner("Direct customers", kind="house")
    partner, platform = a_partner(), a_platform_admin()
    course = make(front, platform, some(partner))
    wrong = [partner.id, HOUSE, new_id("prt"), "x", partner.id, "y" * 150]
    assignment = {"partners": [{"partner_id": one} for one in wrong]}
    before = everything()

    made = front.post("/v1/courses", platform, SAFETY | {"assignment": assignment})
    changed = front.patch(f"/v1/courses/{course}", platform, {"assignment": assignment})

    for answer in (made, changed):
        assert answer.code == "invalid-request"
        assert answer.at == [f"/assignment/partners/{place}/partner_id" for place in (1, 2, 3, 4, 5)]
    assert everything() == before


GARBAGE: list[Any] = [
    {"enrollment_cost": -1},
    {"enrollment_cost": 1.5},
    {"enrollment_cost": 1.0},
    {"enrollment_cost": "10"},
    {"enrollment_cost": True},
    {"enrollment_cost": None},
    {"enrollment_cost": 10**12},
    {"enrollment_cost": 10**400},
    {"enrollment_cost": float("nan")},
    {"enrollment_cost": float("inf")},
    {"title": ""},
    {"title": None},
    {"title": "x" * 10_000},
    {"title": "a\x1bb"},
    {"title": "\udfff"},
    {"description": "x" * 5000},
    {"description": ["x"]},
    {"assignment": {}},
    {"assignment": None},
    {"assignment": []},
    {"assignment": {"all_partners": "yes"}},
    {"assignment": {"all_partners": 1}},
    {"assignment": {"partners": None}},
    {"assignment": {"partners": {}}},
    {"assignment": {"partners": [{}]}},
    {"assignment": {"partners": ["prt_01JD0000000000000000000000"]}},
    {"assignment": {"partners": [{"partner_id": "x", "enrollment_cost": -1}]}},
    {"assignment": {"partners": [{"partner_id": "x", "cost": 1}]}},
    {"assignment": {"partners": [{"partner_id": "x"}] * 501}},
    {"assignment": {"all": True}},
    {"id": "crs_01JD0000000000000000000000"},
    {"version": 7},
    {"plan": {}},
]


@pytest.mark.criterion("C-16")
@pytest.mark.parametrize("field", GARBAGE, ids=lambda field: ascii(field)[:60])
def test_garbage_is_refused_and_nothing_written(front: Front, field: Any) -> None:
    platform = a_platform_admin()
    course = make(front, platform, ALL)
    before = everything()

    made = front.post("/v1/courses", platform, SAFETY | {"assignment": ALL} | field, key="k")
    changed = front.patch(f"/v1/courses/{course}", platform, field, key="k2")

    assert (made.status, made.code) == (422, "invalid-request")
    assert (changed.status, changed.code) == (422, "invalid-request")
    assert everything() == before


@pytest.mark.criterion("C-16")
def test_a_course_may_cost_nothing_and_must_say_what_it_costs(front: Front) -> None:
    platform = a_platform_admin()

    assert front.post("/v1/courses", platform, {"title": "x", "enrollment_cost": 0, "assignment": ALL}).status == 201
    assert front.post("/v1/courses", platform, {"title": "x", "assignment": ALL}).at == ["/enrollment_cost"]
    assert front.post("/v1/courses", platform, {"title": "x", "enrollment_cost": 0}).at == ["/assignment"]
    assert front.patch(f"/v1/courses/{make(front, platform, ALL)}", platform, {}).code == "invalid-request"
