"""What browsers and crawlers look for at fixed addresses of every name: its icon, and what may be indexed."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse

from functions.portal_api.host import host_of
from functions.portal_api.web import static
from functions.portal_api.web.render import brand_at

router = APIRouter()
ROBOTS = "User-agent: *\nAllow: /$\nAllow: /verify/\nAllow: /brand/\nAllow: /static/\nDisallow: /\n"
"""The start page and the public proof of a certificate; all else is for those who sign in."""
A_DAY = {"Cache-Control": "public, max-age=86400"}
AN_HOUR = {"Cache-Control": "public, max-age=3600"}


@router.api_route("/favicon.ico", methods=["GET", "HEAD"], include_in_schema=False)
def favicon(request: Request) -> Response:
    """The icon of whose name this is; its own address changes with it, this one does not."""
    return RedirectResponse(brand_at(host_of(request)).mark_href or static.address("mark.svg"), 302, headers=AN_HOUR)


@router.api_route("/robots.txt", methods=["GET", "HEAD"], include_in_schema=False)
def robots() -> Response:
    return PlainTextResponse(ROBOTS, headers=A_DAY)
