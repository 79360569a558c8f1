"""A long list of partners whose rows could not all be written: the answer is true, and any look finishes them."""

from __future__ import annotations

from typing import Any

import pytest

from functions.portal_api.catalog import assign, store
from shared.partner import Partner
from shared.problems import Problem
from tests.builders import a_partner, a_partner_admin, a_platform_admin
from tests.functional.catalog.test_courses import SAFETY, costs, some
from tests.functional.front import Answer, Front


@pytest.fixture
def partners(front: Front) -> list[Partner]:
    """More than one transaction takes."""
    return [a_partner(f"P{n}") for n in range(50)]


def _interrupted(monkeypatch: pytest.MonkeyPatch, ask: Any) -> Answer:
    """Ask while the engine throttles what comes after the course's own record."""

    def busy(*_: Any) -> None:
        raise Problem("busy", retry_after=1)

    with monkeypatch.context() as patch:
        patch.setattr(assign, "commit", busy)
        answer: Answer = ask()
    return answer


def _made(front: Front, who: str, partners: list[Partner], monkeypatch: pytest.MonkeyPatch) -> str:
    body = SAFETY | {"assignment": some(*partners)}
    made = _interrupted(monkeypatch, lambda: front.post("/v1/courses", who, body, key="k"))
    assert made.status == 201, made
    again = _interrupted(monkeypatch, lambda: front.post("/v1/courses", who, body, key="k"))
    assert (again.status, again.json) == (201, made.json)
    course = str(made.json["id"])
    assert store.assigned(course) == {}
    return course


def test_it_is_made_and_a_partner_of_the_list_sees_it(
    front: Front, partners: list[Partner], monkeypatch: pytest.MonkeyPatch
) -> None:
    platform, outside = a_platform_admin(), a_partner("Outside")
    course = _made(front, platform, partners, monkeypatch)
    admin = a_partner_admin(partners[0])

    assert _interrupted(monkeypatch, lambda: front.get(f"/v1/courses/{course}", admin)).status == 200
    assert costs(front, admin) == {course: 10}
    assert costs(front, a_partner_admin(outside)) == {}
    assert store.assigned(course) == {}

    assert front.get(f"/v1/courses/{course}", admin).status == 200

    assert store.assigned(course) == {one.id: None for one in partners}
    item = store.course_item(course) or {}
    assert not {"plan", "list_pk", "list_sk"} & item.keys()
    assert costs(front, admin) == {course: 10}
    assert costs(front, a_partner_admin(outside)) == {}


def test_the_platforms_look_finishes_it_between_two_pages(
    front: Front, partners: list[Partner], monkeypatch: pytest.MonkeyPatch
) -> None:
    platform = a_platform_admin()
    course = _made(front, platform, partners, monkeypatch)
    path = f"/v1/courses/{course}/partners"

    first = _interrupted(monkeypatch, lambda: front.get(path, platform, limit=20))
    rest = front.get(path, platform, limit=100, cursor=first.json["next_cursor"])

    ids = [one["partner_id"] for one in [*first.json["items"], *rest.json["items"]]]
    assert ids == sorted(one.id for one in partners)
    assert len(store.assigned(course)) == 50


def test_a_change_is_answered_and_a_course_of_all_partners_stays_listed(
    front: Front, partners: list[Partner], monkeypatch: pytest.MonkeyPatch
) -> None:
    platform, outside = a_platform_admin(), a_partner("Outside")
    course = _made(front, platform, partners, monkeypatch)
    front.get(f"/v1/courses/{course}", platform)

    body = {"assignment": {"all_partners": True, "partners": []}}
    changed = _interrupted(monkeypatch, lambda: front.patch(f"/v1/courses/{course}", platform, body))

    assert (changed.status, changed.json["assignment"]) == (200, {"all_partners": True, "partners": 0})
    front.get(f"/v1/courses/{course}", platform)
    assert store.assigned(course) == {}
    assert costs(front, a_partner_admin(outside)) == {course: 10}
