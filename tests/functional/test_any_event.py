"""Whatever stands in an event of API Gateway, each door answers it: with a problem at most, and never with a 500."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.enroll import handler as enroll
from functions.portal_api import handler as front_desk
from functions.wallet import handler as wallet
from shared.problems import PROBLEMS
from tests.builders import a_partner, a_platform_admin, token_for
from tests.functional.front import _CONTEXT, DOMAIN
from tests.fuzz.examples import fuzzed
from tests.fuzz.odd import around, odd

METHODS = ("GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "get", "")
NAMES = (
    "cookie", "authorization", "idempotency-key", "accept-language", "accept", "content-type", "content-length",
    "sec-fetch-site", "origin", "x-forwarded-host", "x-forwarded-port", "x-forwarded-proto", "portico-view", "range",
    "if-none-match", "user-agent", "accept-encoding", "transfer-encoding", "hx-request",
)  # fmt: skip
DESK = (
    "GET ~, PATCH ~, POST ~/contacts, GET ~/contacts, GET ~/staff/per_1, GET /, GET /sign-in, GET /v1/me, GET /health"
)
WALLET = "GET ~/wallet, GET ~/wallet/entries, GET ~/wallet/entries.csv, POST ~/wallet/top-ups, POST ~/wallet/deductions"
ENROLL = (
    "POST ~/enrollments, POST ~/enrollments/batches, POST ~/enrollments/enr_x/withdrawal, PATCH ~/enrollments/enr_x"
)
# What API Gateway hands over is text: half a character of UTF-16 can't come over HTTP.
text = odd.map(lambda said: said.encode("utf-8", "replace").decode())
heads = st.dictionaries(st.sampled_from(NAMES), text | around("1", "gzip", "application/json", "same-origin", "null"))
clean = heads.map(lambda sent: {name: value.encode("utf-8", "replace").decode() for name, value in sent.items()})


def _mostly(draw: st.DrawFn, right: str, odd_ones: st.SearchStrategy[str]) -> str:
    """The right text three times of four."""
    return right if draw(st.integers(0, 3)) else draw(odd_ones).encode("utf-8", "replace").decode()


@st.composite
def events(draw: st.DrawFn, routes: tuple[str, ...], token: str) -> dict[str, Any]:
    """An event of payload 2.0 in which anything may be odd, but that a gateway would send."""
    method, path = draw(st.sampled_from(routes)).split(" ")
    path, method = _mostly(draw, path, around(path)), _mostly(draw, method, st.sampled_from(METHODS))
    raw = draw(st.none() | st.binary(max_size=60) | text.map(str.encode))
    body = raw if raw is None else base64.b64encode(raw).decode()
    host = _mostly(draw, DOMAIN, around(DOMAIN, "x:80.", "[::1]:80"))
    headers = draw(clean) | ({"host": host} if draw(st.integers(0, 9)) else {})
    if draw(st.integers(0, 3)):
        headers["authorization"] = f"Bearer {token}"
    http = {"method": method, "path": path, "sourceIp": draw(st.just("192.0.2.1") | text)}
    http |= {"protocol": "HTTP/1.1", "userAgent": "tests"}
    query = draw(st.just({}) | st.dictionaries(text, text, max_size=3))
    more = {"cookies": draw(st.lists(text, max_size=3))} if draw(st.booleans()) else {}
    return more | {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": draw(text | st.just("limit=1&cursor=%00")),
        "queryStringParameters": query or None,
        "headers": headers,
        "requestContext": {"requestId": "req-1", "http": http, "stage": "$default", "domainName": DOMAIN},
        "body": body,
        "isBase64Encoded": raw is not None,
    }


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize(
    ("door", "routes"),
    [(front_desk, DESK), (wallet, WALLET), (enroll, ENROLL)],
    ids=["portal_api", "wallet", "enroll"],
)
def test_any_event_is_answered(door: Any, routes: str) -> None:
    base = f"/v1/partners/{a_partner().id}"
    known = tuple(route.strip().replace("~", base) for route in routes.split(","))
    seen: set[int] = set()

    @fuzzed(100)
    @given(events(known, token_for(a_platform_admin())))
    def ask(event: dict[str, Any]) -> None:
        answer = door.handler(event, _CONTEXT)
        seen.add(answer["statusCode"])
        assert answer["statusCode"] < 500, (event, answer)
        body = base64.b64decode(answer["body"]) if answer["isBase64Encoded"] else answer["body"]
        media = {name.lower(): value for name, value in answer["headers"].items()}.get("content-type")
        if body and media == "application/problem+json":
            document = json.loads(body)
            assert document["code"] in PROBLEMS and document["status"] == answer["statusCode"]

    ask()
    assert {401, 404, 421, 422} <= seen
