"""Assigning a course to the most partners there may be, and by many at the same time, on a real engine."""

from __future__ import annotations

import pytest

from functions.portal_api.catalog import store
from tests.builders import a_partner, a_partner_admin, a_platform_admin
from tests.functional.catalog.test_courses import costs, make, some
from tests.functional.front import Front, at_once


@pytest.mark.criterion("C-13", "C-14")
def test_a_course_is_assigned_to_five_hundred_partners_and_taken_from_them(crowded: Front) -> None:
    partners, platform = [a_partner(f"P{n}") for n in range(500)], a_platform_admin()

    course = make(crowded, platform, some(*partners, **{one.name: 10**9 for one in partners}))

    assert store.assigned(course) == {one.id: 10**9 for one in partners}
    assert "plan" not in (store.course_item(course) or {})
    assert costs(crowded, a_partner_admin(partners[499])) == {course: 10**9}

    crowded.patch(f"/v1/courses/{course}", platform, {"assignment": some(*partners[:2], P1=0)})
    assert store.assigned(course) == {partners[0].id: None, partners[1].id: 0}
    assert costs(crowded, a_partner_admin(partners[499])) == {}


def test_of_many_who_assign_at_once_the_last_list_stands_whole(crowded: Front) -> None:
    groups = [[a_partner(f"P{n}") for _ in range(60)] for n in range(6)]
    platform = a_platform_admin()
    course = make(crowded, platform, some())

    answers = at_once(*(
        lambda group=group: crowded.patch(f"/v1/courses/{course}", platform, {"assignment": some(*group)})
        for group in groups
    ))  # fmt: skip

    assert {answer.status for answer in answers} <= {200, 503}
    crowded.patch(f"/v1/courses/{course}", platform, {"title": "Settled"})
    listed = set(store.assigned(course))
    assert listed in [{one.id for one in group} for group in groups]
    for group in groups:
        admin = a_partner_admin(group[0])
        assert costs(crowded, admin) == ({course: 10} if group[0].id in listed else {})
