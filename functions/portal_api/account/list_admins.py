"""The admins of the platform or of a partner, page by page."""

from __future__ import annotations

from functions.portal_api.account import places
from functions.portal_api.account.admin import AdminView
from functions.portal_api.lists import Page, listed


def list_admins(page: Page, partner_id: str | None) -> dict[str, object]:
    """A page of admins. Raises: Problem `cursor-invalid`."""
    items, cursor = page.read(
        f"admins:{partner_id or 'platform'}", lambda limit, after: places.admin_page(partner_id, limit, after)
    )
    return listed([AdminView.of(item) for item in items], cursor)
