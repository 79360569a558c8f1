"""A hundred people at once, over HTTP, against credits for sixty."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.flow.api import World


@pytest.mark.criterion("X-01")
def test_a_hundred_concurrent_enrollments_against_a_balance_for_sixty(world: World) -> None:
    partner, course = world.partner(credits=60), world.course(1)
    with ThreadPoolExecutor(8) as pool:
        people = list(pool.map(lambda n: world.contact(partner, f"P{n}"), range(100)))

    def enroll(person: str) -> str:
        for _ in range(60):
            body, key = {"course_id": course, "contact_id": person}, {"Idempotency-Key": f"x01-{person}"}
            response = http.post(f"/v1/partners/{partner}/enrollments", json=body, headers=world.platform.headers | key)
            if response.status_code != 503:
                return "enrolled" if response.status_code == 201 else str(response.json().get("code", response.text))
        return "gave up"

    with world.stack.http(timeout=300) as http, ThreadPoolExecutor(100) as pool:
        outcomes = Counter(pool.map(enroll, people))

    assert outcomes == {"enrolled": 60, "insufficient-credits": 40}
    wallet = world.wallet(partner)
    assert (wallet["balance"], wallet["available"], wallet["alert"], wallet["seq"]) == (0, 0, "exhausted", 61)
    verification = world.platform.ok("GET", f"/v1/partners/{partner}/wallet/verification")
    assert (verification["ok"], verification["entries"]) == (True, 61)
