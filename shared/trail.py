"""The audit trail's rows: who did what to which record, when, from which view. Ids and names of fields, never values.

A row stands with the place it happened at: a partner, the platform, or a person for what they do with their own
account. It is written in the transaction of what it tells; nobody changes or deletes one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ulid import ULID

from shared import keys
from shared.commit import Write, put

VIEWS = ("platform", "partner", "business", "learner", "account")
"""The views of the portal that a change may be made from; a program's is `api`."""


def view_of(headers: Mapping[str, str]) -> str:
    """From which view a request says it comes (header names in lower case); it decides nothing, it is written down."""
    said = headers.get("portico-view", "")
    return said if said in VIEWS else "api"


def row(
    scope: str,
    actor_id: str | None,
    action: str,
    subject: str,
    at: str,
    *,
    changed: Sequence[str] = (),
    request_id: str = "",
    view: str = "api",
) -> Write:
    """The write of one row, for the transaction of what it tells; `actor_id` None where nobody signed in did it."""
    item = {
        "at": at,
        "actor_id": actor_id,
        "action": action,
        "subject": subject,
        "changed": list(changed),
        "request_id": request_id,
        "view": view,
    }
    return put("audit", keys.audit(scope, str(ULID())), item)
