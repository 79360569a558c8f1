"""Access tokens of Cognito, checked against the pool's published keys (PyJWT).

A token counts when it is signed by a key of the pool (RS256), issued by it, an *access* token of our client and
not over. Its username is the person's id. Unknown key ids make the keys be fetched again at most once a minute,
so that forged tokens cannot make us call Cognito at will. What counts against a sign-out is `auth_time`, when the
person proved who they are: Cognito keeps it through every refresh, also through those that never pass our door.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cache
from typing import Any

from shared.ids import is_id
from shared.problems import Problem
from shared.settings import settings

FETCH_PAUSE = 60.0
"""Seconds between two fetches of the keys."""
RETRY_PAUSE = 5.0
"""The same after a fetch that failed."""
LEEWAY = 5
"""Seconds that our clock and Cognito's may differ."""


@dataclass(frozen=True)
class Token:
    """What a valid access token says; `signed_in_at`, in seconds since 1970, stays through every refresh."""

    person_id: str
    signed_in_at: int


class Keys:
    """The pool's signing keys by id, fetched when first needed and when an unknown id comes by."""

    def __init__(self, url: str) -> None:
        import jwt

        self._client = jwt.PyJWKClient(url, cache_keys=False, cache_jwk_set=False, timeout=3)
        self._known: dict[str, Any] = {}
        self._fetched, self._failed = float("-inf"), False

    def get(self, key_id: str) -> Any:
        """The key, or None when the pool has none by that id.

        Raises: Problem `busy` when it is not known because Cognito did not answer with keys; those known stay good.
        """
        pause = RETRY_PAUSE if self._failed else FETCH_PAUSE
        if key_id not in self._known and time.monotonic() - self._fetched > pause:
            keys = self._fetch()
            self._known = keys or self._known
            self._fetched, self._failed = time.monotonic(), not keys
        if key_id not in self._known and self._failed:
            raise Problem("busy", retry_after=1)
        return self._known.get(key_id)

    def _fetch(self) -> dict[str, Any]:
        """What the pool publishes; nothing when it is away or answers something else."""
        import jwt

        try:
            keys = self._client.get_signing_keys(refresh=True)
        except (jwt.PyJWTError, ValueError, TypeError, AttributeError):
            return {}
        return {key.key_id: key for key in keys if key.key_id}


@cache
def signing_keys() -> Keys:
    """The one set of the pool's keys of this process; making it fetches nothing."""
    return Keys(settings().jwks_url)


def check(text: str) -> Token:
    """The token behind `Authorization: Bearer`. Raises: Problem `not-signed-in` whatever is wrong with it."""
    import jwt

    try:
        key_id = jwt.get_unverified_header(text).get("kid")
        key = signing_keys().get(key_id) if isinstance(key_id, str) else None
        if key is None:
            raise Problem("not-signed-in")
        claims = jwt.decode(
            text,
            key,
            algorithms=["RS256"],
            issuer=settings().token_issuer,
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "iss", "auth_time"], "verify_aud": False},
        )
    except jwt.PyJWTError:
        raise Problem("not-signed-in") from None
    person_id = claims.get("username", "")
    ours = claims.get("token_use") == "access" and claims.get("client_id") == settings().user_pool_client_id
    signed_in_at = claims["auth_time"]
    if not ours or not isinstance(person_id, str) or not is_id("per", person_id) or not isinstance(signed_in_at, int):
        raise Problem("not-signed-in")
    return Token(person_id, signed_in_at)
