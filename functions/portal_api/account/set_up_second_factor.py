"""Set up an authenticator app for oneself (TOTP, RFC 6238): first its secret, then a code that shows it works.

Cognito keeps the secret and wants an access token for both steps, so the password is asked for: who sits down at an
open browser sets up nothing. Once it is set up, all that was signed in without a code is signed out, but for this
browser: a thief's session shall not become one with two factors because its owner took precautions.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from itertools import groupby
from urllib.parse import quote

from pydantic import BaseModel, Field

from functions.portal_api.account import authenticator, cognito, guesses, own_trail, sealed, sessions, store
from functions.portal_api.account.cognito import Tokens
from functions.portal_api.account.prove_password import prove_password
from functions.portal_api.account.sign_out import next_second
from functions.portal_api.command import Asking
from shared import keys
from shared.commit import Refused, commit
from shared.dynamo import read_one
from shared.language import mark as _
from shared.problems import Problem, invalid
from shared.settings import settings

QUIET = 4
"""Light modules around a QR code, as ISO 18004 wants."""


class QrCode(BaseModel):
    """A QR code as one path of an SVG: `size` units wide and high, quiet zone included."""

    size: int = Field(description="Width and height in units, for `viewBox`")
    path: str = Field(description="`d` of one path, to be filled dark on light")


class SecondFactorBegun(BaseModel):
    """What an authenticator app is set up with."""

    secret: str = Field(description="For typing into the app, in Base32")
    uri: str = Field(description="The same as `otpauth://` address, which the QR code holds")
    qr: QrCode
    challenge: str = Field(description="To be sent with the first code, within ten minutes")


def begin_second_factor(asking: Asking, password: str) -> SecondFactorBegun:
    """The secret for a new authenticator app. Nothing of it is kept here.

    Raises: Problem `second-factor-exists`, `invalid-request` (wrong password), `too-many-attempts`, `busy`.
    """
    person_id = asking.caller.person_id
    if (read_one(keys.person(person_id)) or {}).get("second_factor_at"):
        raise Problem("second-factor-exists")
    answer = prove_password(person_id, password, "/password")
    if not isinstance(answer, Tokens):  # one that was planted past us at Cognito, which its owner knows nothing of
        cognito.forget_second_factor(person_id)
        answer = prove_password(person_id, password, "/password")
    if not isinstance(answer, Tokens):
        raise Problem("busy", retry_after=1)
    secret, challenge = authenticator.new_secret(answer.access_token), secrets.token_urlsafe(32)
    sealed.keep(challenge, person_id, answer.access_token)
    trace = own_trail.row(
        person_id, person_id, "second_factor.begin", person_id, asking.at, asking.request_id, asking.view
    )
    commit([trace])
    uri = _uri(secret, asking.caller.email)
    return SecondFactorBegun(secret=secret, uri=uri, qr=_qr(uri), challenge=challenge)


def confirm_second_factor(asking: Asking, challenge: str, code: str, headers: Mapping[str, str]) -> str | None:
    """Show a first code; from now on sign-ins ask for one.

    Returns: the `Set-Cookie` with which the browser that asks stays signed in; None for a bearer token, which is void.
    Raises: Problem `invalid-request` (wrong code, or set-up that is over), `too-many-attempts`, `busy`; Replayed.
    """
    person_id = asking.caller.person_id
    guesses.count(guesses.CODE_AGAIN, person_id)
    access_token = sealed.find(challenge, person_id)
    right = authenticator.is_right(access_token, code) if access_token else None
    if right is None:
        raise invalid("/challenge", _("This took too long. Begin again."))
    if not right:
        raise invalid("/code", _("This is not the code that the app shows now."))
    guesses.forget(guesses.CODE_AGAIN, person_id)
    cognito.ask_second_factor(person_id)
    scope, tokens_from = own_trail.scope_of(person_id), next_second()
    cookie, renewed = sessions.anew(asking.caller, tokens_from, headers)
    writes = [store.second_factor(person_id, asking.at, tokens_from=tokens_from), *renewed]
    try:
        asking.commit(writes, "second_factor.set", person_id, status=204, answer=None, scope=scope)
    except Refused:
        raise Problem("not-signed-in") from None
    sealed.forget(challenge)
    cognito.sign_out(person_id)
    return cookie


def _uri(secret: str, email: str) -> str:
    name = quote(settings().platform_name, safe="")
    return f"otpauth://totp/{name}:{quote(email, safe='')}?secret={secret}&issuer={name}"


def _qr(text: str) -> QrCode:
    import segno

    rows = list(segno.make_qr(text, error="m").matrix)
    path = []
    for y, row in enumerate(rows):
        x = 0
        for dark, run in groupby(row):
            width = len(list(run))
            if dark:
                path.append(f"M{x + QUIET} {y + QUIET}h{width}v1h-{width}z")
            x += width
    return QrCode(size=len(rows) + 2 * QUIET, path="".join(path))
