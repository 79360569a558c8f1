"""The pages that belong to no room: start page, views, password, API reference, health, static files."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from functions.portal_api.account.me import show_me
from functions.portal_api.host import base_of
from functions.portal_api.web import openapi, reference, static
from functions.portal_api.web.render import page, page_language
from functions.portal_api.web.routes import PageRouter
from functions.portal_api.web.version import VERSION
from functions.portal_api.web.visit import Visit, Visits, visiting
from shared.language import mark as _
from shared.problems import Problem
from shared.session import cookie

router = PageRouter()


@router.head("/health", include_in_schema=False)
@router.get("/health", tags=["service"])
def health() -> dict[str, str]:
    """Whether the service answers, and its version."""
    return {"status": "ok", "version": VERSION}


@router.page("/openapi.json")
def openapi_document(request: Request) -> JSONResponse:
    return JSONResponse(openapi.document(request.app), headers={"Cache-Control": "public, max-age=300"})


@router.page("/docs")
def docs(request: Request) -> HTMLResponse:
    whole = openapi.document(request.app)
    return page(
        request,
        "docs.html",
        base=base_of(request),
        groups=reference.grouped(whole),
        types=reference.types(whole),
        problems=reference.problems(page_language(request)),
    )


@router.page("/")
def start(request: Request) -> Response:
    """Where everybody begins: strangers read what this is, the signed-in go to their view or choose one."""
    visit = _signed_in(request)
    if visit is None:
        return page(request, "landing.html")
    views = show_me(visit.caller)["views"]
    if len(views) == 1:
        return RedirectResponse(views[0]["path"], 303, headers={"Cache-Control": "no-store"})
    return _views(visit, views)


@router.page("/views")
def views(visit: Visits) -> HTMLResponse:
    """The views to choose from; the page's header shows this list in place."""
    return _views(visit, show_me(visit.caller)["views"])


def _views(visit: Visit, found: list[dict[str, str]]) -> HTMLResponse:
    return visit.page("views.html", title=visit.say(_("Where do you want to work?")), views=found)


def _signed_in(request: Request) -> Visit | None:
    if not cookie(request.headers) and "authorization" not in request.headers:
        return None
    try:
        return visiting(request)
    except Problem as problem:
        if problem.code != "not-signed-in":
            raise
        return None


@router.page("/password")
def password(request: Request) -> HTMLResponse:
    return page(request, "password.html")


@router.page("/static/{name}")
def static_file(name: str) -> Response:
    file = static.find(name)
    if file is None:
        raise Problem("not-found")
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(file.content, media_type=file.media_type, headers=headers)
