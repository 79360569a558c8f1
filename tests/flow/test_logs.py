"""Logs tell ids and codes: no address, no token, no body; and the numbers operators count by."""

from __future__ import annotations

import json
import time
from typing import Any

from tests.flow.api import World


def test_logs_carry_ids_and_metrics_but_nothing_personal(world: World) -> None:
    begun = int(time.time() * 1000)
    partner, email = world.partner(credits=10), world.email("privata")
    admin, course = world.admin(partner, email), world.course(10)
    person = world.contact(partner, "Zaccaria", last_name="Quintavalle", email=world.email("zaccaria"))
    body = {"course_id": course, "contact_id": person}
    admin.ok("POST", f"/v1/partners/{partner}/enrollments", body, 201)
    admin.refused("POST", f"/v1/partners/{partner}/enrollments", body | {"contact_id": world.contact(partner)})
    world.anonymous().refused("POST", "/v1/session", {"email": email, "password": "wrong-password-x"}, 401)
    assert world.stack.settle()

    lines = _log(world, begun)
    text = json.dumps(lines)

    for secret in (
        email,
        "zaccaria",
        "Zaccaria",
        "Quintavalle",
        "wrong-password-x",
        admin.headers["Authorization"][7:40],
    ):
        assert secret not in text, secret
    answered = [line for line in lines if line.get("message") == "answered" and line.get("partner_id") == partner]
    assert answered and all(line["request_id"] and line["actor"] for line in answered)
    metrics = {name for line in lines if "_aws" in line for name in line}
    assert {"Enrollments", "CreditsMoved", "Refusals", "MailsSent"} <= metrics


def _log(world: World, since: int) -> list[dict[str, Any]]:
    """Every JSON line that any function wrote since then: what others left on this stack is more than a page holds."""
    logs = world.stack.aws("logs")
    lines: list[dict[str, Any]] = []
    for group in logs.describe_log_groups()["logGroups"]:
        for event in logs.filter_log_events(logGroupName=group["logGroupName"], startTime=since)["events"]:
            for text in event["message"].splitlines():
                try:
                    line = json.loads(text)
                except ValueError:
                    continue
                lines += [line] if isinstance(line, dict) else []
    return lines
