"""Assigning a course to many partners: whole, repeated, raced, and cut off in the middle."""

from __future__ import annotations

from typing import Any

import pytest

from functions.portal_api.catalog import assign, store
from shared.partner import Partner
from tests.builders import a_partner, a_partner_admin, a_platform_admin, everything
from tests.functional.catalog.test_courses import ALL, SAFETY, costs, make, some
from tests.functional.front import Front, meanwhile


class Cut(Exception):
    """The process died here."""


@pytest.fixture(autouse=True)
def _small_transactions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five partners a transaction, so that a dozen is many; `test_assign_many` has the real number."""
    monkeypatch.setattr(assign, "ROWS_AT_ONCE", 10)


def many(number: int = 13) -> list[Partner]:
    return [a_partner(f"P{n}") for n in range(number)]


def cut_after(monkeypatch: pytest.MonkeyPatch, transactions: int) -> None:
    """Let so many transactions of rows through, then die."""
    done, whole = 0, assign.commit

    def commit(writes: Any) -> None:
        nonlocal done
        if done == transactions:
            raise Cut
        done += 1
        whole(writes)

    monkeypatch.setattr(assign, "commit", commit)


@pytest.mark.parametrize("transactions", [0, 1, 2, 3])
def test_making_a_course_cut_off_is_finished_by_its_repetition(
    front: Front, monkeypatch: pytest.MonkeyPatch, transactions: int
) -> None:
    partners, platform, stranger = many(), a_platform_admin(), a_partner_admin(a_partner("Other"))
    body = SAFETY | {"assignment": some(*partners, P12=3)}
    with monkeypatch.context() as patch:
        cut_after(patch, transactions)
        assert front.post("/v1/courses", platform, body, key="k").code == "internal"
    course = front.all("/v1/courses", platform)[0]["id"]
    last = a_partner_admin(partners[12])

    assert front.get(f"/v1/courses/{course}", last).json["effective_cost"] == 3
    assert front.get(f"/v1/courses/{course}", stranger).code == "not-found"
    listed = front.all(f"/v1/courses/{course}/partners", platform, limit=5)
    assert [one["effective_cost"] for one in listed] == [10] * 12 + [3]

    again = front.post("/v1/courses", platform, body, key="k")

    assert (again.status, again.json["id"]) == (201, course)
    assert again.headers["idempotency-replayed"] == "true"
    assert "plan" not in (store.course_item(course) or {})
    assert costs(front, last) == {course: 3}
    assert front.all(f"/v1/courses/{course}/partners", platform, limit=5) == listed


@pytest.mark.criterion("C-14", "C-23")
@pytest.mark.parametrize("transactions", [0, 1, 3, 4])
def test_whoever_loses_a_course_has_lost_it_wherever_the_change_is_cut_off(
    front: Front, monkeypatch: pytest.MonkeyPatch, transactions: int
) -> None:
    before, after, platform = many(10), many(10), a_platform_admin()
    course = make(front, platform, some(*before, P1=1))
    losers, winners = [a_partner_admin(before[n]) for n in (0, 1, 9)], [a_partner_admin(after[n]) for n in (0, 1, 9)]
    path = f"/v1/courses/{course}"
    with monkeypatch.context() as patch:
        cut_after(patch, transactions)
        assert front.patch(path, platform, {"assignment": some(*after, P1=4)}).code == "internal"

    for who in losers:
        assert costs(front, who) == {}
        assert front.get(path, who).code == "not-found"
    assert [front.get(path, who).json["effective_cost"] for who in winners] == [10, 4, 10]

    front.patch(path, platform, {"title": "Any later change finishes it"})

    assert [costs(front, who) for who in winners] == [{course: 10}, {course: 4}, {course: 10}]
    assert store.assigned(course) == {one.id: 4 if one.name == "P1" else None for one in after}


def test_while_a_long_list_is_unfinished_assigning_to_all_still_means_all(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    partners, platform, other = many(8), a_platform_admin(), a_partner_admin(a_partner("Other"))
    course = make(front, platform, ALL)
    with monkeypatch.context() as patch:
        cut_after(patch, 1)
        assignment = some(*partners, P1=4) | ALL
        assert front.patch(f"/v1/courses/{course}", platform, {"assignment": assignment}).code == "internal"

    assert costs(front, other) == costs(front, a_partner_admin(partners[1])) == {course: 10}


def test_two_who_finish_at_once_do_no_harm(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    partners, platform = many(10), a_platform_admin()
    with monkeypatch.context() as patch:
        cut_after(patch, 1)
        front.post("/v1/courses", platform, SAFETY | {"assignment": some(*partners)})
    course = front.all("/v1/courses", platform)[0]["id"]
    path, whole = f"/v1/courses/{course}", store.assigned

    def overtaken(course_id: str) -> Any:
        rows = whole(course_id)
        monkeypatch.setattr(store, "assigned", whole)
        assert meanwhile(lambda: front.patch(path, platform, {"assignment": some(partners[3])})).status == 200
        return rows

    monkeypatch.setattr(store, "assigned", overtaken)
    front.patch(path, platform, {"title": "Both"})

    assert front.get(path, platform).json["title"] == "Both"
    assert store.assigned(course) == {partners[3].id: None}
    assert [costs(front, a_partner_admin(partners[n])) for n in (2, 3)] == [{}, {course: 10}]


def test_two_changes_at_once_are_both_kept(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    alfa, platform = a_partner("Alfa"), a_platform_admin()
    path = f"/v1/courses/{make(front, platform, some(alfa))}"
    whole = store.replaced

    def overtaken(*args: Any) -> Any:
        monkeypatch.setattr(store, "replaced", whole)
        assert meanwhile(lambda: front.patch(path, platform, {"enrollment_cost": 7})).status == 200
        return whole(*args)

    monkeypatch.setattr(store, "replaced", overtaken)
    front.patch(path, platform, {"assignment": some(a_partner("Beta"))})

    now = front.get(path, platform).json
    assert (now["enrollment_cost"], now["assignment"]["partners"]) == (7, 1)
    assert costs(front, a_partner_admin(alfa)) == {}


@pytest.mark.criterion("X-02", "X-03")
def test_a_repeated_command_is_answered_as_at_first_and_done_once(front: Front) -> None:
    partner, platform = a_partner(), a_platform_admin()
    body = SAFETY | {"assignment": some(partner)}
    first = front.post("/v1/courses", platform, body, key="k")
    before = everything()

    again = front.post("/v1/courses", platform, body, key="k")

    assert (again.status, again.json) == (201, first.json)
    assert again.headers["idempotency-replayed"] == "true"
    assert front.post("/v1/courses", platform, body | {"enrollment_cost": 1}, key="k").code == "idempotency-key-reused"
    assert front.post("/v1/courses", platform, body, key="x" * 256).code == "idempotency-key-invalid"
    assert everything() == before
