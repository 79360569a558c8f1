"""The pages and documents that need no sign-in: landing, password, API reference, health, static files.

Mails link to pages of the console under `/platform` and `/partner`; until those exist, their addresses say in words
what they are about and show no data.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from fastapi.routing import APIRoute

from functions.portal_api.web import openapi, reference, static
from functions.portal_api.web.render import page, page_language
from functions.portal_api.web.version import VERSION
from shared.language import mark as _
from shared.language import translate
from shared.problems import Problem
from shared.settings import settings

Route = TypeVar("Route", bound=Callable[..., Any])


class _WithHead(APIRoute):
    """Answers HEAD as it answers GET, without the body."""

    def get_route_handler(self) -> Callable[[Request], Any]:
        handle = super().get_route_handler()

        async def without_body(request: Request) -> Response:
            answer: Response = await handle(request)
            if request.method != "HEAD":
                return answer
            bare = Response(status_code=answer.status_code, headers=dict(answer.headers))
            del bare.headers["content-length"]
            return bare

        return without_body


router = APIRouter(route_class=_WithHead)


def _shown_at(path: str) -> Callable[[Route], Route]:
    """A route of GET and HEAD that is no part of the API's document."""
    return router.api_route(path, methods=["GET", "HEAD"], include_in_schema=False, response_model=None)


ABOUT = {
    "platform": _("The platform's console will stand here, with its partners, courses and admins."),
    "platform/partners": _("A partner's record will stand here, for the platform's admins."),
    "partner": _("A partner's console will stand here, with its people, enrollments and credits."),
    "partner/wallet": _("A partner's credit wallet will stand here, with its balance and its history."),
    "partner/admins": _("The admins of a partner will be listed here."),
    "partner/enrollments": _("The enrollments of a partner will be listed here."),
    "partner/contacts": _("The contact records of a partner will be listed here."),
}
"""What will stand at an address of the console, by its first word and the word that names its section."""


@router.head("/health", include_in_schema=False)
@router.get("/health", tags=["service"])
def health() -> dict[str, str]:
    """Whether the service answers, and its version."""
    return {"status": "ok", "version": VERSION}


@_shown_at("/openapi.json")
def openapi_document(request: Request) -> JSONResponse:
    return JSONResponse(openapi.document(request.app), headers={"Cache-Control": "public, max-age=300"})


@_shown_at("/docs")
def docs(request: Request) -> HTMLResponse:
    whole = openapi.document(request.app)
    return page(
        request,
        "docs.html",
        base=settings().platform_url,
        groups=reference.grouped(whole),
        types=reference.types(whole),
        problems=reference.problems(page_language(request)),
    )


@_shown_at("/")
def landing(request: Request) -> HTMLResponse:
    return page(request, "landing.html")


@_shown_at("/password")
def password(request: Request) -> HTMLResponse:
    return page(request, "password.html")


@_shown_at("/static/{name}")
def static_file(name: str) -> Response:
    file = static.find(name)
    if file is None:
        raise Problem("not-found")
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(file.content, media_type=file.media_type, headers=headers)


@_shown_at("/platform")
@_shown_at("/platform/{rest:path}")
def platform_console(request: Request, rest: str = "") -> HTMLResponse:
    return _console(request, "platform", rest.split("/")[0])


@_shown_at("/partner/{partner_id}")
@_shown_at("/partner/{partner_id}/{rest:path}")
def partner_console(request: Request, partner_id: str, rest: str = "") -> HTMLResponse:
    return _console(request, "partner", rest.split("/")[0])


def _console(request: Request, view: str, section: str) -> HTMLResponse:
    """One page for every address of the console: what it is about, nothing of whom."""
    about = ABOUT.get(f"{view}/{section}", ABOUT[view])
    return page(request, "console.html", about=translate(about, page_language(request)))
