"""Take a member's role away; it counts from their next request on."""

from __future__ import annotations

from functions.portal_api.command import Asking
from functions.portal_api.team import store
from functions.portal_api.team.find_members import member_of
from functions.portal_api.team.invite_member import kind_of
from shared.commit import Refused
from shared.patience import Patience


def dismiss_member(asking: Asking, person_id: str, partner_id: str | None) -> None:
    """Of a partner's staff, or with none named of the trainers. Raises: Problem `not-found`, `busy`; Replayed."""
    patience = Patience()
    while True:
        row = member_of(person_id, partner_id)
        try:
            writes = store.removed(row, partner_id)
            asking.commit(writes, f"{kind_of(row['role'])}.dismiss", person_id, status=204, answer=None)
        except Refused:
            patience.again()  # changed meanwhile, or dismissed already
            continue
        return
