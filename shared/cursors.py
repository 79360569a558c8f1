"""Cursors: where a list goes on, sealed, so that nobody reads one and a changed or foreign one is refused.

A cursor holds the index key to go on from. That may be the key of a record its holder does not see (the last that a
search came across holds a word of it), so it is encrypted, bound to the list it was issued for (AES-SIV, RFC 5297:
the same place gives the same cursor). The key comes from Secrets Manager, fetched when the first cursor is met.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from typing import TYPE_CHECKING, Any

from shared import aws
from shared.language import mark as _
from shared.patience import patiently
from shared.problems import Problem, invalid
from shared.settings import settings

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV


@cache
def _secret() -> bytes:
    client = aws.client("secretsmanager")
    answer = patiently(lambda: client.get_secret_value(SecretId=settings().cursor_secret_arn))
    return str(answer["SecretString"]).encode()


def _seal() -> AESSIV:
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

    return AESSIV(hashlib.sha512(_secret()).digest())


def issue(listing: str, place: dict[str, Any] | None) -> str | None:
    """A cursor for this list (its name, scope and filters) at this place; None at the end."""
    if place is None:
        return None
    payload = json.dumps(place, separators=(",", ":"), sort_keys=True).encode()
    return base64.urlsafe_b64encode(_seal().encrypt(payload, [listing.encode()])).decode().rstrip("=")


def resume(listing: str, cursor: str | None) -> dict[str, Any] | None:
    """The place a cursor names. Raises: Problem `cursor-invalid` unless it was issued for this very list."""
    if not cursor:
        return None
    from cryptography.exceptions import InvalidTag

    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        if base64.urlsafe_b64encode(raw).decode().rstrip("=") != cursor:
            raise Problem("cursor-invalid")
        place: dict[str, Any] = json.loads(_seal().decrypt(raw, [listing.encode()]))
    except (ValueError, InvalidTag):
        raise Problem("cursor-invalid") from None
    return place


def limit(text: str | None) -> int:
    """`?limit=`: 1 to 100, 25 by default. Raises: Problem `invalid-request`."""
    if text is None:
        return 25
    if not text.isascii() or not text.isdigit() or len(text) > 3 or not 1 <= int(text) <= 100:
        raise invalid("/limit", _("must be a whole number from 1 to 100"))
    return int(text)
