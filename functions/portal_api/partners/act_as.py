"""Act as a partner: a platform admin looks at its console from the inside, and both trails say so.

It adds no authority, a platform admin has it all; it says on the browser's session in whose place they look, so that
nobody opens a partner's pages by accident and without a trace. It ends with the session, or when it is ended.
"""

from __future__ import annotations

from collections.abc import Mapping

from functions.portal_api.command import Asking
from shared import keys
from shared.commit import Refused, update
from shared.keys import Key
from shared.partner import Partner
from shared.problems import Problem
from shared.session import cookie


def act_as(asking: Asking, headers: Mapping[str, str], partner: Partner) -> dict[str, str]:
    """Begin. Raises: Problem `browser-only` for who is not signed in by a browser, `not-signed-in`; Replayed."""
    begun = update(
        "session",
        _session(asking, headers),
        "SET acting = :partner",
        "attribute_exists(pk)",
        values={":partner": partner.id},
    )
    told = asking.audit("partner.act_as", partner.id, scope="PLATFORM")
    answer = {"path": f"/partner/{partner.id}"}
    try:
        asking.commit([begun, told], "partner.act_as", partner.id, status=200, answer=answer)
    except Refused as refused:
        raise _gone(refused) from None
    return answer


def act_no_more(asking: Asking, headers: Mapping[str, str], partner: Partner) -> None:
    """End it, if it was on. Raises: as `act_as`."""
    where = _session(asking, headers)
    if asking.caller.session is None or asking.caller.session.acting != partner.id:
        return
    ended = update("session", where, "REMOVE acting", "acting = :partner", values={":partner": partner.id})
    told = asking.audit("partner.act_no_more", partner.id, scope="PLATFORM")
    try:
        asking.commit([ended, told], "partner.act_no_more", partner.id, status=204, answer=None)
    except Refused as refused:
        if refused.first[0].blame != "session":
            raise


def _session(asking: Asking, headers: Mapping[str, str]) -> Key:
    said = cookie(headers)
    if asking.caller.session is None or said is None:
        raise Problem("browser-only")
    return keys.session(said.token_hash)


def _gone(refused: Refused) -> Exception:
    return Problem("not-signed-in") if refused.first[0].blame == "session" else refused
