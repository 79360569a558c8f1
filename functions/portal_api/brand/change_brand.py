"""Change a brand: its name and accent, its logos. What changes in between is read anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from functions.portal_api.brand import store
from functions.portal_api.brand.brand import VARIANTS, attribute, scope_of
from functions.portal_api.brand.colours import colours_of
from functions.portal_api.brand.logo import Logo
from functions.portal_api.brand.shape import BrandView, NewBrand
from functions.portal_api.command import Asking
from shared import keys
from shared.commit import Refused, Write, update
from shared.dynamo import Item
from shared.partner import Partner
from shared.patience import Patience


def set_brand(asking: Asking, partner: Partner | None, body: NewBrand) -> Any:
    """Set all but the pictures; the platform's name is the one its mails carry too. Raises: Problem `busy`; Replayed.

    With the accent the shades that mails use of it are kept: who writes mails does not know how they are made.
    """
    also = [] if partner else [_renamed(body.name)]
    shades = colours_of(body.accent).model_dump(include={"light", "dark"}) if body.accent else None
    return _rewrite(asking, partner, "brand.change", lambda _: (body.model_dump() | {"shades": shades}, also))


def set_logo(asking: Asking, partner: Partner | None, variant: str, logo: Logo) -> Any:
    """Put this logo in place of the one there was. Raises: Problem `busy`; Replayed."""
    known = {"hash": logo.hash, "width": logo.width, "height": logo.height}

    def decide(item: Item) -> tuple[Item, list[Write]]:
        scope = scope_of(partner.id if partner else None)
        return {attribute(variant): known}, [store.kept(scope, logo), *_left(scope, item, variant, logo.hash)]

    return _rewrite(asking, partner, "brand.logo", decide)


def remove_logo(asking: Asking, partner: Partner | None, variant: str) -> Any:
    """Go without a logo; nothing happens where there is none. Raises: Problem `busy`; Replayed."""

    def decide(item: Item) -> tuple[Item, list[Write]]:
        scope = scope_of(partner.id if partner else None)
        return {attribute(variant): None}, _left(scope, item, variant, None)

    return _rewrite(asking, partner, "brand.remove_logo", decide)


def _rewrite(
    asking: Asking, partner: Partner | None, action: str, decide: Callable[[Item], tuple[Item, list[Write]]]
) -> Any:
    scope = scope_of(partner.id if partner else None)
    patience = Patience(tries=10)
    while True:
        item = store.item_of(scope)
        changes, more = decide(item)
        changes = {name: value for name, value in changes.items() if item.get(name) != value}
        answer = BrandView.of(item | changes, partner).model_dump()
        if not changes:
            return answer
        writes = [store.changed(scope, item, changes), *more]
        subject = partner.id if partner else "platform"
        try:
            told = sorted(changes.keys() - {"shades"})
            return asking.commit(writes, action, subject, status=200, answer=answer, changed=told)
        except Refused as refused:
            if refused.first[0].blame != "stale":
                raise
            patience.again()


def _left(scope: str, item: Item, variant: str, new: str | None) -> list[Write]:
    """The former logo goes unless it stays in use as the other one, or is the new one itself."""
    former = item.get(attribute(variant), {}).get("hash")
    others = {item.get(attribute(one), {}).get("hash") for one in VARIANTS if one != variant}
    return [store.let_go(scope, former)] if former and former != new and former not in others else []


def _renamed(name: str | None) -> Write:
    if name is None:
        return update("place", keys.PLATFORM, "REMOVE #name", None, names={"#name": "name"})
    return update("place", keys.PLATFORM, "SET #name = :name", None, names={"#name": "name"}, values={":name": name})
