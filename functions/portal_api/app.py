"""The FastAPI application: rooms hung in, every exception a problem document, strict headers on every answer."""

from __future__ import annotations

import json
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from functions.portal_api.account import api as account
from functions.portal_api.catalog import api as catalog
from functions.portal_api.command import Replayed
from functions.portal_api.contacts import api as contacts
from functions.portal_api.enrollments import api as enrollments
from functions.portal_api.organizations import api as organizations
from functions.portal_api.partners import api as partners
from functions.portal_api.web import pages
from shared.caller import language_of
from shared.hosts import trusted_host
from shared.problems import Problem
from shared.requests import BODY_LIMIT, invalid_shape
from shared.telemetry import count, logger

ROOMS = (account, partners, catalog, organizations, contacts, enrollments, pages)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Strict-Transport-Security": "max-age=31536000",
}


def make_app() -> FastAPI:
    """The application with all rooms; its OpenAPI document is generated from their routes."""
    app = FastAPI(
        title="Portico",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
    )
    for room in ROOMS:
        app.include_router(room.router)
    app.middleware("http")(_gate)
    app.exception_handler(Problem)(_refuse)
    app.exception_handler(Replayed)(_replay)
    app.exception_handler(RequestValidationError)(_refuse_shape)
    app.exception_handler(HTTPException)(_refuse_route)
    return app


async def _gate(request: Request, call_next: Any) -> Response:
    """Before any room: the host is ours, the body is JSON and not too large; after it: the headers of all answers."""
    try:
        trusted_host(request.headers)
        _check_body(request)
        response: Response = await call_next(request)
    except Problem as problem:
        response = await _refuse(request, problem)
    except Exception as error:  # the door's last resort: logged by type and place, never with what a client sent
        logger().error("unforeseen", exc_info=(type(error), RuntimeError(type(error).__name__), error.__traceback__))
        response = await _refuse(request, Problem("internal"))
    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _check_body(request: Request) -> None:
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or int(length) > BODY_LIMIT:
        raise Problem("too-large", limit=BODY_LIMIT)
    media = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if request.method in ("POST", "PUT", "PATCH") and media not in ("", "application/json"):
        raise Problem("not-json")


def request_id(request: Request) -> str:
    """API Gateway's id of this request."""
    event = request.scope.get("aws.event", {})
    return str(event.get("requestContext", {}).get("requestId", ""))


async def _refuse(request: Request, problem: Problem) -> Response:
    count("Refusals", code=problem.code)
    document = problem.document(request_id(request), language_of(request.headers))
    body = json.dumps(document, ensure_ascii=False)
    return Response(body, problem.status, headers=problem.headers, media_type=problem.headers["Content-Type"])


async def _replay(_: Request, replayed: Replayed) -> Response:
    headers = {"Idempotency-Replayed": "true"}
    if replayed.status == 204:
        return Response(status_code=204, headers=headers)
    return JSONResponse(replayed.answer, replayed.status, headers=headers)


async def _refuse_shape(request: Request, error: RequestValidationError) -> Response:
    errors = [
        one | {"loc": one["loc"][1:] if one["loc"][:1] != ("body",) or one["type"] != "json_invalid" else ()}
        for one in error.errors()
    ]
    return await _refuse(request, invalid_shape(errors))


async def _refuse_route(request: Request, error: HTTPException) -> Response:
    codes = {404: "not-found", 405: "method-not-allowed", 413: "too-large"}
    if error.status_code == 400:
        return await _refuse(request, Problem("invalid-request", errors=[{"path": "", "detail": "not JSON"}]))
    return await _refuse(request, Problem(codes.get(error.status_code, "internal")))
