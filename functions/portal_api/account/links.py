"""One-time links and challenges in the Portal table, found by the SHA-256 of a token that only its owner has.

`notify` mints the links when it writes their mail; a challenge is a sign-in that waits for its second factor.
DynamoDB takes away what is over (TTL) some time later, so the time is compared here too.
"""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

from functions.portal_api import trail
from functions.portal_api.account import store
from functions.portal_api.account.person import Person
from shared import keys
from shared.clock import stamp
from shared.commit import Refused, commit, put, update, update_once
from shared.dynamo import Item, read_one
from shared.links import hash_of


def link(token: str) -> Item | None:
    """The link a mailed token names, while it is good for something."""
    item = read_one(keys.link(hash_of(token)))
    if not item or "used_at" in item or item["expires_at"] <= time.time():
        return None
    return item


def is_older(item: Item, moment: str) -> bool:
    """Whether a link was minted before this moment (a stamp; empty when there was none)."""
    return str(item.get("created_at", "")) < moment


def use_link(token: str, person: Person, at: str, tokens_from: int, request_id: str = "") -> bool:
    """Use a link up for a new password: what was before it is void. False when somebody was faster or it is over."""
    now = int(time.time())
    used = update(
        "link",
        keys.link(hash_of(token)),
        "SET used_at = :now",
        "attribute_exists(pk) AND attribute_not_exists(used_at) AND expires_at > :now",
        values={":now": now},
    )
    trace = trail.row(f"PERSON#{person.id}", person.id, "password.set", person.id, at, request_id=request_id)
    try:
        commit([used, store.password_set(person.id, at, tokens_from), trace])
    except Refused:
        return False
    return True


def release_link(token: str, person: Person, at: str, request_id: str = "") -> None:
    """Give a link back that was used (`at`) for nothing: the person is as they were, but for their void tokens."""
    free = update("link", keys.link(hash_of(token)), "REMOVE used_at", "attribute_exists(used_at)")
    trace = trail.row(f"PERSON#{person.id}", person.id, "password.not_set", person.id, stamp(), request_id=request_id)
    with suppress(Refused):
        commit([free, store.password_not_set(person, at), trace])


_CHALLENGE = "challenge:"
"""Challenges stand among the links under hashes of their own, so that neither passes for the other."""


def keep_challenge(token: str, person_id: str, session: str, seconds: int) -> None:
    """Remember a sign-in that waits for its second factor."""
    item: dict[str, Any] = {
        "purpose": "second_factor",
        "person_id": person_id,
        "session": session,
        "proved_at": int(time.time()),
        "expires_at": int(time.time()) + seconds,
    }
    commit([put("challenge", keys.link(hash_of(_CHALLENGE + token)), item)])


def use_challenge(token: str) -> Item | None:
    """The sign-in a challenge stands for, once; None when it is unknown, over or used."""
    key, now = keys.link(hash_of(_CHALLENGE + token)), int(time.time())
    item = read_one(key)
    if not item:
        return None
    fresh = update_once(
        key,
        "SET used_at = :now REMOVE #session",
        "attribute_not_exists(used_at) AND expires_at > :now",
        names={"#session": "session"},
        values={":now": now},
    )
    return item if fresh else None
