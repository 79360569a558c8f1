"""What account takes in: e-mail addresses, passwords, one-time tokens and codes, as the bodies of its routes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from shared.requests import Body
from shared.text import Email

Secret = Annotated[str, Field(strict=True, min_length=1, max_length=1024)]
"""A password as typed: never trimmed, never logged."""
Token = Annotated[str, Field(strict=True, pattern=r"^[!-~]{1,8192}$")]
Code = Annotated[str, Field(strict=True, pattern=r"^[0-9]{6}$")]
Onward = Annotated[str | None, Field(strict=True, max_length=4000)]
"""The page wanted before signing in; anything else than one of ours is passed over."""


class SignIn(Body):
    """`POST /v1/session`."""

    email: Email
    password: Secret


class Answer(Body):
    """`POST /v1/session/mfa`."""

    challenge: Token
    code: Code


class BrowserSignIn(SignIn):
    """`POST /v1/browser-sessions`."""

    next: Onward = None


class BrowserAnswer(Answer):
    """`POST /v1/browser-sessions/mfa`."""

    next: Onward = None


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


class PasswordChange(Body):
    """`PUT /v1/me/password`."""

    current_password: Secret
    new_password: Secret


class OwnPassword(Body):
    """`POST /v1/me/second-factor`: one's password, once more."""

    password: Secret


class FirstCode(Body):
    """`PUT /v1/me/second-factor`."""

    challenge: Token
    code: Code


class FactorDrop(Body):
    """`DELETE /v1/me/second-factor`."""

    password: Secret
    code: Code | None = None
