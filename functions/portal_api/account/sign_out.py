"""Sign a person out everywhere: refresh tokens revoked at Cognito, access tokens void on the next request."""

from __future__ import annotations

import time

from functions.portal_api.account import cognito, store


def next_second() -> int:
    """The first second whose tokens count when all up to now are made void: tokens carry whole seconds."""
    return int(time.time()) + 1


def sign_out(person_id: str) -> None:
    """End all sessions of a person. Raises: Problem `busy`."""
    store.tokens_void(person_id, next_second())
    cognito.sign_out(person_id)
