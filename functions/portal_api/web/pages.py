"""The pages and documents that need no sign-in: landing, password, API reference, health, static files.

Mails link to pages of the console under `/platform` and `/partner`; until those exist, their addresses say in words
what they are about and show no data.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from functions.portal_api.web import openapi, static
from functions.portal_api.web.render import page
from functions.portal_api.web.version import VERSION
from shared.language import mark as _
from shared.problems import Problem

router = APIRouter()

ABOUT = {
    "platform": _("the platform's console: partners, courses, and the platform's admins"),
    "platform/partners": _("a partner's record, as the platform's admins see it"),
    "partner": _("a partner's console: its people, enrollments and credits"),
    "partner/wallet": _("a partner's credit wallet: what is available, and the history of every movement"),
    "partner/admins": _("the people who administer a partner"),
    "partner/enrollments": _("a partner's enrollments"),
    "partner/contacts": _("a partner's contact records"),
}
"""What an address of the console is about, by its first word and the word that names its section."""


@router.get("/health", tags=["service"])
def health() -> dict[str, str]:
    """Whether the service answers, and its version."""
    return {"status": "ok", "version": VERSION}


@router.get("/openapi.json", include_in_schema=False)
def openapi_document(request: Request) -> JSONResponse:
    return JSONResponse(openapi.document(request.app), headers={"Cache-Control": "public, max-age=300"})


@router.get("/docs", include_in_schema=False)
def reference(request: Request) -> HTMLResponse:
    return page(request, "docs.html", groups=openapi.grouped(openapi.document(request.app)))


@router.get("/", include_in_schema=False)
def landing(request: Request) -> HTMLResponse:
    return page(request, "landing.html")


@router.get("/password", include_in_schema=False)
def password(request: Request) -> HTMLResponse:
    return page(request, "password.html")


@router.get("/static/{name}", include_in_schema=False)
def static_file(name: str) -> Response:
    file = static.find(name)
    if file is None:
        raise Problem("not-found")
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(file.content, media_type=file.media_type, headers=headers)


@router.get("/platform", include_in_schema=False)
@router.get("/platform/{rest:path}", include_in_schema=False)
def platform_console(request: Request, rest: str = "") -> HTMLResponse:
    return _console(request, "platform", rest.split("/")[0])


@router.get("/partner/{partner_id}", include_in_schema=False)
@router.get("/partner/{partner_id}/{rest:path}", include_in_schema=False)
def partner_console(request: Request, partner_id: str, rest: str = "") -> HTMLResponse:
    return _console(request, "partner", rest.split("/")[0])


def _console(request: Request, view: str, section: str) -> HTMLResponse:
    """One page for every address of the console: what it is about, nothing of whom."""
    about: Any = ABOUT.get(f"{view}/{section}", ABOUT[view])
    return page(request, "console.html", about=about)
