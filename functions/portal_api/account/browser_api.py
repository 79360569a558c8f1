"""Sessions of browsers over HTTP: opened and ended by the browser itself, listed and ended by their person."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from functions.portal_api.account import sessions
from functions.portal_api.account.end_session import end_here, end_one
from functions.portal_api.account.list_sessions import SessionView, list_sessions
from functions.portal_api.account.open_session import Asked, Opened, open_session, open_with_code
from functions.portal_api.account.own_trail import find_own
from functions.portal_api.account.shapes import BrowserAnswer, BrowserSignIn
from functions.portal_api.account.sign_out import sign_out
from functions.portal_api.audit.row import AuditRow
from functions.portal_api.command import Asks
from functions.portal_api.host import host_of
from functions.portal_api.lists import Listed, Paged, listed
from functions.portal_api.trail import request_id

router = APIRouter()

SIGNED_OUT = {"Set-Cookie": sessions.CLEARED, "Clear-Site-Data": '"cache", "storage"'}
"""What a browser that signs out forgets. Not `cookies`: that would reach every other name of the domain."""


class Onward(BaseModel):
    """A session is open."""

    next: str


def _asked(request: Request, onward: str | None) -> Asked:
    address = request.client.host if request.client else ""
    return Asked(request.headers, host_of(request), address, request_id(request), onward)


def _opened(opened: Opened) -> Response:
    return JSONResponse({"next": opened.next}, 201, headers={"Set-Cookie": opened.set_cookie})


@router.post("/v1/browser-sessions", status_code=201, response_model=Onward)
def create_browser_session(body: BrowserSignIn, request: Request) -> Response:
    """Sign in with a browser, which gets a cookie. 409 `mfa-required` carries a `challenge`."""
    return _opened(open_session(body.email, body.password, _asked(request, body.next)))


@router.post("/v1/browser-sessions/mfa", status_code=201, response_model=Onward)
def answer_browser_challenge(body: BrowserAnswer, request: Request) -> Response:
    """Answer the second factor of a browser's sign-in."""
    return _opened(open_with_code(body.challenge, body.code, _asked(request, body.next)))


@router.delete("/v1/browser-sessions/current", status_code=204)
def end_browser_session(request: Request) -> Response:
    """Sign this browser out; once it is, nothing more happens."""
    end_here(request.headers, host_of(request), request_id(request))
    return Response(status_code=204, headers=SIGNED_OUT)


@router.delete("/v1/session", status_code=204)
def end_session(asking: Asks) -> Response:
    """Sign out everywhere: every token and every browser's session of the person is void."""
    sign_out(asking)
    return Response(status_code=204, headers=SIGNED_OUT if asking.caller.session else None)


@router.get("/v1/me/sessions", response_model=Listed[SessionView])
def get_my_sessions(asking: Asks, page: Paged) -> Any:
    """The browsers that one is signed in with, newest first."""
    return listed(*list_sessions(page, asking.caller))


@router.delete("/v1/me/sessions/{session_id}", status_code=204)
def end_my_session(asking: Asks, session_id: str) -> Response:
    """Sign one of one's own browsers out."""
    asking.allow_self()
    here = end_one(asking, session_id)
    return Response(status_code=204, headers=SIGNED_OUT if here else None)


@router.get("/v1/me/audit", response_model=Listed[AuditRow])
def get_my_audit(asking: Asks, page: Paged) -> Any:
    """What happened to one's own account, newest first."""
    return listed(*find_own(page, asking.caller.person_id))
