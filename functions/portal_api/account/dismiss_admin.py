"""Take an admin's role away; it counts from their next request on. The last admin of a place stays."""

from __future__ import annotations

from functions.portal_api.account import store
from functions.portal_api.command import Asking
from shared.commit import Refused, delete, update
from shared.ids import is_id
from shared.problems import Problem


def dismiss_admin(asking: Asking, person_id: str, partner_id: str | None) -> None:
    """Take the role away at the partner named, with none named at the platform.

    The place counts its admins in the same transaction, so that of two who remove each other one stays.
    Raises: Problem `not-found`, `last-admin`, `busy`; Replayed.
    """
    if not is_id("per", person_id):
        raise Problem("not-found")
    there = "attribute_exists(pk)"
    writes = [
        delete("not-found", store.admin_key(person_id, partner_id), there),
        delete("not-found", store.membership_key(person_id, partner_id), there),
        update(
            "last-admin",
            store.place_key(partner_id),
            "ADD admins_count :less",
            "admins_count > :one",
            values={":less": -1, ":one": 1},
        ),
    ]
    try:
        asking.commit(writes, "admin.dismiss", person_id, status=204, answer=None)
    except Refused as refused:
        blame = refused.first[0].blame
        raise Problem(blame) if blame in ("not-found", "last-admin") else refused from None
