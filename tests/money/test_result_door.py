"""The door of results: what it waits for, whom it lets in, what it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from functions.enroll import handler as door
from shared import dynamo, keys
from shared.commit import commit, put
from shared.ids import new_id
from tests.meter import Meter
from tests.money.scene import Scene
from tests.money.test_doors import _code, admin, ask  # noqa: F401 (a fixture)


def test_a_result_waits_twice_and_the_door_once_more_for_the_caller(
    scene: Scene,
    admin: str,  # noqa: F811
    meter: Meter,
) -> None:
    partner = scene.partner(credits=10)
    course, (ada,) = scene.course(1, partner), scene.contacts(partner)
    path = f"/v1/partners/{partner.id}/enrollments/{scene.enroll(partner, course, ada)[0]['id']}"
    meter.reset()

    status, document = ask(door, "PATCH", path, {"result": "passed"}, **{"idempotency-key": "k"})

    assert (status, document["status"], document["grade"]) == (200, "completed", None)
    assert meter.order == ["BatchGetItem", "BatchGetItem", "TransactWriteItems"]


@pytest.mark.criterion("C-36x")
def test_the_platform_and_the_courses_trainers_may_and_nobody_else(scene: Scene, admin: str) -> None:  # noqa: F811
    partner, other = scene.partner(credits=10), scene.partner()
    course, foreign, (ada,) = scene.course(1, partner), scene.course(1, partner), scene.contacts(partner)
    path = f"/v1/partners/{partner.id}/enrollments/{scene.enroll(partner, course, ada)[0]['id']}"
    another = f"/v1/partners/{partner.id}/enrollments/{scene.enroll(partner, foreign, ada)[0]['id']}"

    def now_is(role: str, at: str | None = None, **more: Any) -> None:
        platform = keys.platform_membership(admin)
        dynamo.client().delete_item(
            TableName="portal", Key=dynamo.encode({"pk": platform.pk, "sk": platform.sk})
        )  # fmt: skip
        place = keys.partner_membership(admin, at) if at else platform
        commit([put("membership", place, {"role": role} | more, None)])

    def code(path: str, body: Any) -> Any:
        status, document = ask(door, "PATCH", path, body)
        return status if status == 200 else document["code"]

    body = {"result": "passed", "grade": 100}
    assert code(path, body) == 200
    now_is("trainer", scope={"courses": [course]})
    assert (code(path, body), code(another, body)) == (200, "not-found")
    assert code(path.replace(partner.id, other.id), body) == "not-found"
    now_is("trainer")
    assert code(path, body) == "not-found", "who has no scope has nothing"
    for role in ("partner_admin", "partner_enrollment", "supervisor"):
        now_is(role, partner.id, scope={"courses": [course]})
        assert code(path, body) == "not-allowed"
        assert code(path.replace(partner.id, other.id), body) == "not-found"


def test_nonsense_is_refused_with_its_place(scene: Scene, admin: str) -> None:  # noqa: F811
    partner = scene.partner(credits=10)
    course, (ada,) = scene.course(1, partner), scene.contacts(partner)
    base = f"/v1/partners/{partner.id}/enrollments"
    enrolled = scene.enroll(partner, course, ada)[0]["id"]

    for body, place in (
        ({}, ""), ({"result": "great"}, "/result"), ({"grade": 101}, "/grade"), ({"grade": -1}, "/grade"),
        ({"grade": 7.5}, "/grade"), ({"grade": "7"}, "/grade"), ({"grade": True}, "/grade"),
        ({"status": "x"}, "/status"), ([], ""), (None, ""),
    ):  # fmt: skip
        status, document = ask(door, "PATCH", f"{base}/{enrolled}", body)
        assert (status, document["errors"][0]["path"]) == (422, place), body
    for wrong in ("x", enrolled[:-1], enrolled.upper(), "enr_" + "A" * 67, new_id("crs")):
        assert _code(ask(door, "PATCH", f"{base}/{wrong}", {"result": "passed"})) == (404, "not-found")
    assert _code(ask(door, "PATCH", f"{base}/{enrolled}", {"grade": 1}, query="x=1")) == (422, "invalid-request")
    assert _code(ask(door, "PATCH", f"{base}/{enrolled}", {"grade": 1}, **{"idempotency-key": "é"})) == (
        400, "idempotency-key-invalid",
    )  # fmt: skip
    assert (scene.record(enrolled) or {})["status"] == "enrolled"
