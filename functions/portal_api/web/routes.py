"""Routes of pages: answered to GET and HEAD, compressed, no part of the API's document."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import APIRouter, Request
from fastapi.responses import Response
from fastapi.routing import APIRoute

Route = TypeVar("Route", bound=Callable[..., Any])


WORTH_COMPRESSING = 1000
"""Bytes from which on a page is compressed."""


class _PageRoute(APIRoute):
    """Compresses what it answers for whoever takes that, and answers HEAD as it answers GET, without the body."""

    def get_route_handler(self) -> Callable[[Request], Any]:
        handle = super().get_route_handler()

        async def without_body(request: Request) -> Response:
            answer: Response = await handle(request)
            _compress(request, answer)
            if request.method != "HEAD":
                return answer
            bare = Response(status_code=answer.status_code, headers=dict(answer.headers))
            del bare.headers["content-length"]
            return bare

        return without_body


def _compress(request: Request, answer: Response) -> None:
    answer.headers.add_vary_header("Accept-Encoding")
    body = getattr(answer, "body", b"")
    if len(body) < WORTH_COMPRESSING or not _takes_gzip(request.headers.get("accept-encoding", "")):
        return
    answer.body = gzip.compress(body, 6, mtime=0)
    answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Content-Length"] = str(len(answer.body))


def _takes_gzip(header: str) -> bool:
    taken = (part.replace(" ", "").lower().partition(";q=") for part in header.split(","))
    return any(coding == "gzip" and (not q or bool(weight.strip("0."))) for coding, q, weight in taken)


class PageRouter(APIRouter):
    """A room's router of pages: `router = PageRouter()`, then `@router.page("/partner/{partner_id}/contacts")`."""

    def __init__(self) -> None:
        super().__init__(route_class=_PageRoute)

    def page(self, path: str) -> Callable[[Route], Route]:
        """A page at this address; several may be put above one function."""
        return self.api_route(path, methods=["GET", "HEAD"], include_in_schema=False, response_model=None)
