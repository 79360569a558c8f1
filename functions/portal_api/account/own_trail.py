"""What happened to a person's own account, as rows of the trail that stand with the person, and as they read it."""

from __future__ import annotations

from functools import partial
from typing import Any

from functions.portal_api import trail
from functions.portal_api.audit import store as audit
from functions.portal_api.audit.row import AuditRow
from functions.portal_api.lists import Page
from shared.commit import Write


def scope_of(person_id: str) -> str:
    """The scope of a person's own rows."""
    return f"PERSON#{person_id}"


def row(
    person_id: str, by: str | None, action: str, subject: str, at: str, request_id: str = "", view: str = "account"
) -> Write:
    """The write of one row of a person's; `by` None where nobody signed in did it."""
    return trail.row(scope_of(person_id), by, action, subject, at, request_id=request_id, view=view)


def find_own(page: Page, person_id: str) -> tuple[list[dict[str, Any]], str | None]:
    """A page of what happened to a person's account, newest first. Raises: Problem `cursor-invalid`."""
    scope = scope_of(person_id)
    items, cursor = page.read(f"audit#{scope}", partial(audit.newest, scope))
    names = audit.names_of(item["actor_id"] for item in items if "actor_id" in item)
    return [AuditRow.of(item, names).view() for item in items], cursor
