"""Account over HTTP: sessions, passwords, `/v1/me`, and the platform's admins."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from functions.portal_api.account import sign_in as session
from functions.portal_api.account.admin import Admins, AdminView, Invitee
from functions.portal_api.account.ask_password_link import ask_password_link
from functions.portal_api.account.cognito import Tokens
from functions.portal_api.account.dismiss_admin import dismiss_admin
from functions.portal_api.account.invite_admin import invite_admin, invite_again
from functions.portal_api.account.list_admins import list_admins
from functions.portal_api.account.me import Me, MyChanges, change_me, show_me
from functions.portal_api.account.set_password import set_password
from functions.portal_api.account.sign_out import sign_out
from functions.portal_api.command import Asks
from functions.portal_api.lists import Paged
from functions.portal_api.trail import request_id
from shared.requests import Body
from shared.text import Email

router = APIRouter(tags=["account"])

Secret = Annotated[str, Field(strict=True, min_length=1, max_length=1024)]
"""A password as typed: never trimmed, never logged."""
Token = Annotated[str, Field(strict=True, pattern=r"^[!-~]{1,8192}$")]


class SignIn(Body):
    """`POST /v1/session`."""

    email: Email
    password: Secret


class Answer(Body):
    """`POST /v1/session/mfa`."""

    challenge: Token
    code: Annotated[str, Field(strict=True, pattern=r"^[0-9]{6}$")]


class Refresh(Body):
    """`POST /v1/session/refresh`."""

    refresh_token: Token


class LinkAsked(Body):
    """`POST /v1/password-links`."""

    email: Email


class NewPassword(Body):
    """`POST /v1/passwords`."""

    token: Token
    new_password: Secret


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
    return _session(session.sign_in(body.email, body.password, _address(request)))


@router.post("/v1/session/mfa")
def answer_challenge(body: Answer, request: Request) -> Session:
    """Answer the second factor of a sign-in."""
    return _session(session.answer_challenge(body.challenge, body.code, _address(request)))


@router.post("/v1/session/refresh")
def refresh_session(body: Refresh) -> Session:
    """Go on with a refresh token."""
    return _session(session.refresh(body.refresh_token))


@router.delete("/v1/session", status_code=204)
def end_session(asking: Asks) -> Response:
    """Sign out everywhere: every token of the person is void."""
    sign_out(asking)
    return Response(status_code=204)


@router.post("/v1/password-links", status_code=202)
def ask_for_link(body: LinkAsked, request: Request) -> Accepted:
    """Have a link to set the password mailed, if the address is somebody's."""
    ask_password_link(body.email, _address(request), request_id(request))
    return Accepted()


@router.post("/v1/passwords", status_code=204)
def create_password(body: NewPassword, request: Request) -> Response:
    """Set a password with a mailed link."""
    set_password(body.token, body.new_password, _address(request), request_id(request))
    return Response(status_code=204)


@router.get("/v1/me", response_model=Me)
def get_me(asking: Asks) -> Any:
    """The signed-in person and their views."""
    return show_me(asking.caller.person_id)


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
