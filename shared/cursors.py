"""Cursors: where a list goes on, opaque and signed, so that a changed or foreign one is refused.

A cursor holds the index key to go on from and is signed (HMAC-SHA-256) together with the list it was issued
for; the key of the signature comes from Secrets Manager, fetched when the first cursor is met.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from functools import cache
from typing import Any

from shared.language import mark as _
from shared.patience import patiently
from shared.problems import Problem, invalid
from shared.settings import settings

_SIGNATURE = 16


@cache
def _secret() -> bytes:
    import boto3

    client = boto3.client("secretsmanager")
    answer = patiently(lambda: client.get_secret_value(SecretId=settings().cursor_secret_arn))
    return str(answer["SecretString"]).encode()


def _sign(listing: str, payload: bytes) -> bytes:
    return hmac.new(_secret(), listing.encode() + b"\0" + payload, hashlib.sha256).digest()[:_SIGNATURE]


def issue(listing: str, place: dict[str, Any] | None) -> str | None:
    """A cursor for this list (its name, scope and filters) at this place; None at the end."""
    if place is None:
        return None
    payload = json.dumps(place, separators=(",", ":"), sort_keys=True).encode()
    return base64.urlsafe_b64encode(_sign(listing, payload) + payload).decode().rstrip("=")


def resume(listing: str, cursor: str | None) -> dict[str, Any] | None:
    """The place a cursor names. Raises: Problem `cursor-invalid` unless it was issued for this very list."""
    if not cursor:
        return None
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raise Problem("cursor-invalid") from None
    signature, payload = raw[:_SIGNATURE], raw[_SIGNATURE:]
    canonical = base64.urlsafe_b64encode(raw).decode().rstrip("=") == cursor
    if not canonical or not payload or not hmac.compare_digest(signature, _sign(listing, payload)):
        raise Problem("cursor-invalid")
    place: dict[str, Any] = json.loads(payload)
    return place


def limit(text: str | None) -> int:
    """`?limit=`: 1 to 100, 25 by default. Raises: Problem `invalid-request`."""
    if text is None:
        return 25
    if not text.isascii() or not text.isdigit() or len(text) > 3 or not 1 <= int(text) <= 100:
        raise invalid("/limit", _("must be a whole number from 1 to 100"))
    return int(text)
