"""What partners keeps in the Portal table, and the wallets' figures as Ledger has them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from functions.wallet.wallet import Wallet
from shared import keys
from shared.access import sees_all
from shared.addresses import address_of
from shared.caller import Caller
from shared.commit import Write, put, revise
from shared.dynamo import Item, query, read, read_one
from shared.partner import Partner


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


def own_partner_ids(caller: Caller) -> list[str]:
    """The partners whose record a person may read here, newest first; one page of them is more than anybody has.

    A supervisor's is none of them: it holds the wallet's figures.
    """
    items, _ = query("portal", keys.person(caller.person_id).pk, prefix="MEMBERSHIP#partner#", limit=1000)
    readable = (item["partner_id"] for item in items if sees_all(item["role"], "partner:read"))
    return sorted(filter(caller.host.shows, readable), reverse=True)


def creation(item: Item) -> list[Write]:
    """The writes of a new partner, with the blames `partner` and `slug`."""
    partner_id = item["id"]
    stored = item | {"list_pk": keys.PARTNERS, "list_sk": partner_id}
    return [
        put("slug", keys.slug(item["slug"]), _address(item)),
        put("partner", keys.partner(partner_id), stored),
    ]


def _address(item: Item) -> Item:
    """What its slug says of a partner: whether it is an address of its own, and who signs in there."""
    partner = Partner.of(item)
    return {
        "partner_id": partner.id,
        "served": address_of(partner) is not None,
        "sign_in_domain": partner.sign_in_domain,
    }


def moved(item: Item) -> list[Write]:
    """The writes after which the slug of a partner of changed kind says so; none where it has no slug."""
    return [put("slug", keys.slug(item["slug"]), _address(item), None)] if item.get("slug") else []


def change(item: Item, changes: dict[str, Any]) -> Write:
    """Change a partner that still is as it was read; None takes a field away. Blame `stale`."""
    return revise("stale", keys.partner(item["id"]), item["version"], changes)
