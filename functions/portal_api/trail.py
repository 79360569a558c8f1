"""The audit trail's rows: who did what to which record, when. Ids and names of fields only, never values.

A row stands with the place it happened at: a partner, the platform, or a person for what they do with their own
account. Nobody changes or deletes one.
"""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Request
from ulid import ULID

from shared import keys
from shared.commit import Write, put

VIEWS = ("platform", "partner", "business", "learner", "account")
"""The views of the portal that a change may be made from; a program's is `api`."""


def view_of(request: Request) -> str:
    """From which view a request says it comes; it decides nothing, it is only written down."""
    said = request.headers.get("portico-view", "")
    return said if said in VIEWS else "api"


def scope_of(partner_id: str | None) -> str:
    """The scope of a partner's rows; with none named the platform's."""
    return f"PARTNER#{partner_id}" if partner_id else "PLATFORM"


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


def request_id(request: Request) -> str:
    """API Gateway's id of a request."""
    event = request.scope.get("aws.event", {})
    return str(event.get("requestContext", {}).get("requestId", ""))
