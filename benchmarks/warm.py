"""Processor time of one request in a warm process, beside a bare function that makes the same calls to DynamoDB.

Each request is made once against moto and its calls are recorded; from then on all sides are answered from the
recording (`wire.py`). What stands beside ours makes the same calls (`bare.py`) in a plain Lambda function, or in a
route of a plain FastAPI application. All sides take turns, a hundred requests each; the log goes to /dev/null.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from benchmarks.bare import Calls, by_heart, plain
from benchmarks.ratios import Ratio
from benchmarks.wire import Call, Recording, answer

ROUNDS = int(os.environ.get("ROUNDS", "11"))
REQUESTS = int(os.environ.get("REQUESTS", "100"))
ROWS = 25
CONTEXT = SimpleNamespace(
    aws_request_id="6f7f2a50",
    function_name="bench",
    function_version="1",
    memory_limit_in_mb=1024,
    invoked_function_arn="arn:aws:lambda:eu-south-1:123456789012:function:bench",
    get_remaining_time_in_millis=lambda: 20_000,
)
Ask = Callable[[], dict[str, Any]]


@dataclass(frozen=True)
class Work:
    """One request: how ours is asked, the bare functions beside it, how much more ours may take, the calls of all."""

    name: str
    ours: Ask
    bare: Ask
    tuned: Ask
    by_heart: Ask
    most: float
    calls: list[Call]

    @property
    def sides(self) -> tuple[Ask, ...]:
        return self.ours, self.bare, self.tuned, self.by_heart


def report() -> str:
    from tests.functional.conftest import ENVIRONMENT

    with patch.dict(os.environ, ENVIRONMENT | {"POWERTOOLS_METRICS_DISABLED": "false"}), _quiet(), _one_processor():
        rows = [_row(work, *_measured(work)) for work in _works()]
    head = "| request | ours / bare (lowest … highest) | target | ours / tuned | ours / by heart | calls of each |"
    return "\n".join([head, "|---|---|---|---|---|---|", *rows, "", f"{ROUNDS} rounds of {REQUESTS} requests a side."])


def _row(work: Work, ours: list[float], bare: list[float], tuned: list[float], least: list[float]) -> str:
    ratio, calls = Ratio.of(ours, bare), ", ".join(call.operation for call in work.calls)
    beside = " | ".join(str(Ratio.of(ours, other)) for other in (tuned, least))
    return f"| {work.name} | {ratio} | {ratio.beside(work.most)} | {beside} | {calls} |"


def _measured(work: Work) -> list[list[float]]:
    """Processor time of each round: ours and those of the bare functions; the first round is thrown away."""
    seen: list[list[float]] = [[] for _ in work.sides]
    for number in range(ROUNDS + 1):
        for turn in range(len(seen)):
            place = (number + turn) % len(seen)
            begun = time.process_time()
            for _ in range(REQUESTS):
                work.sides[place]()
            if number:
                seen[place].append(time.process_time() - begun)
    return seen


@contextmanager
def _quiet() -> Iterator[None]:
    """What the functions log costs them the writing, and disturbs nobody."""
    with open(os.devnull, "w") as nowhere, patch.object(sys, "stdout", nowhere):
        yield


@contextmanager
def _one_processor() -> Iterator[None]:
    """A function of 1024 MB has no more; threads that move between several pay for it with cold caches."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def _works() -> list[Work]:
    """The requests, recorded on moto; then both sides get clients of their own that answer from the recordings."""
    import boto3
    import jwt
    from moto import mock_aws

    from shared import dynamo
    from tests.builders import jwks
    from tests.functional.conftest import make_tables

    with mock_aws(), patch.object(jwt.PyJWKClient, "fetch_data", lambda _: jwks()):
        boto3.client("secretsmanager").create_secret(Name="cursors", SecretString="of the benchmark")
        make_tables(dynamo.client())
        works = [_enrolling(), *_listing()]
    dynamo.client.cache_clear()
    for client in (dynamo.client(), _bare_client(), _tuned_client()):
        answer(client, [call for work in works for call in work.calls])
    return works


@cache
def _bare_client() -> Any:
    """The bare function's client, as it comes."""
    import boto3

    return boto3.client("dynamodb")


@cache
def _tuned_client() -> Any:
    """Our own client."""
    from shared import dynamo

    return dynamo.client.__wrapped__()


def _bare_function(event: dict[str, Any], make: Calls) -> Ask:
    """A Lambda function and nothing more: reads the body, makes the calls, answers."""

    def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
        body = json.loads(event["body"])
        make()
        headers = {"Content-Type": "application/json"}
        return {"statusCode": 201, "headers": headers, "body": json.dumps({"status": "enrolled", **body})}

    return lambda: handler(event, CONTEXT)


def _bare_desk(event: dict[str, Any], make: Calls) -> Ask:
    """A FastAPI application behind Mangum with one route: makes the calls and answers with the items as they came."""
    from fastapi import FastAPI
    from mangum import Mangum

    app = FastAPI()

    @app.get(event["rawPath"])
    def items() -> dict[str, Any]:
        return {"items": [item for told in make() for item in told.get("Items", [])]}

    handler = Mangum(app, lifespan="off")
    return lambda: handler(event, CONTEXT)  # type: ignore[arg-type]


def _enrolling() -> Work:
    """Enrol one contact into one course, sent by the browser of a partner's admin."""
    from functions.enroll.handler import handler
    from shared import keys
    from shared.clock import stamp
    from shared.ids import new_id
    from tests.builders import a_partner, a_partner_admin, write

    partner, course, contact = a_partner(), new_id("crs"), new_id("con")
    admin = a_partner_admin(partner)
    opened = {"id": course, "title": "Safety", "status": "active", "enrollment_cost": 10, "created_at": stamp()}
    write(keys.course(course), opened | {"all_partners": True, "version": 1})
    write(keys.contact(partner.id, contact), {"id": contact, "first_name": "Ada", "version": 1})
    write(keys.wallet(partner.id), {"available": 500, "held": 0, "seq": 41, "head": "0" * 64})
    path = f"/v1/partners/{partner.id}/enrollments"
    body = json.dumps({"course_id": course, "contact_id": contact, "expected_cost": 10})
    headers = _browser(admin) | {"idempotency-key": "enrol-ada", "content-type": "application/json"}
    event = _event("POST", path, headers | {"sec-fetch-site": "same-origin"}, body)
    return _work("enrol one contact", lambda: handler(event, CONTEXT), 201, partial(_bare_function, event), 1.3)


def _listing() -> list[Work]:
    """The first page of a partner's students, 25 of 40: the page for people, and the same list for programs."""
    from functions.portal_api.handler import handler
    from tests.builders import a_partner, a_partner_admin, a_platform_admin
    from tests.functional.front import Front

    partner = a_partner()
    admin = a_partner_admin(partner)
    front, base = Front(), f"/v1/partners/{partner.id}"
    platform = a_platform_admin()
    organization = front.post(f"{base}/organizations", admin, {"name": "Officina Neri"}).json["id"]
    for number in range(40):
        person = {"first_name": "Ada", "last_name": f"Rossi {number}", "email": f"ada{number}@neri.example"}
        made = front.post(f"{base}/contacts", admin, person | {"organization_id": organization, "tags": ["blue"]})
        assert made.status == 201, (made, platform)
    page = _event("GET", f"/partner/{partner.id}/contacts", _browser(admin) | {"accept": "text/html"})
    listed = _event("GET", f"{base}/contacts", _browser(admin))
    return [
        _work("page of 25 students", lambda: handler(page, CONTEXT), 200, partial(_bare_desk, page), 2),
        _work("the same as JSON", lambda: handler(listed, CONTEXT), 200, partial(_bare_desk, listed), 2),
    ]


def _work(name: str, ours: Ask, status: int, bare: Callable[[Calls], Ask], most: float) -> Work:
    """Ask once and record it."""
    from shared import dynamo

    with Recording.of(dynamo.client()) as recording:
        answered = ours()
    assert answered["statusCode"] == status, answered
    calls = recording.calls
    plainly, tuned = (bare(plain(client, calls)) for client in (_bare_client(), _tuned_client()))
    return Work(name, ours, plainly, tuned, bare(by_heart(_tuned_client(), calls)), most, calls)


def _browser(person_id: str) -> dict[str, str]:
    """The headers by which somebody's browser is known, who is signed in from now on."""
    from shared import keys
    from shared.clock import stamp
    from shared.links import hash_of
    from shared.session import COOKIE
    from tests.builders import write
    from tests.functional.front import DOMAIN

    secret, now = "s" * 43, int(time.time())
    session = {"id": "ses_1", "person_id": person_id, "domain": DOMAIN, "signed_in_at": now, "created_at": stamp()}
    write(keys.session(hash_of(secret)), session | {"last_seen_at": now, "expires_at": now + 3600})
    return {"host": DOMAIN, "cookie": f"{COOKIE}={person_id}.{secret}", "accept-language": "en"}


def _event(method: str, path: str, headers: dict[str, str], body: str | None = None) -> dict[str, Any]:
    """What API Gateway hands over, payload 2.0."""
    http = {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "bench"}
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": "",
        "headers": headers,
        "requestContext": {
            "requestId": "req-1",
            "http": http,
            "stage": "$default",
            "domainName": headers["host"],
            "timeEpoch": 0,
        },
        "body": body,
        "isBase64Encoded": False,
    }
