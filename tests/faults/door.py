"""The doors of wallet and enroll, asked as API Gateway asks them, each request by a process of its own."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from functions.enroll import handler as enroll
from functions.wallet import handler as wallet
from tests.faults.engine import Document
from tests.faults.play import Player
from tests.faults.scheduler import Actor, Choice, ProcessDied, Scheduler
from tests.faults.world import World

CONTEXT = SimpleNamespace(
    aws_request_id="fn-1",
    function_name="f",
    memory_limit_in_mb=1,
    invoked_function_arn="arn",
    get_remaining_time_in_millis=lambda: 10**9,
)
KEY = "the key of a door"


@dataclass(frozen=True)
class Asking:
    """A request: which door, and what of a world it is about. `status` is its answer when nothing fails."""

    app: Any
    method: str
    path: Callable[[World], str]
    status: int
    body: Callable[[World], Any] = lambda _: None

    @property
    def is_command(self) -> bool:
        return self.method != "GET"

    def event(self, place: World) -> Document:
        path, body = self.path(place), self.body(place)
        headers = {"host": "portico.example", "authorization": "Bearer t", "content-type": "application/json"}
        return {
            "version": "2.0",
            "routeKey": f"{self.method} …",
            "rawPath": path,
            "rawQueryString": "",
            "queryStringParameters": {},
            "headers": headers | ({"idempotency-key": KEY} if self.is_command else {}),
            "requestContext": {"requestId": "r-1", "stage": "$default", "http": {"method": self.method, "path": path}},
            "body": json.dumps(body) if body is not None else None,
            "isBase64Encoded": False,
        }


@dataclass(frozen=True)
class Answered:
    """What came back; None when the process died. `calls` are the AWS calls it made, `struck` the faults it met."""

    status: int | None
    document: Any
    headers: dict[str, str]
    calls: list[str]
    struck: list[str]


def ask(player: Player, place: World, asking: Asking, plan: dict[tuple[str, int], str] | None = None) -> Answered:
    """One request, with a fault at the calls of the plan (`{("door", n): fault}`)."""
    scheduler = Scheduler(Choice(random.Random(1)))
    player.wire.ready(scheduler, plan or {}, random.Random(1))
    came: list[dict[str, Any]] = []

    def act() -> None:
        try:
            came.append(asking.app.handler(asking.event(place), CONTEXT))
        except ProcessDied:
            return

    scheduler.run([Actor("door", act)])
    player.wire.scheduler = None
    calls = [line.removeprefix("door: ").split()[0] for line in scheduler.trace]
    if not came:
        return Answered(None, None, {}, calls, player.wire.struck)
    text = came[0]["body"]
    kind = came[0]["headers"].get("Content-Type", "")
    document = json.loads(text) if "json" in kind else text
    return Answered(came[0]["statusCode"], document, came[0]["headers"], calls, player.wire.struck)


def _at(tail: str) -> Callable[[World], str]:
    return lambda place: f"/v1/partners/{place.partner.id}/{tail}"


def _of_enrollment(tail: str) -> Callable[[World], str]:
    return lambda place: f"/v1/partners/{place.partner.id}/enrollments/{place.enrollment(0).id}{tail}"


ASKINGS: dict[str, Asking] = {
    "top_up": Asking(wallet, "POST", _at("wallet/top-ups"), 201, lambda _: {"credits": 5, "reason": "ordine 7"}),
    "deduct": Asking(wallet, "POST", _at("wallet/deductions"), 201, lambda _: {"credits": 5, "reason": "storno"}),
    "enroll": Asking(
        enroll,
        "POST",
        _at("enrollments"),
        201,
        lambda place: {"course_id": place.paid, "contact_id": place.people[2]},
    ),
    "enroll_again": Asking(
        enroll,
        "POST",
        _at("enrollments"),
        201,
        lambda place: {"course_id": place.paid, "contact_id": place.people[1]},
    ),
    "batch": Asking(
        enroll,
        "POST",
        _at("enrollments/batches"),
        200,
        lambda place: {"course_id": place.paid, "contact_ids": list(place.people[2:6]), "mode": "partial"},
    ),
    "batch_whole": Asking(
        enroll,
        "POST",
        _at("enrollments/batches"),
        200,
        lambda place: {"course_id": place.paid, "contact_ids": list(place.people[2:4]), "mode": "all_or_nothing"},
    ),
    "short": Asking(
        enroll,
        "POST",
        _at("enrollments/batches"),
        409,
        lambda place: {"course_id": place.paid, "contact_ids": list(place.people[2:5]), "mode": "all_or_nothing"},
    ),
    "withdraw": Asking(enroll, "POST", _of_enrollment("/withdrawal"), 200, lambda _: {}),
    "result": Asking(enroll, "PATCH", _of_enrollment(""), 200, lambda _: {"result": "passed"}),
    "show": Asking(wallet, "GET", _at("wallet"), 200),
    "entries": Asking(wallet, "GET", _at("wallet/entries"), 200),
    "csv": Asking(wallet, "GET", _at("wallet/entries.csv"), 200),
    "verify": Asking(wallet, "GET", _at("wallet/verification"), 200),
}
"""Every route of both doors that reads or writes, but dry runs; `short` is refused for lack of credits."""
