"""What the doors of wallet and enroll ask before a verb is called: whose key, whose record, whose right it is."""

from __future__ import annotations

from typing import Any

import pytest

from functions.enroll import handler as enroll
from functions.wallet import handler as wallet
from shared import dynamo, keys
from shared.commit import commit, put
from shared.partner import Partner
from shared.settings import settings
from tests.money.scene import Scene
from tests.money.test_doors import _code, admin, ask  # noqa: F401 (a fixture)

MOVE = {"credits": 5, "reason": "Order"}


def now_is(person: str, role: str, partner: Partner) -> None:
    """The platform's admin becomes somebody at a partner."""
    platform = keys.platform_membership(person)
    dynamo.client().delete_item(TableName="portal", Key=dynamo.encode({"pk": platform.pk, "sk": platform.sk}))
    commit([put("membership", keys.partner_membership(person, partner.id), {"role": role}, None)])


@pytest.mark.criterion("X-03")
def test_a_key_used_with_another_request_is_refused_at_each_door(scene: Scene, admin: str) -> None:  # noqa: F811
    partner = scene.partner(credits=30)
    course, (ada, eva) = scene.course(10, partner), scene.contacts(partner, 2)
    base = f"/v1/partners/{partner.id}"

    def keyed(app: Any, path: str, body: Any, key: str) -> tuple[int, Any]:
        return ask(app, "POST", base + path, body, **{"idempotency-key": key})

    assert keyed(wallet, "/wallet/top-ups", MOVE, "w")[0] == 201
    assert _code(keyed(wallet, "/wallet/top-ups", MOVE | {"credits": 6}, "w")) == (409, "idempotency-key-reused")
    assert _code(keyed(wallet, "/wallet/deductions", MOVE, "w")) == (409, "idempotency-key-reused")
    status, enrolled = keyed(enroll, "/enrollments", {"course_id": course, "contact_id": ada}, "e")
    assert status == 201
    for path, body in (
        ("/enrollments", {"course_id": course, "contact_id": eva}),
        ("/enrollments/batches", {"course_id": course, "contact_ids": [ada], "mode": "partial"}),
        (f"/enrollments/{enrolled['id']}/withdrawal", {}),
    ):
        assert _code(keyed(enroll, path, body, "e")) == (409, "idempotency-key-reused"), path
    assert scene.wallet(partner).balance == 25 and scene.wallet(partner).seq == 3


@pytest.mark.criterion("X-02")
def test_no_credits_move_without_a_usable_key(scene: Scene, admin: str) -> None:  # noqa: F811
    partner = scene.partner(credits=30)
    course, (ada, eva) = scene.course(10, partner), scene.contacts(partner, 2)
    enrolled, _ = scene.enroll(partner, course, eva)
    for app, path, body in (
        (wallet, "/wallet/top-ups", MOVE),
        (wallet, "/wallet/deductions", MOVE),
        (enroll, "/enrollments", {"course_id": course, "contact_id": ada}),
        (enroll, "/enrollments/batches", {"course_id": course, "contact_ids": [ada], "mode": "partial"}),
        (enroll, f"/enrollments/{enrolled['id']}/withdrawal", {}),
    ):
        where = f"/v1/partners/{partner.id}{path}"
        assert _code(ask(app, "POST", where, body)) == (400, "idempotency-key-missing"), path
        for key in ("", "x" * 256, "ké", "a\x00", "a\n"):
            said = ask(app, "POST", where, body, **{"idempotency-key": key})
            assert _code(said) == (400, "idempotency-key-invalid"), (path, key)
    assert scene.wallet(partner).seq == 2


@pytest.mark.criterion("C-30")
def test_an_enrollment_of_another_partner_is_not_found_under_ones_own(scene: Scene, admin: str) -> None:  # noqa: F811
    mine, theirs = scene.partner(credits=30), scene.partner(credits=30)
    course = scene.course(10, mine, theirs)
    enrolled, _ = scene.enroll(theirs, course, scene.contacts(theirs)[0])
    path = f"/v1/partners/{mine.id}/enrollments/{enrolled['id']}"
    before = scene.record(enrolled["id"])

    refusals = [
        ask(enroll, "POST", f"{path}/withdrawal", {}, **{"idempotency-key": "k"}),
        ask(enroll, "POST", f"{path}/withdrawal", {}, query="dry_run=true"),
        ask(enroll, "PATCH", path, {"result": "passed"}),
    ]

    assert [_code(refusal) for refusal in refusals] == [(404, "not-found")] * 3
    assert scene.record(enrolled["id"]) == before
    assert scene.wallet(mine).balance == 30 and scene.wallet(theirs).balance == 20


@pytest.mark.criterion("C-35x")
def test_a_refund_of_ones_own_is_the_platforms_and_has_a_reason(scene: Scene, admin: str) -> None:  # noqa: F811
    partner = scene.partner(credits=30)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    enrolled, _ = scene.enroll(partner, course, ada)
    path, key = f"/v1/partners/{partner.id}/enrollments/{enrolled['id']}/withdrawal", {"idempotency-key": "k"}

    status, document = ask(enroll, "POST", path, {"refund": 3}, **key)
    assert (status, document["errors"][0]["path"]) == (422, "/reason")
    now_is(admin, "partner_admin", partner)
    assert _code(ask(enroll, "POST", path, {"refund": 3, "reason": "x"}, **key)) == (403, "not-allowed")
    assert scene.wallet(partner).balance == 20


@pytest.mark.criterion("C-02")
def test_the_house_has_no_wallet_to_read_or_to_fill(scene: Scene, admin: str) -> None:  # noqa: F811
    house = scene.partner(kind="house")
    base = f"/v1/partners/{house.id}/wallet"

    for path in ("", "/entries", "/entries.csv", "/verification"):
        assert _code(ask(wallet, "GET", base + path)) == (404, "not-found"), path
    for path in ("/top-ups", "/deductions"):
        assert _code(ask(wallet, "POST", base + path, MOVE, **{"idempotency-key": "k"})) == (404, "not-found"), path
    assert scene.wallet(house).seq == 0


@pytest.mark.criterion("C-25", "C-26")
def test_only_the_platform_moves_credits_by_hand(scene: Scene, admin: str) -> None:  # noqa: F811
    partner = scene.partner(credits=30)
    base, key = f"/v1/partners/{partner.id}/wallet", {"idempotency-key": "k"}
    for role in ("partner_admin", "partner_finance", "partner_enrollment", "partner_read_only"):
        now_is(admin, role, partner)
        assert ask(wallet, "GET", base)[0] == 200
        for path in ("/top-ups", "/deductions"):
            assert _code(ask(wallet, "POST", base + path, MOVE, **key)) == (403, "not-allowed"), role
    assert scene.wallet(partner).balance == 30


@pytest.mark.criterion("X-09")
def test_who_is_not_active_is_nobody_at_any_door(scene: Scene, admin: str) -> None:  # noqa: F811
    partner = scene.partner(credits=30)
    key = keys.person(admin)
    record = (dynamo.read_one(key) or {}) | {"status": "disabled"}
    commit([put("person", key, {name: value for name, value in record.items() if name not in ("pk", "sk")}, None)])
    base = f"/v1/partners/{partner.id}"

    assert _code(ask(wallet, "GET", f"{base}/wallet")) == (401, "not-signed-in")
    refusal = ask(enroll, "POST", f"{base}/enrollments", {}, **{"idempotency-key": "k"})
    assert _code(refusal) == (401, "not-signed-in")


@pytest.mark.criterion("X-09")
def test_in_production_the_platform_needs_a_second_factor(
    scene: Scene,
    admin: str,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    partner = scene.partner(credits=30)
    monkeypatch.setenv("STAGE", "production")
    settings.cache_clear()
    path = f"/v1/partners/{partner.id}/wallet"

    assert _code(ask(wallet, "GET", path)) == (403, "second-factor-required")
    moved = ask(wallet, "POST", f"{path}/top-ups", MOVE, **{"idempotency-key": "k"})
    assert _code(moved) == (403, "second-factor-required") and scene.wallet(partner).seq == 1
    key = keys.person(admin)
    record = (dynamo.read_one(key) or {}) | {"second_factor_at": "2026-11-22T09:00:00.000Z"}
    commit([put("person", key, {name: value for name, value in record.items() if name not in ("pk", "sk")}, None)])
    assert ask(wallet, "GET", path)[0] == 200
