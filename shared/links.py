"""What mailed one-time links are known by, for whoever mints them (notify) and whoever takes them (account)."""

from __future__ import annotations

import hashlib


def hash_of(token: str) -> str:
    """What the Portal table knows a token by: SHA-256 (hex) of its text; the token itself is only in the mail."""
    return hashlib.sha256(token.encode()).hexdigest()
