"""A course's partners one by one: given, priced, taken away, beside the list that replaces all of them."""

from __future__ import annotations

from typing import Any

import pytest

from functions.portal_api.catalog import assign, assign_partner, store
from functions.portal_api.catalog.course import Course
from shared import keys
from shared.dynamo import query_all
from shared.ids import new_id
from shared.partner import Partner
from tests.builders import a_partner, a_partner_admin, a_person, a_platform_admin, everything
from tests.functional.catalog.test_courses import ALL, costs, make, some
from tests.functional.front import Answer, Front, meanwhile


def put(
    front: Front, course: str, partner: Partner, who: str | None, cost: Any = ..., key: str | None = None
) -> Answer:
    body = {} if cost is ... else {"enrollment_cost": cost}
    return front.ask("PUT", f"/v1/courses/{course}/partners/{partner.id}", who, body=body, key=key)


def take(front: Front, course: str, partner: Partner, who: str | None, key: str | None = None) -> Answer:
    return front.ask("DELETE", f"/v1/courses/{course}/partners/{partner.id}", who, key=key)


def counted(front: Front, course: str, who: str) -> int:
    """The number a course says it has, which its list must bear out."""
    said: int = front.get(f"/v1/courses/{course}", who).json["assignment"]["partners"]
    assert len(front.all(f"/v1/courses/{course}/partners", who)) == said
    return said


@pytest.mark.criterion("C-13", "C-14", "C-23", "C-24")
def test_one_partner_after_another(front: Front) -> None:
    alfa, beta, platform = a_partner("Alfa"), a_partner("Beta"), a_platform_admin()
    admins = [a_partner_admin(alfa), a_partner_admin(beta)]
    course = make(front, platform, some(alfa))

    said = put(front, course, beta, platform, 4)

    assert (said.status, said.json) == (
        200,
        {"partner_id": beta.id, "name": "Beta", "enrollment_cost": 4, "effective_cost": 4},
    )
    assert [costs(front, one) for one in admins] == [{course: 10}, {course: 4}]
    assert counted(front, course, platform) == 2
    assert put(front, course, beta, platform).json["effective_cost"] == 10
    front.patch(f"/v1/courses/{course}", platform, {"enrollment_cost": 12})
    assert [costs(front, one) for one in admins] == [{course: 12}, {course: 12}]
    assert put(front, course, alfa, platform, 0).json["effective_cost"] == 0
    assert counted(front, course, platform) == 2

    assert take(front, course, alfa, platform).status == 204

    assert [costs(front, one) for one in admins] == [{}, {course: 12}]
    assert front.get(f"/v1/courses/{course}", admins[0]).code == "not-found"
    assert counted(front, course, platform) == 1
    assert take(front, course, alfa, platform).code == "not-found"


@pytest.mark.criterion("C-22")
def test_while_all_partners_have_it_a_cost_is_kept_and_ignored_and_nobody_loses_it(front: Front) -> None:
    alfa, platform = a_partner("Alfa"), a_platform_admin()
    admin = a_partner_admin(alfa)
    course = make(front, platform, ALL)

    assert put(front, course, alfa, platform, 3).json["effective_cost"] == 10
    assert costs(front, admin) == {course: 10}
    assert take(front, course, alfa, platform).code == "course-for-all"
    front.patch(f"/v1/courses/{course}", platform, {"assignment": {"all_partners": False}})
    assert costs(front, admin) == {course: 3}


def test_the_ladder(front: Front) -> None:
    ours, theirs, platform = a_partner("Alfa"), a_partner("Beta"), a_platform_admin()
    admin, stranger = a_partner_admin(ours), a_partner_admin(theirs)
    course = make(front, platform, some(ours))
    before = everything()
    for change in (put, take):
        assert change(front, course, ours, None).code == "not-signed-in"
        assert change(front, course, ours, stranger).code == "not-found"
        assert change(front, course, ours, admin).code == "not-allowed"
        assert change(front, new_id("crs"), ours, platform).code == "not-found"
        assert change(front, "x", ours, platform).code == "not-found"
    assert take(front, course, theirs, platform).code == "not-found"
    assert put(front, course, a_partner("House", kind="house"), platform).code == "house-partner"
    unknown = front.ask("PUT", f"/v1/courses/{course}/partners/{new_id('prt')}", platform, body={})
    assert unknown.code == "not-found"
    for body, place in (
        ({"enrollment_cost": -1}, "/enrollment_cost"),
        ({"enrollment_cost": "1"}, "/enrollment_cost"),
        ({"x": 1}, "/x"),
    ):
        refused = front.ask("PUT", f"/v1/courses/{course}/partners/{theirs.id}", platform, body=body)
        assert refused.at == [place]
    assert len(everything()) == len(before) + 1  # the house
    assert put(front, course, ours, a_person()).code == "not-found"


def test_repeated_it_answers_the_same_and_changes_nothing(front: Front) -> None:
    alfa, platform = a_partner("Alfa"), a_platform_admin()
    course = make(front, platform, some())
    first = put(front, course, alfa, platform, 4, key="k")
    before = everything()
    again = put(front, course, alfa, platform, 4, key="k")
    assert (again.json, again.headers["idempotency-replayed"]) == (first.json, "true")
    assert put(front, course, alfa, platform, 4).json == first.json
    assert put(front, course, alfa, platform, 5, key="k").code == "idempotency-key-reused"
    assert everything() == before

    assert take(front, course, alfa, platform, key="t").status == 204
    again = take(front, course, alfa, platform, key="t")
    assert (again.status, again.headers["idempotency-replayed"]) == (204, "true")
    for scope in (f"PARTNER#{alfa.id}", "PLATFORM"):
        rows = [row["action"] for row in query_all("portal", keys.audit(scope, "").pk)]
        assert [row for row in rows if row != "course.create"] == ["course.assign", "course.take"]


def test_a_change_of_the_list_meanwhile_is_not_lost(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    alfa, beta, gamma, platform = a_partner("Alfa"), a_partner("Beta"), a_partner("Gamma"), a_platform_admin()
    course, whole, calls = make(front, platform, some(alfa)), assign_partner.settled, []

    def settled(*given: Any) -> Any:
        found = whole(*given)
        calls.append(1)
        if len(calls) == 1:
            other = {"assignment": some(alfa, beta, Beta=2)}
            assert meanwhile(lambda: front.patch(f"/v1/courses/{course}", platform, other)).status == 200
        return found

    monkeypatch.setattr(assign_partner, "settled", settled)
    assert put(front, course, gamma, platform, 7).status == 200

    listed = front.all(f"/v1/courses/{course}/partners", platform)
    assert {one["name"]: one["effective_cost"] for one in listed} == {"Alfa": 10, "Beta": 2, "Gamma": 7}
    assert counted(front, course, platform) == 3
    assert len(calls) == 2


def test_a_list_that_is_still_written_down_is_finished_first(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    partners, extra, platform = [a_partner(f"P{n}") for n in range(9)], a_partner("Extra"), a_platform_admin()
    monkeypatch.setattr(assign, "ROWS_AT_ONCE", 6)
    with monkeypatch.context() as patch:
        patch.setattr(assign, "settle_if_possible", lambda _: None)
        course = make(front, platform, some(*partners))
    assert Course.of(store.course_item(course) or {}).plan

    assert put(front, course, extra, platform, 1).status == 200
    assert take(front, course, partners[0], platform).status == 204

    names = {one["name"] for one in front.all(f"/v1/courses/{course}/partners", platform)}
    assert names == {"Extra", *(f"P{n}" for n in range(1, 9))}
    assert counted(front, course, platform) == 9


def test_a_list_has_no_more_partners_than_it_may_name(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    alfa, beta, platform = a_partner("Alfa"), a_partner("Beta"), a_platform_admin()
    course = make(front, platform, some(alfa))
    monkeypatch.setattr(assign_partner, "PARTNERS_A_COURSE", 1)
    assert put(front, course, beta, platform).at == ["/partner_id"]
    assert put(front, course, alfa, platform, 2).status == 200
