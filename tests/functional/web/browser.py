"""A browser that is signed in: a session's item as the front desk leaves it, and its cookie."""

from __future__ import annotations

import secrets
import time
from typing import Any

from shared import keys
from shared.ids import new_id
from shared.links import hash_of
from shared.session import COOKIE
from tests.builders import write
from tests.functional.front import DOMAIN, Answer, Front

ACCEPT = "text/html,application/xhtml+xml,*/*;q=0.8"


def a_session(person_id: str, **more: Any) -> dict[str, str]:
    """The headers of a browser with a session of this person."""
    secret, now = secrets.token_urlsafe(32), int(time.time())
    item = {"id": new_id("ses"), "person_id": person_id, "domain": DOMAIN, "signed_in_at": now}
    write(keys.session(hash_of(secret)), item | {"expires_at": now + 3600, "last_seen_at": now} | more)
    return {"cookie": f"{COOKIE}={person_id}.{secret}", "accept": ACCEPT}


def look(front: Front, path: str, browser: dict[str, str] | None = None, **headers: str) -> Answer:
    """A page as a browser asks for it; without a session, as a stranger's does."""
    return front.ask("GET", path, headers=(browser or {"accept": ACCEPT}) | headers)
