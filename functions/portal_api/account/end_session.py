"""Sign out: this browser, another one of one's own, or wherever one is signed in."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from functions.portal_api.account import own_trail, sessions
from functions.portal_api.command import Asking
from shared import keys
from shared.clock import stamp
from shared.commit import Refused, commit
from shared.dynamo import read_one
from shared.hosts import Host
from shared.ids import is_id
from shared.problems import Problem
from shared.session import from_our_own_page

THERE = "attribute_exists(pk)"


def end_here(headers: Mapping[str, str], host: Host, request_id: str) -> None:
    """Sign this browser out; nothing happens when it is already. Raises: Problem `cross-site`, `busy`."""
    from_our_own_page(headers, host)
    item = sessions.here(headers, host)
    if item is None:
        return
    person_id = item["person_id"]
    trace = own_trail.row(person_id, person_id, "session.end", item["id"], stamp(), request_id)
    with suppress(Refused):  # it ended meanwhile
        commit([*sessions.ending([item], THERE), trace])


def end_one(asking: Asking, session_id: str) -> bool:
    """Sign one of the caller's own browsers out.

    Returns: whether it is the very one that asks. Raises: Problem `not-found`, `busy`; Replayed.
    """
    person_id = asking.caller.person_id
    item = read_one(keys.own_session(person_id, session_id)) if is_id("ses", session_id) else None
    if item is None:
        raise Problem("not-found")
    try:
        asking.commit(
            sessions.ending([item], THERE),
            "session.end",
            session_id,
            status=204,
            answer=None,
            scope=own_trail.scope_of(person_id),
        )
    except Refused:
        raise Problem("not-found") from None
    return asking.caller.session is not None and asking.caller.session.id == session_id
