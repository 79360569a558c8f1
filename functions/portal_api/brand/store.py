"""Brands and their logos in the Portal table; a logo is an item of its own, named by its content."""

from __future__ import annotations

import time

from functions.portal_api.brand.logo import Logo
from shared import keys
from shared.commit import Write, put, revise, update
from shared.dynamo import Item, read_one

KEPT_SECONDS = 30 * 24 * 3600
"""How long a replaced logo is still served: pages open in browsers, and mails just sent, name it."""


def item_of(scope: str) -> Item:
    """A brand's item, empty when none was ever set."""
    return read_one(keys.brand(scope)) or {}


def changed(scope: str, item: Item, changes: Item) -> Write:
    """The brand changed as it was read (None takes a field away); blame `stale`."""
    if item:
        return revise("stale", keys.brand(scope), item["version"], changes)
    return put("stale", keys.brand(scope), changes | {"version": 1})


def kept(scope: str, logo: Logo) -> Write:
    """The logo itself; the same again stays as it is, and is no longer about to go."""
    return put("logo", keys.logo(scope, logo.hash), {"png": logo.png}, None)


def let_go(scope: str, content_hash: str) -> Write:
    """A logo that nothing names any more goes by itself after a while."""
    values = {":then": int(time.time()) + KEPT_SECONDS}
    return update("logo", keys.logo(scope, content_hash), "SET expires_at = :then", None, values=values)


def png_of(scope: str, content_hash: str) -> bytes | None:
    """The bytes of a logo."""
    item = read_one(keys.logo(scope, content_hash))
    return bytes(item["png"]) if item else None
