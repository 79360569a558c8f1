"""One's own password and authenticator app over HTTP, and an app taken away from an admin who has lost it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from functions.portal_api.account.change_password import change_password
from functions.portal_api.account.drop_second_factor import drop_own, take_away
from functions.portal_api.account.set_up_second_factor import (
    SecondFactorBegun,
    begin_second_factor,
    confirm_second_factor,
)
from functions.portal_api.account.shapes import FactorDrop, FirstCode, OwnPassword, PasswordChange
from functions.portal_api.command import Asks

router = APIRouter()


@router.put("/v1/me/password", status_code=204)
def put_my_password(asking: Asks, body: PasswordChange, request: Request) -> Response:
    """Change one's password; every other session ends, and so does a bearer token that asks."""
    cookie = change_password(asking, body.current_password, body.new_password, request.headers)
    return Response(status_code=204, headers={"Set-Cookie": cookie} if cookie else None)


@router.post("/v1/me/second-factor", status_code=201, response_model=SecondFactorBegun)
def begin_my_second_factor(asking: Asks, body: OwnPassword) -> Any:
    """Get the secret for a new authenticator app; it counts once a code of it was sent."""
    return begin_second_factor(asking, body.password)


@router.put("/v1/me/second-factor", status_code=204)
def confirm_my_second_factor(asking: Asks, body: FirstCode, request: Request) -> Response:
    """Send a first code of the new app; every other session ends, and so does a bearer token that asks."""
    asking.allow_self()
    cookie = confirm_second_factor(asking, body.challenge, body.code, request.headers)
    return Response(status_code=204, headers={"Set-Cookie": cookie} if cookie else None)


@router.delete("/v1/me/second-factor", status_code=204)
def drop_my_second_factor(asking: Asks, body: FactorDrop) -> Response:
    """Give up one's authenticator app; a code of it is wanted too."""
    drop_own(asking, body.password, body.code)
    return Response(status_code=204)


@router.delete("/v1/partners/{partner_id}/admins/{person_id}/second-factor", status_code=204)
def take_second_factor_away(asking: Asks, person_id: str) -> Response:
    """Take away the app that somebody of a partner has lost; by the platform alone."""
    partner = asking.allow_at_partner("partner:manage")
    take_away(asking, person_id, partner.id)
    return Response(status_code=204)


@router.delete("/v1/platform/admins/{person_id}/second-factor", status_code=204)
def take_platform_second_factor_away(asking: Asks, person_id: str) -> Response:
    """Take away the app that another platform admin has lost."""
    asking.allow("platform_admin:manage")
    take_away(asking, person_id, None)
    return Response(status_code=204)
