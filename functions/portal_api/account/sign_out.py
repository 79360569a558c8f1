"""Sign a person out everywhere: tokens and sessions of browsers are void at once, refresh tokens revoked at Cognito."""

from __future__ import annotations

import time

from functions.portal_api.account import cognito, sessions, store
from functions.portal_api.command import Asking


def next_second() -> int:
    """The first second whose tokens count when all up to now are made void: tokens carry whole seconds."""
    return int(time.time()) + 1


def sign_out(asking: Asking) -> None:
    """End all sessions of who asks. Raises: Problem `busy`."""
    person_id = asking.caller.person_id
    store.signed_out(person_id, next_second(), asking.at, asking.request_id)
    sessions.clear(person_id)
    cognito.sign_out(person_id)
