"""One-time links: minted at the moment of sending, mailed, and kept only as a hash.

A composed mail carries a link without its token (`UNMINTED`), so that no queue and no queue of dead letters ever holds
one that works, and a mail sent days later carries a fresh one.

The token stands after `#`, which a browser never sends, so that no access log and no Referer ever holds it; the page
`/password` reads it and sends it with the new password. The table knows SHA-256 (hex) of the token's ASCII.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from functions.notify.decisions import Purpose
from shared import keys
from shared.clock import now, stamp
from shared.dynamo import client, encode, table_name
from shared.links import hash_of
from shared.patience import patiently

VALID = timedelta(hours=24)
UNMINTED = "#token=TO-BE-MINTED"
"""What stands in a composed mail where `#token=` and the token will."""


def unminted(platform_url: str) -> str:
    """The link as it stands in a composed mail."""
    return f"{platform_url}/password{UNMINTED}"


def mint(person_id: str, purpose: Purpose, at: datetime | None = None) -> str:
    """A new token by which this person may set their password, once and within 24 hours."""
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
    return token
