"""The front door of a laptop: forwards by Host to the API on the engine, and answers what API Gateway would refuse.

A name that is not ours is 421, a body above 10 MB is 413; everything else goes to the engine with its Host, method,
path, query, headers and body, and comes back with each of its Set-Cookie headers. `/_mailbox` is its only own page.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from infra.local.mailbox_pages import answer_mailbox

LARGEST_BODY = 10 * 1024 * 1024
"""API Gateway's own limit of a request's body, in bytes."""
AT_ONCE = 32
"""Requests under way at the engine; more wait their turn, as each is a process there with a cold start of its own."""
LARGEST_READ = 64 * 1024 * 1024
"""How much of a refused body is read, so that a client hears the refusal instead of a broken pipe."""
_NOT_PASSED_ON = {
    b"connection",
    b"keep-alive",
    b"proxy-authenticate",
    b"proxy-authorization",
    b"te",
    b"trailer",
    b"transfer-encoding",
    b"upgrade",
    b"content-length",
    b"expect",
    b"date",
    b"server",
}
_FORWARDED = {b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-port"}
Headers = list[tuple[bytes, bytes]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Front:
    """The ASGI application. `is_ours(host)` decides which names are answered."""

    def __init__(self, target: str, is_ours: Callable[[str], bool], mailbox: Any) -> None:
        self._target = target
        self._is_ours = is_ours
        self._mailbox = mailbox
        self._api: httpx.AsyncClient | None = None

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live(self, receive: Any, send: Send) -> None:
        await receive()
        limits = httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE)
        timeout = httpx.Timeout(60, pool=None)
        self._api = httpx.AsyncClient(timeout=timeout, limits=limits, follow_redirects=False, trust_env=False)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._api.aclose()
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, scope: dict[str, Any], receive: Any, send: Send) -> None:
        host = _header(scope["headers"], b"host").lower()
        if not await asyncio.to_thread(self._is_ours, host):  # it may have to ask the engine
            await _refuse(send, 421, "Misdirected Request")
            return
        if scope["path"] == "/_mailbox" or scope["path"].startswith("/_mailbox/"):
            accept = _header(scope["headers"], b"accept")
            asked = (scope["path"], accept, scope["query_string"])
            status, headers, body = await asyncio.to_thread(answer_mailbox, self._mailbox, *asked)
            await _send(send, status, headers, body)
            return
        request = await _body(scope["headers"], receive)
        if request is None:
            await _refuse(send, 413, "Request Entity Too Large")
            return
        await self._forward(scope, host, request, send)

    async def _forward(self, scope: dict[str, Any], host: str, body: bytes, send: Send) -> None:
        assert self._api is not None
        path = scope.get("raw_path") or scope["path"].encode()
        query = b"?" + scope["query_string"] if scope["query_string"] else b""
        url = httpx.URL(self._target).copy_with(raw_path=f"{httpx.URL(self._target).path}".encode() + path + query)
        try:
            request = httpx.Request(scope["method"], url, headers=_towards(scope, host), content=body)
            answer = await self._api.send(request, stream=True)
            content = b"".join([part async for part in answer.aiter_raw()])
            await answer.aclose()
        except httpx.HTTPError:
            await _refuse(send, 503, "Service Unavailable")
            return
        headers = [(name.lower(), value) for name, value in answer.headers.raw if name.lower() not in _NOT_PASSED_ON]
        await _send(send, answer.status_code, headers, content, head=scope["method"] == "HEAD")


def _towards(scope: dict[str, Any], host: str) -> Headers:
    """The request's headers as API Gateway would pass them on: what it alone may say is replaced."""
    client = (scope.get("client") or ("127.0.0.1", 0))[0].encode()
    told = _header(scope["headers"], b"x-forwarded-for").encode()
    kept = [(name, value) for name, value in scope["headers"] if name not in _NOT_PASSED_ON | _FORWARDED | {b"host"}]
    port = host.rpartition(":")[2].encode() if ":" in host else b"80"
    return [
        (b"host", host.encode()),
        *kept,
        (b"x-forwarded-for", told + b", " + client if told else client),
        (b"x-forwarded-proto", b"http"),
        (b"x-forwarded-port", port),
    ]


async def _body(headers: Headers, receive: Any) -> bytes | None:
    """The whole body, or None when it is larger than API Gateway takes; then the rest is read and thrown away."""
    announced = _header(headers, b"content-length")
    size = int(announced) if announced.isdigit() else 0
    parts: list[bytes] = []
    read = 0
    while read <= LARGEST_READ:
        message = await receive()
        part = message.get("body", b"")
        read += len(part)
        size = max(size, read)
        if size <= LARGEST_BODY:
            parts.append(part)
        if not message.get("more_body"):
            break
    return b"".join(parts) if size <= LARGEST_BODY else None


def _header(headers: Headers, name: bytes) -> str:
    return next((value.decode("latin-1") for found, value in headers if found == name), "")


async def _refuse(send: Send, status: int, message: str) -> None:
    body = json.dumps({"message": message}).encode()
    await _send(send, status, [(b"content-type", b"application/json")], body)


async def _send(send: Send, status: int, headers: Headers, body: bytes, *, head: bool = False) -> None:
    length = [] if head else [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *length]})
    await send({"type": "http.response.body", "body": body})
