"""Stopped and started again, nothing is forgotten and nothing said twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.local.stack import FIRST_ADMIN, FIRST_PASSWORD, Stack
from tests.flow.api import World


@pytest.mark.criterion("X-06", "C-20")
def test_state_survives_a_restart_and_then_an_exhausted_wallet_is_mailed(tmp_path: Path) -> None:
    stack = Stack.start(tmp_path)
    try:
        with stack.http() as http:
            world = World(stack, http)
            partner, course = world.partner("Alfa", credits=20), world.course(10)
            laura, people = world.email("laura"), [world.contact(partner) for _ in range(2)]
            world.admin(partner, laura)
            body = {"course_id": course, "contact_id": people[0]}
            first = world.platform.ok("POST", f"/v1/partners/{partner}/enrollments", body, 201, key="before")
        stack.restart()
        with stack.http() as http:
            world = World(stack, http)
            before = len(world.mails(laura))
            admin = world.sign_in(laura)
            path = f"/v1/partners/{partner}/enrollments"
            assert world.sign_in(FIRST_ADMIN, FIRST_PASSWORD).ok("POST", path, body, 201, key="before") == first
            admin.ok("POST", path, {"course_id": course, "contact_id": people[1]}, 201)

            mails = world.mails(laura)
            assert len(mails) == before + 1 and "Alfa" in mails[0]["text"]
            assert world.wallet(partner)["alert"] == "exhausted"
    finally:
        stack.stop()
