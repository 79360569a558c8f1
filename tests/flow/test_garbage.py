"""Bad input to the doors that move credits: a problem document, nothing written, never a 500."""

from __future__ import annotations

from typing import Any

import pytest

from tests.flow.api import World

MOVE = {"credits": 5, "reason": "x"}


@pytest.fixture(scope="module")
def place(world: World) -> dict[str, str]:
    partner = world.partner(credits=50)
    return {"partner": partner, "course": world.course(10), "ada": world.contact(partner)}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"credits": 5},
        MOVE | {"credits": -5},
        MOVE | {"credits": 0},
        MOVE | {"credits": 10**30},
        MOVE | {"credits": 1.5},
        MOVE | {"credits": "5"},
        MOVE | {"credits": True},
        MOVE | {"credits": None},
        MOVE | {"credits": [5]},
        MOVE | {"reason": ""},
        MOVE | {"reason": "x" * 10_000},
        MOVE | {"reason": "a\u0000b"},
        MOVE | {"reason": "a\u202eb"},
        MOVE | {"reason": 5},
        MOVE | {"extra": 1},
        MOVE | {"reference": ""},
        [],
        [MOVE],
        "text",
        7,
        None,
    ],
)
def test_a_malformed_top_up_is_refused(world: World, place: dict[str, str], body: Any) -> None:
    for verb in ("top-ups", "deductions"):
        path = f"/v1/partners/{place['partner']}/wallet/{verb}"
        problem = world.platform.refused("POST", path, body, 422, content=None)
        assert problem["code"] == "invalid-request" and problem["errors"]
    assert world.wallet(place["partner"])["seq"] == 1


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"\xff\xfe", b'{"credits": NaN, "reason": "x"}', b"[" * 50_000, b'{"credits": 5, "reason": "\\ud800"}'],
)
def test_a_body_that_is_not_json_is_refused(world: World, place: dict[str, str], raw: bytes) -> None:
    base = f"/v1/partners/{place['partner']}"
    for path in ("/wallet/top-ups", "/enrollments", "/enrollments/batches", "/contacts", "/organizations"):
        headers = {"Content-Type": "application/json"}
        response = world.platform.post(base + path, headers=headers, content=raw)
        assert (response.status_code, response.json()["code"]) == (422, "invalid-request"), (path, response.text)


@pytest.mark.parametrize(
    "change",
    [
        {"course_id": None},
        {"course_id": 5},
        {"course_id": ""},
        {"course_id": "x" * 200},
        {"contact_id": ["a"]},
        {"expected_cost": -1},
        {"expected_cost": "10"},
        {"extra": 1},
    ],
)
def test_a_malformed_enrollment_is_refused(world: World, place: dict[str, str], change: dict[str, Any]) -> None:
    body = {"course_id": place["course"], "contact_id": place["ada"]} | change
    world.platform.refused("POST", f"/v1/partners/{place['partner']}/enrollments", body, 422)


@pytest.mark.parametrize(
    "change",
    [
        {"course_id": "crs_x"},
        {"course_id": "con_01ARZ3NDEKTSV4RRFFQ69G5FAV"},
        {"contact_id": "a#b"},
        {"contact_id": "con_01ARZ3NDEKTSV4RRFFQ69G5FAV"},
        {"organization_id": "org_x"},
        {"edition_id": "edn_01ARZ3NDEKTSV4RRFFQ69G5FAV"},
    ],
)
def test_a_foreign_or_malformed_id_is_not_found(world: World, place: dict[str, str], change: dict[str, Any]) -> None:
    body = {"course_id": place["course"], "contact_id": place["ada"]} | change
    world.platform.refused("POST", f"/v1/partners/{place['partner']}/enrollments", body, 404)


@pytest.mark.parametrize(
    "change",
    [
        {"contact_ids": []},
        {"contact_ids": ["a", "a"]},
        {"contact_ids": ["a"] * 501},
        {"contact_ids": "a"},
        {"mode": "some"},
        {"dry_run": "yes"},
        {"contact_ids": [{"a": 1}]},
    ],
)
def test_a_malformed_batch_is_refused(world: World, place: dict[str, str], change: dict[str, Any]) -> None:
    body = {"course_id": place["course"], "contact_ids": [place["ada"]], "mode": "partial"} | change
    world.platform.refused("POST", f"/v1/partners/{place['partner']}/enrollments/batches", body, 422)


def test_a_money_command_without_a_usable_key_is_refused(world: World, place: dict[str, str]) -> None:
    base = f"/v1/partners/{place['partner']}"
    enroll = {"course_id": place["course"], "contact_id": place["ada"]}
    batch = {"course_id": place["course"], "contact_ids": [place["ada"]], "mode": "partial"}
    for path, body in (
        ("/wallet/top-ups", MOVE),
        ("/wallet/deductions", MOVE),
        ("/enrollments", enroll),
        ("/enrollments/batches", batch),
    ):
        response = world.http.post(base + path, json=body, headers=world.platform.headers)
        assert (response.status_code, response.json()["code"]) == (400, "idempotency-key-missing")
        for key in ("x" * 256, "ké"):
            response = world.http.post(
                base + path,
                json=body,
                headers=world.platform.headers | {"Idempotency-Key": key.encode()},  # type: ignore[operator]
            )
            assert (response.status_code, response.json()["code"]) == (400, "idempotency-key-invalid"), key
    assert world.wallet(place["partner"])["seq"] == 1


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"result": "excellent"},
        {"result": 1},
        {"grade": -1},
        {"grade": 101},
        {"grade": 99.5},
        {"grade": "99"},
        {"result": "passed", "extra": 1},
        [],
        "passed",
    ],
)
def test_a_malformed_result_is_refused(world: World, place: dict[str, str], body: Any) -> None:
    path = f"/v1/partners/{place['partner']}/enrollments/enr_x"
    world.platform.refused("PATCH", path, body, 422)


def test_a_tampered_cursor_is_refused(world: World, place: dict[str, str]) -> None:
    world.top_up(world.partner(), 1)
    partner = world.partner()
    for _ in range(3):
        world.top_up(partner, 1)
    path = f"/v1/partners/{partner}/wallet/entries?limit=2"
    cursor = world.platform.ok("GET", path)["next_cursor"]

    assert len(world.platform.ok("GET", f"{path}&cursor={cursor}")["items"]) == 1
    for bad in (cursor[:-2] + "AA", cursor[1:], "x", "%00", "a" * 3000):
        assert world.platform.refused("GET", f"{path}&cursor={bad}", status=422)["code"] in (
            "cursor-invalid",
            "invalid-request",
        )
    foreign = f"/v1/partners/{place['partner']}/wallet/entries?cursor={cursor}"
    assert world.platform.refused("GET", foreign, status=422)["code"] == "cursor-invalid"
    for limit in ("0", "101", "x", "-1"):
        world.platform.refused("GET", f"/v1/partners/{partner}/wallet/entries?limit={limit}", status=422)


def test_an_unknown_host_is_misdirected_and_a_forwarded_one_is_not_looked_at(world: World) -> None:
    assert world.http.get("/v1/me", headers={"Host": "evil.example"}).status_code == 421
    forwarded = {"X-Forwarded-Host": "evil.example"}
    assert "evil" not in world.http.get("/", headers=forwarded).text
