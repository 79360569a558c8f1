"""Partners with what their wallets hold: all of them for the platform, one's own for a partner's people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from functions.portal_api.command import Asking
from functions.portal_api.lists import Page, filtered, listed
from functions.portal_api.partners import store
from functions.portal_api.partners.shape import PartnerView
from shared.dynamo import Item


def show_partner(partner_id: str) -> PartnerView:
    """One partner with its wallet's figures."""
    return _views(store.items_of([partner_id]))[0]


def list_partners(asking: Asking, page: Page, words: str) -> dict[str, Any]:
    """A page of partners, newest first.

    Args: `words`, what a word of the name begins with; empty for all.
    Raises: Problem `cursor-invalid`.
    """
    if asking.caller.is_platform_admin:
        return listed(*all_partners(page, words))
    wanted = words.strip().casefold()
    own = [
        item
        for item in store.items_of(store.own_partner_ids(asking.caller))
        if item["status"] != "closed" and _named(item, wanted)
    ]
    items, cursor = page.read(
        f"partners:{asking.caller.person_id}:{wanted}", lambda limit, after: _slice(own, limit, after)
    )
    return listed(_views(items), cursor)


def all_partners(page: Page, words: str) -> tuple[list[PartnerView], str | None]:
    """A page of the platform's partners, the house too, in two waits without words. Raises: as `list_partners`."""
    items, cursor = find_partners(page, words)
    return _views(items), cursor


def find_partners(page: Page, words: str) -> tuple[list[Item], str | None]:
    """The same without the wallets, as their records stand."""
    wanted = words.strip().casefold()
    query = filtered(store.page, lambda item: _named(item, wanted), store.place) if wanted else store.page
    return page.read(f"partners:all:{wanted}", query)


def _named(item: Item, wanted: str) -> bool:
    name = item["name"].casefold()
    return name.startswith(wanted) or f" {wanted}" in name


def _slice(items: Sequence[Item], limit: int, after: Item | None) -> tuple[list[Item], Item | None]:
    rest = [item for item in items if after is None or item["id"] < after["id"]]
    shown = rest[:limit]
    return shown, {"id": shown[-1]["id"]} if len(rest) > limit else None


def _views(items: Sequence[Item]) -> list[PartnerView]:
    wallets = store.wallets_of(item["id"] for item in items if item["kind"] != "house")
    return [PartnerView.of(item, wallets.get(item["id"])) for item in items]
