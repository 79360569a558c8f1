"""The front desk asked as API Gateway asks it: an event of payload 2.0 into the Lambda's handler."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from functions.portal_api import handler as door
from tests.builders import token_for

DOMAIN = "portico.localhost:8000"
_CONTEXT = SimpleNamespace(
    aws_request_id="fn-1",
    function_name="portal_api",
    memory_limit_in_mb=512,
    invoked_function_arn="arn:aws:lambda:eu-south-1:1:function:portal_api",
    get_remaining_time_in_millis=lambda: 10**9,  # tests that speak to the verbs themselves have no deadline
)


@dataclass(frozen=True)
class Answer:
    """What came back: status, header names in lower case, the text, each `Set-Cookie`."""

    status: int
    headers: dict[str, str]
    text: str
    cookies: tuple[str, ...] = ()

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def code(self) -> str:
        """The problem's code; an answer that is no problem document has none."""
        assert self.headers["content-type"] == "application/problem+json", self
        assert self.json["status"] == self.status
        return str(self.json["code"])

    @property
    def at(self) -> list[str]:
        """Where a malformed request is malformed."""
        return [error["path"] for error in self.json["errors"]]


class Front:
    """Asks; `who` is a person's id, None an anonymous caller."""

    def get(self, path: str, who: str | None = None, **query: Any) -> Answer:
        return self.ask("GET", path, who, query=query)

    def post(self, path: str, who: str | None = None, body: Any = None, key: str | None = None, **more: Any) -> Answer:
        return self.ask("POST", path, who, body=body, key=key, **more)

    def patch(self, path: str, who: str | None = None, body: Any = None, key: str | None = None, **more: Any) -> Answer:
        return self.ask("PATCH", path, who, body=body, key=key, **more)

    def all(self, path: str, who: str, **query: Any) -> list[Any]:
        """The items of all pages; no cursor may come twice."""
        items, cursors, cursor = [], set(), None
        while True:
            page = self.get(path, who, **query | ({"cursor": cursor} if cursor else {}))
            assert page.status == 200, page
            items += page.json["items"]
            cursor = page.json["next_cursor"]
            if cursor is None:
                return items
            assert cursor not in cursors
            cursors.add(cursor)

    def ask(
        self,
        method: str,
        path: str,
        who: str | None = None,
        *,
        body: Any = None,
        raw: str | None = None,
        key: str | None = None,
        query: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        address: str = "192.0.2.1",
    ) -> Answer:
        sent = {"host": DOMAIN} | (headers or {})
        if who:
            sent["authorization"] = f"Bearer {token_for(who)}"
        if key is not None:
            sent["idempotency-key"] = key
        text = raw if raw is not None else None if body is None else json.dumps(body)
        if text is not None:
            sent = {"content-type": "application/json", "content-length": str(len(text.encode()))} | sent
        http = {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": address, "userAgent": "tests"}
        event = {
            "version": "2.0",
            "routeKey": "$default",
            "rawPath": path,
            "rawQueryString": urlencode(query or {}),
            "headers": sent,
            "requestContext": {"requestId": "req-1", "http": http, "stage": "$default", "domainName": DOMAIN},
            "body": text,
            "isBase64Encoded": False,
        }
        answer = door.handler(event, _CONTEXT)  # type: ignore[arg-type]
        text = answer["body"]
        if answer["isBase64Encoded"]:
            text = base64.b64decode(text).decode()
        return Answer(answer["statusCode"], answer["headers"], text, tuple(answer.get("cookies", ())))


def meanwhile(call: Callable[[], Answer]) -> Answer:
    """Another request, answered while one is being answered."""
    return at_once(call)[0]


def at_once(*calls: Callable[[], Answer]) -> list[Answer]:
    """Requests at the same time, each in a thread and an event loop of its own."""

    def run(call: Callable[[], Answer]) -> Answer:
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        try:
            return call()
        finally:
            asyncio.set_event_loop(None)
            loop.close()

    door._mangum()  # here, not in one of the threads: its loop is this thread's
    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
