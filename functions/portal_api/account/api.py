"""Account over HTTP: sessions, passwords, `/v1/me`, and the platform's admins."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from functions.portal_api.account import browser_api, security_api
from functions.portal_api.account import sign_in as session
from functions.portal_api.account.admin import Admins, AdminView, Invitee
from functions.portal_api.account.ask_password_link import ask_password_link
from functions.portal_api.account.cognito import Tokens
from functions.portal_api.account.dismiss_admin import dismiss_admin
from functions.portal_api.account.invite_admin import invite_admin, invite_again
from functions.portal_api.account.list_admins import list_admins
from functions.portal_api.account.me import Me, MyChanges, change_me, show_me
from functions.portal_api.account.set_password import set_password
from functions.portal_api.account.shapes import Answer, LinkAsked, NewPassword, Refresh, SignIn
from functions.portal_api.command import Asks
from functions.portal_api.host import host_of
from functions.portal_api.lists import Paged
from functions.portal_api.trail import request_id

router = APIRouter(tags=["account"])
router.include_router(browser_api.router)
router.include_router(security_api.router)


class Session(BaseModel):
    """A session: both tokens, and how many seconds the access token counts."""

    access_token: str
    refresh_token: str
    expires_in: int
    token_type: str = "Bearer"


class Accepted(BaseModel):
    """What was asked will be done, if there is anything to do."""

    accepted: bool = True


def _session(tokens: Tokens) -> Session:
    return Session(
        access_token=tokens.access_token, refresh_token=tokens.refresh_token or "", expires_in=tokens.expires_in
    )


def _address(request: Request) -> str:
    """The address API Gateway saw; headers say nothing about it that a client could not have written."""
    return request.client.host if request.client else ""


@router.post("/v1/session")
def create_session(body: SignIn, request: Request) -> Session:
    """Sign in. 409 `mfa-required` carries a `challenge`."""
    return _session(session.sign_in(body.email, body.password, host_of(request), _address(request)))


@router.post("/v1/session/mfa")
def answer_challenge(body: Answer, request: Request) -> Session:
    """Answer the second factor of a sign-in."""
    return _session(session.answer_challenge(body.challenge, body.code, host_of(request), _address(request)))


@router.post("/v1/session/refresh")
def refresh_session(body: Refresh, request: Request) -> Session:
    """Go on with a refresh token."""
    return _session(session.refresh(body.refresh_token, host_of(request)))


@router.post("/v1/password-links", status_code=202)
def ask_for_link(body: LinkAsked, request: Request) -> Accepted:
    """Have a link to set the password mailed, if the address is somebody's."""
    ask_password_link(body.email, host_of(request), _address(request), request_id(request))
    return Accepted()


@router.post("/v1/passwords", status_code=204)
def create_password(body: NewPassword, request: Request) -> Response:
    """Set a password with a mailed link."""
    set_password(body.token, body.new_password, host_of(request), _address(request), request_id(request))
    return Response(status_code=204)


@router.get("/v1/me", response_model=Me)
def get_me(asking: Asks) -> Any:
    """The signed-in person and their views."""
    return show_me(asking.caller)


@router.patch("/v1/me", response_model=Me)
def patch_me(asking: Asks, body: MyChanges) -> Any:
    """Change one's own language or name."""
    asking.allow_self()
    return change_me(asking, body)


@router.get("/v1/platform/admins", response_model=Admins)
def get_platform_admins(asking: Asks, page: Paged) -> Any:
    """The platform's admins."""
    asking.allow("platform_admin:manage")
    return list_admins(page, None)


@router.post("/v1/platform/admins", status_code=201, response_model=AdminView)
def create_platform_admin(asking: Asks, body: Invitee) -> Any:
    """Make somebody a platform admin; an invitation is mailed."""
    asking.allow("platform_admin:manage")
    return invite_admin(asking, body, None)


@router.post("/v1/platform/admins/{person_id}/invitation", status_code=202, response_model=AdminView)
def repeat_platform_invitation(asking: Asks, person_id: str) -> Any:
    """Mail the invitation once more."""
    asking.allow("platform_admin:manage")
    return invite_again(asking, person_id, None)


@router.delete("/v1/platform/admins/{person_id}", status_code=204)
def delete_platform_admin(asking: Asks, person_id: str) -> Response:
    """Take the role away, at once."""
    asking.allow("platform_admin:manage")
    dismiss_admin(asking, person_id, None)
    return Response(status_code=204)
