"""The FastAPI application: rooms hung in, every exception a problem document, strict headers on every answer."""

from __future__ import annotations

import json
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from functions.portal_api.account import api as account
from functions.portal_api.account import pages as account_pages
from functions.portal_api.account import platform_api
from functions.portal_api.audit import api as audit
from functions.portal_api.audit import pages as audit_pages
from functions.portal_api.brand import api as brand
from functions.portal_api.brand import pages as brand_pages
from functions.portal_api.business import api as business
from functions.portal_api.business import pages as business_pages
from functions.portal_api.business import preview_api as preview
from functions.portal_api.business import preview_pages
from functions.portal_api.catalog import api as catalog
from functions.portal_api.catalog import assignment_api as assignments
from functions.portal_api.catalog import pages as catalogue_pages
from functions.portal_api.catalog import platform_pages as course_pages
from functions.portal_api.command import Replayed, asking
from functions.portal_api.contacts import api as contacts
from functions.portal_api.contacts import lists_api as contact_lists
from functions.portal_api.contacts import pages as contacts_pages
from functions.portal_api.contacts import record_pages as contact_record_pages
from functions.portal_api.credits import pages as credits_pages
from functions.portal_api.enrollments import api as enrollments
from functions.portal_api.enrollments import enrol_page
from functions.portal_api.enrollments import pages as enrollments_pages
from functions.portal_api.find_anything import api as find_anything
from functions.portal_api.find_anything import pages as search_pages
from functions.portal_api.organizations import api as organizations
from functions.portal_api.organizations import pages as organizations_pages
from functions.portal_api.overview import api as overview
from functions.portal_api.overview import pages as overview_pages
from functions.portal_api.overview import partner_page as partner_overview_page
from functions.portal_api.partners import api as partners
from functions.portal_api.partners import doors_api as partner_doors
from functions.portal_api.partners import pages as partners_pages
from functions.portal_api.partners import partner_pages
from functions.portal_api.partners import settings_pages as partner_settings_pages
from functions.portal_api.portal_access import api as portal_access
from functions.portal_api.profiles import api as profiles
from functions.portal_api.profiles import pages as profiles_pages
from functions.portal_api.team import api as team
from functions.portal_api.team import pages as team_pages
from functions.portal_api.team import users_pages
from functions.portal_api.trail import request_id
from functions.portal_api.web import pages, styleguide
from functions.portal_api.web.refused import refused_page
from shared import headers
from shared.caller import identify, language_of
from shared.hosts import trusted_host
from shared.language import mark as _
from shared.problems import Problem, invalid
from shared.requests import BODY_LIMIT, invalid_shape
from shared.telemetry import count, logger

ROOMS = (
    *(contacts_pages, contact_record_pages, organizations_pages, catalogue_pages, enrollments_pages, enrol_page),
    account_pages,
    *(contact_lists, partner_doors, assignments, overview, find_anything),
    *(account, partners, catalog, organizations, contacts, enrollments, audit, brand, team, portal_access),
    *(overview_pages, partners_pages, partner_pages, course_pages, users_pages, search_pages, audit_pages),
    *(brand_pages, platform_api),
    *(partner_overview_page, credits_pages, team_pages, partner_settings_pages),
    *(business_pages, profiles_pages, preview_pages),
    *(profiles, preview, business, pages, styleguide),
)


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
        await _check_body(request)
        response: Response = await call_next(request)
    except Problem as problem:
        response = await _refuse(request, problem)
    except Exception as error:  # the door's last resort: logged by type and place, never with what a client sent
        logger().error("unforeseen", exc_info=(type(error), RuntimeError(type(error).__name__), error.__traceback__))
        response = await _refuse(request, Problem("internal"))
    response.headers.update(headers.ALWAYS)
    for name, value in headers.UNLESS_SAID.items():
        response.headers.setdefault(name, value)
    return response


async def _check_body(request: Request) -> None:
    if len(await request.body()) > BODY_LIMIT:  # the bytes that came: a header may lie
        raise Problem("too-large", limit=BODY_LIMIT)
    media = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if request.method in ("POST", "PUT", "PATCH") and media not in ("", "application/json"):
        raise Problem("not-json")


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
            await run_in_threadpool(identify, request.headers)
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
