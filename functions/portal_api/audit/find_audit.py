"""Find rows of the audit of a partner or of the platform: newest first, by who did it, to what, what, from where."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from functions.portal_api import trail
from functions.portal_api.audit import store
from functions.portal_api.audit.row import AuditRow, View, view_of
from functions.portal_api.lists import Page, filtered
from shared.dynamo import Item
from shared.ids import EnrollmentKey, is_id
from shared.problems import Problem

ROWS_A_PAGE = 500
"""Rows that a page of a filter looks through in one read, however few are asked for."""
_PREFIX = re.compile(r"[a-z]{3}(?=_)")


def find_audit(
    page: Page,
    partner_id: str | None,
    *,
    actor_id: str | None = None,
    subject: str | None = None,
    action: str | None = None,
    view: View | None = None,
) -> tuple[list[dict[str, Any]], str | None]:
    """A page of a partner's rows, with none named of the platform's, as `find_rows` finds them, with who did it."""
    items, cursor = find_rows(page, partner_id, actor_id=actor_id, subject=subject, action=action, view=view)
    names = store.names_of(item["actor_id"] for item in items if "actor_id" in item)
    return [AuditRow.of(item, names).view() for item in items], cursor


def find_rows(
    page: Page,
    partner_id: str | None,
    *,
    actor_id: str | None = None,
    subject: str | None = None,
    action: str | None = None,
    view: View | None = None,
) -> tuple[list[Item], str | None]:
    """A page of rows as they stand; `action` is what the action begins with.

    No index serves the filters: a page may come back short, with a cursor.
    Raises: Problem `not-found` for an id that can't be one, `cursor-invalid`.
    """
    if (actor_id is not None and not is_id("per", actor_id)) or (subject is not None and not _may_be_an_id(subject)):
        raise Problem("not-found")

    def matches(item: Item) -> bool:
        return (
            (actor_id is None or item.get("actor_id") == actor_id)
            and (subject is None or item["subject"] == subject)
            and (action is None or item["action"].startswith(action))
            and (view is None or view_of(item) == view)
        )

    scope = trail.scope_of(partner_id)

    def look_through(limit: int, after: Item | None) -> tuple[list[Item], Item | None]:
        return store.newest(scope, max(limit, ROWS_A_PAGE), after)

    narrowed = any(given is not None for given in (actor_id, subject, action, view))
    read = filtered(look_through, matches, store.place, 1) if narrowed else partial(store.newest, scope)
    return page.read(f"audit#{scope}#{actor_id}#{subject}#{action}#{view}", read)


def _may_be_an_id(text: str) -> bool:
    """Whether anything could have this id, in the one spelling that ids have."""
    kind = _PREFIX.match(text)
    return kind is not None and (is_id(kind.group(), text) or EnrollmentKey.from_id(text) is not None)
