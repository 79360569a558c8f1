"""A partner's slug: its name as a host label, under which a whitelabel partner is reached."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ulid import ULID

RESERVED = frozenset({
    "www", "api", "app", "admin", "mail", "smtp", "ftp", "static", "assets", "cdn", "docs", "status", "health", "help",
    "support", "platform", "partner", "business", "portico", "auth", "login", "sign-in", "localhost", "autodiscover",
})  # fmt: skip
_LENGTH = 40


def slug_of(name: str) -> str:
    """The name in a-z, 0-9 and hyphens, at most 40 characters; `partner` when nothing of it is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain)[:_LENGTH].strip("-")
    return slug or "partner"


def candidates(name: str) -> Iterator[str]:
    """Slugs to try in turn: the plain one, a few numbered ones, then one that nobody has."""
    plain = slug_of(name)
    if plain not in RESERVED and not plain.startswith("xn-"):
        yield plain
    yield from (f"{plain}-{number}" for number in range(2, 5))
    yield f"{plain}-{str(ULID())[-10:].lower()}"
