"""Enrollments as a partner reads them: lists by every filter, one by id, and nothing of anybody else's."""

from __future__ import annotations

from typing import Any

import pytest

from shared.ids import new_id
from tests.builders import a_partner, a_partner_admin, a_platform_admin, an_enrollment, everything
from tests.functional.front import Front


def enrollments(partner: Any) -> str:
    return f"/v1/partners/{partner.id}/enrollments"


def at(minute: int) -> str:
    return f"2026-11-22T09:{minute:02d}:00.000Z"


def test_nobody_signed_in_is_refused(front: Front) -> None:
    assert front.get(enrollments(a_partner())).code == "not-signed-in"


@pytest.mark.criterion("C-30")
def test_another_partners_enrollments_are_not_to_be_found(front: Front) -> None:
    ours, theirs, house = a_partner("Alfa"), a_partner("Beta"), a_partner("Direct", kind="house")
    admin = a_partner_admin(ours)
    course, contact, organization = new_id("crs"), new_id("con"), new_id("org")
    foreign = an_enrollment(theirs, course, contact, organization_id=organization)
    private = an_enrollment(house, course, contact)

    assert front.get(enrollments(theirs), admin).code == "not-found"
    assert front.get(enrollments(house), admin).code == "not-found"
    for one in (foreign, private):
        assert front.get(f"{enrollments(ours)}/{one.id}", admin).code == "not-found"
        assert front.get(f"{enrollments(theirs)}/{one.id}", admin).code == "not-found"
    assert front.get(enrollments(ours), admin).json == {"items": [], "next_cursor": None}
    named = {"course_id": course, "contact_id": contact, "organization_id": organization, "status": "enrolled"}
    for name, value in named.items():
        assert front.get(enrollments(ours), admin, **{name: value}).json == {"items": [], "next_cursor": None}
    assert front.get(f"{enrollments(house)}/{private.id}", a_platform_admin()).status == 200


@pytest.mark.criterion("X-07")
def test_one_is_shown_with_all_that_is_known_of_it(front: Front) -> None:
    partner = a_partner()
    course, contact = new_id("crs"), new_id("con")
    given = {"status": "withdrawn", "cost": 7, "entry_seq": 3, "withdrawn_at": at(5), "refunded": 7}
    made = an_enrollment(partner, course, contact, 2, **given)

    shown = front.get(f"{enrollments(partner)}/{made.id}", a_partner_admin(partner))

    assert shown.json == {
        "id": made.id,
        "status": "withdrawn",
        "course_id": course,
        "contact_id": contact,
        "attempt": 2,
        "organization_id": None,
        "cost": 7,
        "entry_seq": 3,
        "enrolled_at": made.enrolled_at,
        "enrolled_by": made.enrolled_by,
        "batch_id": None,
        "withdrawn_at": at(5),
        "refunded": 7,
        "result": None,
        "grade": None,
        "completed_at": None,
        "contact_name": None,
        "course_title": None,
        "organization_name": None,
    }


def test_lists_by_every_filter_newest_first_page_by_page(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    courses, people, firms = ([new_id(kind) for _ in range(2)] for kind in ("crs", "con", "org"))
    made = []
    for minute in range(16):
        course, who, firm = courses[minute % 2], people[minute // 2 % 2], firms[minute // 4 % 2]
        status = "withdrawn" if minute < 8 else "enrolled"
        made.append(an_enrollment(
            partner, course, who, minute // 4 + 1, organization_id=firm, status=status, enrolled_at=at(minute)
        ))  # fmt: skip

    def ids(**asked: Any) -> list[str]:
        return [one["id"] for one in front.all(enrollments(partner), admin, limit=3, **asked)]

    newest = list(reversed(made))
    assert ids() == [one.id for one in newest]
    assert ids(status="enrolled") == [one.id for one in newest[:8]]
    assert ids(contact_id=people[0]) == [one.id for one in newest if one.key.contact_id == people[0]]
    assert ids(organization_id=firms[1]) == [one.id for one in newest if one.organization_id == firms[1]]
    assert ids(organization_id=firms[1], status="withdrawn", contact_id=people[1]) == [
        one.id
        for one in newest
        if (one.organization_id, one.status, one.key.contact_id) == (firms[1], "withdrawn", people[1])
    ]
    of_course = [one for one in newest if one.key.course_id == courses[0]]
    assert sorted(ids(course_id=courses[0])) == sorted(one.id for one in of_course)
    assert ids(course_id=courses[0], organization_id=firms[0]) == [
        one.id for one in of_course if one.organization_id == firms[0]
    ]
    assert ids(course_id=courses[0], contact_id=people[0]) == [
        one.id for one in of_course if one.key.contact_id == people[0]
    ]
    assert ids(course_id=new_id("crs")) == []


def test_a_cursor_counts_for_the_very_list_it_was_issued_for(front: Front) -> None:
    ours, theirs = a_partner("Alfa"), a_partner("Beta")
    admin = a_platform_admin()
    course = new_id("crs")
    for _ in range(2):
        an_enrollment(ours, course, new_id("con"))
    cursor = front.get(enrollments(ours), admin, limit=1).json["next_cursor"]

    assert front.get(enrollments(ours), admin, limit=1, cursor=cursor).status == 200
    assert front.get(enrollments(theirs), admin, cursor=cursor).code == "cursor-invalid"
    assert front.get(enrollments(ours), admin, cursor=cursor, course_id=course).code == "cursor-invalid"
    assert front.get(enrollments(ours), admin, cursor=cursor, status="enrolled").code == "cursor-invalid"
    assert (
        front.get(enrollments(ours), admin, cursor=("B" if cursor[0] == "A" else "A") + cursor[1:]).code
        == "cursor-invalid"
    )


def test_nonsense_is_refused(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    good = an_enrollment(partner, new_id("crs"), new_id("con")).id
    before = everything()

    for wrong in ("x", "enr_", good[:-1], good + "A", good[:-1] + "~", good.upper(), "enr_" + "A" * 67, "%F0%9F%92%A9"):
        assert front.get(f"{enrollments(partner)}/{wrong}", admin).code == "not-found"
    assert front.get(enrollments(partner), admin, status="lost").at == ["/status"]
    assert front.get(enrollments(partner), admin, status="lost").code == "invalid-request"
    for name in ("course_id", "contact_id", "organization_id"):
        assert front.get(enrollments(partner), admin, **{name: "x"}).code == "not-found"
    assert everything() == before
