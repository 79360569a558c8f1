"""What partners keeps in the Portal table, and the wallets' figures as Ledger has them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from functions.wallet.wallet import Wallet
from shared import keys
from shared.access import sees_all
from shared.commit import Write, put, revise
from shared.dynamo import Item, query, read, read_one


def item_of(partner_id: str) -> Item | None:
    """A partner's item as it stands, consistently."""
    return read_one(keys.partner(partner_id))


def items_of(partner_ids: Iterable[str]) -> list[Item]:
    """These partners' items, in this order; missing ones are left out."""
    ids = list(partner_ids)
    found = read(keys.partner(partner_id) for partner_id in ids)
    return [found[key] for key in map(keys.partner, ids) if key in found]


def page(limit: int, after: Item | None) -> tuple[list[Item], Item | None]:
    """All partners, newest first."""
    return query("portal", keys.PARTNERS, index="list", limit=limit, after=after, newest_first=True)


def place(item: Item) -> Item:
    """Where the list of all goes on after this item."""
    return {name: item[name] for name in ("pk", "sk", "list_pk", "list_sk")}


def wallets_of(partner_ids: Iterable[str]) -> dict[str, Wallet]:
    """Wallets by partner, in one read; one that never moved reads as zero."""
    ids = list(partner_ids)
    found = read(keys.wallet(partner_id) for partner_id in ids)
    return {partner_id: Wallet.of(partner_id, found.get(keys.wallet(partner_id))) for partner_id in ids}


def own_partner_ids(person_id: str) -> list[str]:
    """The partners whose record a person may read, newest first; one page of them is more than anybody has.

    A supervisor's is none of them: it holds the wallet's figures.
    """
    items, _ = query("portal", keys.person(person_id).pk, prefix="MEMBERSHIP#partner#", limit=1000)
    return sorted((item["partner_id"] for item in items if sees_all(item["role"], "partner:read")), reverse=True)


def creation(item: Item) -> list[Write]:
    """The writes of a new partner, with the blames `partner` and `slug`."""
    partner_id = item["id"]
    stored = item | {"list_pk": keys.PARTNERS, "list_sk": partner_id}
    return [
        put("slug", keys.slug(item["slug"]), {"partner_id": partner_id}),
        put("partner", keys.partner(partner_id), stored),
    ]


def change(item: Item, changes: dict[str, Any]) -> Write:
    """Change a partner that still is as it was read; None takes a field away. Blame `stale`."""
    return revise("stale", keys.partner(item["id"]), item["version"], changes)
