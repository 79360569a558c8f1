"""Browser sessions as every door reads them: an opaque cookie, known here by its hash, good on one domain only.

The cookie is `<person>.<secret>`. The person's id is no secret and proves nothing; it stands there so that the
session and the person's authority are read in one wait instead of two.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.hosts import Host
from shared.ids import is_id
from shared.links import hash_of
from shared.problems import Problem

COOKIE = "__Host-portico"


@dataclass(frozen=True)
class Cookie:
    """Whose session a browser says it has, and the hash its item is found by."""

    person_id: str
    token_hash: str


@dataclass(frozen=True)
class Session:
    """A session that counts; times in seconds since 1970, `acting` the partner a platform admin acts as."""

    id: str
    signed_in_at: int
    expires_at: int
    last_seen_at: int
    acting: str | None = None


def cookie(headers: Mapping[str, str]) -> Cookie | None:
    """The session cookie of a request, None when there is none that could be one of ours."""
    for part in headers.get("cookie", "").split(";"):
        name, _, value = part.strip().partition("=")
        person_id, _, secret = value.partition(".")
        if name == COOKIE and is_id("per", person_id) and 20 <= len(secret) <= 100:
            return Cookie(person_id, hash_of(secret))
    return None


def session_of(item: Mapping[str, Any] | None, person_id: str, host: Host) -> Session | None:
    """The session a cookie names, as long as it counts: its person's, of this domain, not over."""
    if not item or item["person_id"] != person_id or item["expires_at"] <= time.time():
        return None
    if item["domain"] != host.authority:
        return None
    return Session(item["id"], item["signed_in_at"], item["expires_at"], item["last_seen_at"], item.get("acting"))


def from_our_own_page(headers: Mapping[str, str], host: Host) -> None:
    """Refuse a change that another site has a browser make with its cookie. Raises: Problem `cross-site`."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin", "")
    ours = origin.partition("://")[2] == host.authority
    if site != "same-origin" and (site is not None or not ours):
        raise Problem("cross-site")
