"""One-time links: minted here, mailed, and kept only as a hash.

The token stands after `#`, which a browser never sends, so that no access log and no Referer ever holds it; the page
`/password` reads it and sends it with the new password. The table knows SHA-256 (hex) of the token's ASCII.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from functions.notify.decisions import Purpose
from shared import keys
from shared.clock import now, stamp
from shared.dynamo import client, encode, table_name
from shared.patience import patiently

VALID = timedelta(hours=24)


def mint(person_id: str, purpose: Purpose, platform_url: str, at: datetime | None = None) -> str:
    """A new link by which this person may set their password, once and within 24 hours."""
    at = at or now()
    token = secrets.token_urlsafe(32)
    key = keys.link(hash_of(token))
    item = {
        "pk": key.pk,
        "sk": key.sk,
        "person_id": person_id,
        "purpose": purpose,
        "created_at": stamp(at),
        "expires_at": int((at + VALID).timestamp()),
    }
    patiently(lambda: client().put_item(TableName=table_name(key.table), Item=encode(item)))
    return f"{platform_url}/password#token={token}"


def hash_of(token: str) -> str:
    """What the table knows a token by."""
    return hashlib.sha256(token.encode()).hexdigest()
