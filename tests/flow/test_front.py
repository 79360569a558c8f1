"""The front of the laptop: what it lets through, what it refuses, and the mailbox."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from infra.local.engine import free_port
from infra.local.front import Front
from infra.local.mailbox_pages import answer_mailbox
from infra.local.server import Server
from infra.local.stack import Stack

MAIL = {
    "id": "m1",
    "at": "2026-11-22T09:30:00.000Z",
    "from": "Portico <no-reply@portico.example>",
    "to": ["ada@acme.example"],
    "subject": "Credits <are> low",
    "text": "See http://portico.localhost:8000/partner/1 & more",
    "html": "<p>Hello</p><script>alert(1)</script>",
    "headers": {"Subject": "Credits <are> low"},
}


class _OneMail:
    def mails(self) -> list[dict[str, Any]]:
        return [MAIL]


def test_a_foreign_name_is_misdirected(stack: Stack) -> None:
    with stack.http() as http:
        for host in ("evil.example", f"evil.{stack.domain}", stack.domain.partition(":")[0], ""):
            assert http.get("/health", headers={"Host": host}).status_code == 421

        assert http.get("/health").status_code == 200


@pytest.mark.parametrize("announced", [True, False])
def test_a_body_above_ten_megabytes_is_too_large(stack: Stack, announced: bool) -> None:
    body = b" " * (10 * 1024 * 1024 + 1)
    with stack.http() as http:
        content: Any = body if announced else iter([body[:-1], body[-1:]])

        assert http.post("/v1/session", content=content).status_code == 413


def test_what_the_client_says_arrives_and_what_only_the_front_may_say_is_replaced() -> None:
    seen: dict[str, Any] = {}

    async def api(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
            return
        seen.update(scope, headers=dict(scope["headers"]), body=(await receive())["body"])
        cookies = [(b"set-cookie", b"a=1"), (b"set-cookie", b"b=2")]
        await send({"type": "http.response.start", "status": 207, "headers": cookies})
        await send({"type": "http.response.body", "body": b"answer"})

    behind, before = free_port(), free_port()
    servers = [
        Server(api, behind),
        Server(Front(f"http://127.0.0.1:{behind}/stage", lambda host: host == "ours", _OneMail()), before),
    ]
    try:
        for server in servers:
            server.start()
        with httpx.Client(base_url=f"http://127.0.0.1:{before}") as http:
            answer = http.patch(
                "/a%20b?x=1&x=%2F",
                content=b"\xff\x00",
                headers={
                    "Host": "ours",
                    "X-Forwarded-Proto": "https",
                    "X-Forwarded-For": "203.0.113.7",
                    "X-Forwarded-Host": "evil.example",
                },
            )
    finally:
        for server in reversed(servers):
            server.stop()

    assert (answer.status_code, answer.content) == (207, b"answer")
    assert answer.headers.get_list("set-cookie") == ["a=1", "b=2"]
    assert (seen["method"], seen["raw_path"], seen["query_string"]) == ("PATCH", b"/stage/a%20b", b"x=1&x=%2F")
    assert seen["body"] == b"\xff\x00"
    assert seen["headers"][b"host"] == b"ours"
    assert seen["headers"][b"x-forwarded-proto"] == b"http"
    assert seen["headers"][b"x-forwarded-for"] == b"203.0.113.7, 127.0.0.1"


def test_the_mailbox_is_json_for_programs(stack: Stack) -> None:
    with stack.http() as http:
        answer = http.get("/_mailbox", headers={"Accept": "application/json"})

    assert answer.headers["content-type"] == "application/json"
    assert isinstance(answer.json(), list)


def test_the_mailbox_shows_people_a_mail_that_can_do_nothing() -> None:
    _, _, listed = answer_mailbox(_OneMail(), "/_mailbox", "text/html")
    _, headers, shown = answer_mailbox(_OneMail(), "/_mailbox/m1", "text/html")
    _, framed_headers, framed = answer_mailbox(_OneMail(), "/_mailbox/m1/html", "text/html")

    assert b"Credits &lt;are&gt; low" in listed
    assert b'<a href="http://portico.localhost:8000/partner/1">' in shown
    assert b'sandbox="allow-popups' in shown
    assert b"script" not in shown
    assert b"script-src" not in dict(headers)[b"content-security-policy"]
    assert dict(headers)[b"content-security-policy"].startswith(b"default-src 'none'")
    assert b"sandbox allow-popups" in dict(framed_headers)[b"content-security-policy"]
    assert b"<p>Hello</p>" in framed


def test_an_unknown_mail_is_not_found() -> None:
    status, _, _ = answer_mailbox(_OneMail(), "/_mailbox/m2", "text/html")

    assert status == 404


def test_the_mailbox_narrows_to_one_recipient() -> None:
    _, _, theirs = answer_mailbox(_OneMail(), "/_mailbox", "text/html", b"to=Ada%40acme.example")
    _, _, nobodys = answer_mailbox(_OneMail(), "/_mailbox", "text/html", b"to=%3Cb%3E")
    _, _, listed = answer_mailbox(_OneMail(), "/_mailbox", "application/json", b"to=eve@acme.example")

    assert b"/_mailbox/m1" in theirs
    assert b"No mails to &lt;b&gt;" in nobodys and b"/_mailbox/m1" not in nobodys
    assert listed == b"[]"
