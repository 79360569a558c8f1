"""Find the members of a team: one by the person's id, all page by page."""

from __future__ import annotations

from functools import partial
from typing import Any

from functions.portal_api.lists import Page, listed
from functions.portal_api.team import store
from functions.portal_api.team.member import view
from shared.dynamo import Item
from shared.problems import Problem


def member_of(person_id: str, partner_id: str | None) -> Item:
    """A partner's member of staff, with no partner named a trainer, as listed. Raises: Problem `not-found`."""
    row = store.member(person_id, partner_id)
    if row is None:
        raise Problem("not-found")
    return row


def find_members(page: Page, partner_id: str | None) -> dict[str, Any]:
    """A page of a partner's staff, with no partner named of the trainers. Raises: Problem `cursor-invalid`."""
    rows, cursor = page.read(f"team:{partner_id or 'platform'}", partial(store.page, partner_id))
    return listed([view(row) for row in rows], cursor)
