"""Give a member of a team another role or another scope; it counts from their next request on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from functions.portal_api.command import Asking
from functions.portal_api.team import store
from functions.portal_api.team.find_members import member_of
from functions.portal_api.team.invite_member import kind_of
from functions.portal_api.team.member import NARROWED, TRAINER, Courses, StaffChange, scope_for, view
from shared.commit import Refused
from shared.dynamo import Item
from shared.partner import Partner
from shared.patience import Patience
from shared.problems import Problem
from shared.scope import Scope


def change_staff(asking: Asking, partner: Partner, person_id: str, change: StaffChange) -> dict[str, Any]:
    """Change what is given: who stays a supervisor keeps the scope unless another is given.

    Raises: Problem `not-found` (the member, or what a scope names), `invalid-request` for a scope that does not go
    with the role, `busy`; Replayed.
    """

    def decide(row: Item) -> tuple[str, Scope | None]:
        role = change.role if "role" in change.model_fields_set else row["role"]
        if role == NARROWED == row["role"] and "scope" not in change.model_fields_set:
            return role, Scope.of(row)
        return role, scope_for(role, change.scope)

    return _change(asking, partner, person_id, decide, sorted(change.model_fields_set))


def change_trainer(asking: Asking, person_id: str, courses: Courses) -> dict[str, Any]:
    """Narrow a trainer to these courses. Raises: Problem `not-found` (the trainer, or a course), `busy`; Replayed."""
    return _change(asking, None, person_id, lambda _: (TRAINER, Scope(frozenset(courses))), ["courses"])


def _change(
    asking: Asking,
    partner: Partner | None,
    person_id: str,
    decide: Callable[[Item], tuple[str, Scope | None]],
    fields: Sequence[str],
) -> dict[str, Any]:
    place = partner.id if partner else None
    patience = Patience()
    while True:
        row = member_of(person_id, place)
        role, scope = decide(row)
        if scope and scope != Scope.of(row) and not store.has(partner, scope):
            raise Problem("not-found")
        answer = view(row | {"role": role, "scope": scope.stored() if scope else None})
        try:
            writes = store.changed(row, place, role, scope)
            asking.commit(writes, f"{kind_of(role)}.change", person_id, status=200, answer=answer, changed=fields)
        except Refused:
            patience.again()  # changed or dismissed meanwhile: once more, from how it stands now
            continue
        return answer
