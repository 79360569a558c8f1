"""Take an admin's role away; it counts from their next request on. The last admin of a place stays."""

from __future__ import annotations

from functions.portal_api.account import places
from functions.portal_api.command import Asking
from shared.commit import Refused, Write, delete, update
from shared.dynamo import read_one
from shared.ids import is_id
from shared.patience import Patience
from shared.problems import Problem

STILL_INVITED = "invited = :yes"
ACCEPTED = "attribute_exists(pk) AND (attribute_not_exists(invited) OR invited <> :yes)"


def dismiss_admin(asking: Asking, person_id: str, partner_id: str | None) -> None:
    """Take the role away at the partner named, with none named at the platform.

    The place counts its admins in the same transaction, so that of two who remove each other one stays. Who has not
    accepted an invitation yet cannot look after a place: of those who have, one stays too.
    Raises: Problem `not-found`, `last-admin`, `busy`; Replayed.
    """
    if not is_id("per", person_id):
        raise Problem("not-found")
    patience = Patience()
    while True:
        item = read_one(places.admin_key(person_id, partner_id))
        if item is None:
            raise Problem("not-found")
        try:
            writes = _dismissal(person_id, partner_id, bool(item.get("invited")))
            asking.commit(writes, "admin.dismiss", person_id, status=204, answer=None)
        except Refused as refused:
            blamed, stood = refused.first
            if blamed.blame not in ("admin", "last-admin"):
                raise
            if blamed.blame == "last-admin" or not stood:
                raise Problem("last-admin" if blamed.blame == "last-admin" else "not-found") from None
            patience.again()  # they accepted it meanwhile
            continue
        return


def _dismissal(person_id: str, partner_id: str | None, invited: bool) -> list[Write]:
    still = STILL_INVITED if invited else ACCEPTED
    spots = (places.admin_key(person_id, partner_id), places.membership_key(person_id, partner_id))
    counted, left = "ADD admins_count :less", "admins_count > :one"
    if not invited:
        counted, left = counted + ", accepted_count :less", left + " AND accepted_count > :one"
    return [
        *(delete("admin", spot, still, values={":yes": True}) for spot in spots),
        update("last-admin", places.place_key(partner_id), counted, left, values={":less": -1, ":one": 1}),
    ]
