"""The FastAPI application: rooms hung in, every exception a problem document, strict headers on every answer."""

from __future__ import annotations

import json
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from functions.portal_api.command import Replayed, asking
from functions.portal_api.host import find_host, host_of
from functions.portal_api.rooms import ROOMS, Opened
from functions.portal_api.trail import request_id
from functions.portal_api.web.refused import refused_page
from shared import headers
from shared.caller import identify, language_of
from shared.language import mark as _
from shared.problems import Problem, invalid
from shared.requests import BODY_LIMIT, invalid_shape
from shared.telemetry import count, logger


class _FrontDesk(FastAPI):
    """Rooms are opened as they are asked for; the document of the API is that of all of them."""

    def openapi(self) -> dict[str, Any]:
        return make_app().openapi()


def make_front_desk() -> FastAPI:
    """The application that answers requests."""
    app = _made(_FrontDesk)
    app.state.rooms = Opened(app.router, ROOMS)
    return app


def make_app() -> FastAPI:
    """The application with all rooms at once; the OpenAPI document is generated from their routes."""
    app = _made(FastAPI)
    for room in ROOMS:
        app.include_router(room.router)
    return app


def _made(kind: type[FastAPI]) -> FastAPI:
    app = kind(
        title="Portico",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
    )
    app.add_middleware(_Gate)
    app.exception_handler(Problem)(_refuse)
    app.exception_handler(Replayed)(_replay)
    app.exception_handler(RequestValidationError)(_refuse_shape)
    app.exception_handler(HTTPException)(_refuse_route)
    return app


class _Gate:
    """Before any room: the host is ours, the body is JSON and not too large; after it: the headers of all answers.

    Plain ASGI: Starlette's base for middleware gives every answer a task of its own, a tenth of a page's time.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request, dressed = Request(scope, receive), _Dressed(send)
        try:
            find_host(request)  # may wait for the table; a Lambda answers one request at a time
            body = await _checked_body(request)
            if rooms := getattr(request.app.state, "rooms", None):
                rooms.open_for(request.url.path)
            await self.app(scope, _again(body, receive), dressed.send)
            return
        except Problem as problem:
            refused = problem
        except Exception as error:  # the door's last resort: logged by type and place, never with what a client sent
            silent = RuntimeError(type(error).__name__)
            logger().error("unforeseen", exc_info=(type(error), silent, error.__traceback__))
            if dressed.begun:
                raise
            refused = Problem("internal")
        response = await _refuse(request, refused)
        await response(scope, receive, dressed.send)


class _Dressed:
    """Sends an answer with the headers of all answers; `begun` once its first part is out."""

    def __init__(self, send: Send) -> None:
        self._send, self.begun = send, False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            told = MutableHeaders(scope=message)
            told.update(headers.ALWAYS)
            for name, value in headers.UNLESS_SAID.items():
                told.setdefault(name, value)
        await self._send(message)


def _again(body: bytes, receive: Receive) -> Receive:
    """What came, once more, for whoever answers."""
    told = False

    async def receive_again() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_again


async def _checked_body(request: Request) -> bytes:
    body = await request.body()
    if len(body) > BODY_LIMIT:  # the bytes that came: a header may lie
        raise Problem("too-large", limit=BODY_LIMIT)
    media = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if request.method in ("POST", "PUT", "PATCH") and media not in ("", "application/json"):
        raise Problem("not-json")
    return body


async def _refuse(request: Request, problem: Problem) -> Response:
    count("Refusals", code=problem.code)
    if told := refused_page(request, problem):
        return told
    document = problem.document(request_id(request), language_of(request.headers))
    body = json.dumps(document, ensure_ascii=False)
    return Response(body, problem.status, headers=problem.headers, media_type=problem.headers["Content-Type"])


async def _replay(_: Request, replayed: Replayed) -> Response:
    headers = {"Idempotency-Replayed": "true"}
    if replayed.status == 204:
        return Response(status_code=204, headers=headers)
    return JSONResponse(replayed.answer, replayed.status, headers=headers)


async def _refuse_shape(request: Request, error: RequestValidationError) -> Response:
    """What is malformed; whoever is not signed in where one must be learns that first, as with any other body."""
    if _needs_sign_in(request):
        try:
            await run_in_threadpool(identify, request.headers, host_of(request))
        except Problem as problem:
            return await _refuse(request, problem)
    errors = [
        one | {"loc": one["loc"][1:] if one["loc"][:1] != ("body",) or one["type"] != "json_invalid" else ()}
        for one in error.errors()
    ]
    return await _refuse(request, invalid_shape(errors))


def _needs_sign_in(request: Request) -> bool:
    route = request.scope.get("route")
    return isinstance(route, APIRoute) and any(
        one.call is asking or getattr(one.call, "identifies", False) for one in route.dependant.dependencies
    )


async def _refuse_route(request: Request, error: HTTPException) -> Response:
    codes = {404: "not-found", 405: "method-not-allowed", 413: "too-large"}
    if error.status_code == 400:
        return await _refuse(request, invalid("", _("must be JSON")))
    return await _refuse(request, Problem(codes.get(error.status_code, "internal")))
