"""Browser sessions as the Portal table keeps them: one item found by the cookie's hash, its twin in the person's list.

Both are written and taken away together. A session is over after 12 hours without a request, and after 14 days in any
case; until then being used moves its end, written down at most every 10 minutes.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from botocore.exceptions import ClientError

from functions.portal_api.account import device
from shared import keys
from shared.caller import Caller
from shared.clock import stamp
from shared.commit import Refused, Write, commit, delete, put, update
from shared.dynamo import Item, query, query_all, read_one
from shared.hosts import Host
from shared.ids import new_id
from shared.links import hash_of
from shared.patience import Patience
from shared.problems import Problem
from shared.session import COOKIE, cookie

IDLE_SECONDS = 12 * 3600
LONGEST_SECONDS = 14 * 24 * 3600
SEEN_EVERY = 600
"""Seconds between two notes that a session is in use."""
MOST = 20
"""Sessions of one person; one more ends the oldest."""
AT_ONCE = 40
"""Sessions that one transaction ends, two writes each."""
CLEARED = f"{COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"
"""Takes the cookie from a browser."""


@dataclass(frozen=True)
class Opening:
    """A session about to be opened: its id, the `Set-Cookie` for the browser, the writes."""

    id: str
    set_cookie: str
    writes: list[Write]


def opening(person_id: str, signed_in_at: int, headers: Mapping[str, str], host: Host) -> Opening:
    """A new session of a person in the browser that asks; `signed_in_at` in seconds since 1970."""
    secret, session_id, now = secrets.token_urlsafe(32), new_id("ses"), int(time.time())
    token_hash = hash_of(secret)
    item = {
        "id": session_id,
        "person_id": person_id,
        "domain": host.authority,
        "signed_in_at": signed_in_at,
        "created_at": stamp(),
        "last_seen_at": now,
        "expires_at": _end(now, signed_in_at),
        **device.recognised(headers.get("user-agent", "")),
    }
    writes = [
        put("session", keys.session(token_hash), item),
        put("session", keys.own_session(person_id, session_id), item | {"token_hash": token_hash}),
    ]
    value = f"{COOKIE}={person_id}.{secret}"
    return Opening(session_id, f"{value}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={LONGEST_SECONDS}", writes)


def _end(now: int, signed_in_at: int) -> int:
    return min(now + IDLE_SECONDS, signed_in_at + LONGEST_SECONDS)


def here(headers: Mapping[str, str], host: Host) -> Item | None:
    """The session that the browser's cookie names, over or not, with its `token_hash`; None when there is none."""
    said = cookie(headers)
    item = read_one(keys.session(said.token_hash)) if said else None
    if not said or not item or item["person_id"] != said.person_id or item["domain"] != host.authority:
        return None
    return item | {"token_hash": said.token_hash}


def own(person_id: str) -> list[Item]:
    """The sessions in a person's list, the newest first: few, since there is a most."""
    return list(query_all("portal", keys.own_session(person_id, "").pk, prefix="SESSION#"))[::-1]


def own_page(person_id: str, limit: int, after: Item | None) -> tuple[list[Item], Item | None]:
    """The same, page by page."""
    pk = keys.own_session(person_id, "").pk
    return query("portal", pk, prefix="SESSION#", limit=limit, after=after, newest_first=True)


def is_over(item: Item, tokens_from: int) -> bool:
    """Whether a session in the list counts no more: its time is up, or the person made all from before void."""
    over: bool = item["expires_at"] <= time.time() or item["signed_in_at"] < tokens_from
    return over


def ending(items: Iterable[Item], condition: str | None = None) -> list[Write]:
    """The writes that end sessions, each with its `token_hash`; of one that is gone nothing is left to do."""
    by_id = {item["id"]: item for item in items}
    return [
        delete("session", key, condition)
        for item in by_id.values()
        for key in (keys.session(item["token_hash"]), keys.own_session(item["person_id"], item["id"]))
    ]


def surplus(items: Collection[Item], tokens_from: int) -> list[Item]:
    """Of a person's sessions, newest first, those that give way to one more: the ones over, and the oldest."""
    living = [item for item in items if not is_over(item, tokens_from)]
    kept = {item["id"] for item in living[: MOST - 1]}
    return [item for item in items if item["id"] not in kept][:AT_ONCE]


def anew(caller: Caller, tokens_from: int, headers: Mapping[str, str]) -> tuple[str | None, list[Write]]:
    """This browser's session opened again, and all of the person ended that were before.

    Should somebody have copied the old cookie, it is worth nothing from then on.
    Returns: the `Set-Cookie` for the browser, None for a bearer token, and the writes.
    """
    fresh = opening(caller.person_id, tokens_from, headers, caller.host) if caller.session else None
    over = ending(own(caller.person_id)[:AT_ONCE])
    return (fresh.set_cookie, [*fresh.writes, *over]) if fresh else (None, over)


def clear(person_id: str) -> None:
    """Take all sessions of a person away, whose tokens are void already. Raises: Problem `busy`."""
    items = own(person_id)
    for at in range(0, len(items), AT_ONCE):
        commit(ending(items[at : at + AT_ONCE]))


def keep_alive(caller: Caller, headers: Mapping[str, str]) -> None:
    """Note that a browser's session is in use, which moves its end; whatever goes wrong, the page comes all the same.

    Nothing is written more often than every 10 minutes, nor for a bearer token.
    """
    session, said, now = caller.session, cookie(headers), int(time.time())
    if session is None or said is None or now - session.last_seen_at < SEEN_EVERY:
        return
    moved = {":now": now, ":end": _end(now, session.signed_in_at), ":before": now - SEEN_EVERY}
    spots = (keys.session(said.token_hash), keys.own_session(caller.person_id, session.id))
    seen = [
        update(
            "session",
            spot,
            "SET last_seen_at = :now, expires_at = :end",
            "attribute_exists(pk) AND last_seen_at <= :before",
            values=moved,
        )
        for spot in spots
    ]
    with suppress(Refused, Problem, ClientError):
        commit(seen, Patience(tries=1))
