"""Make somebody a member of a team and invite them by mail, and mail an invitation once more."""

from __future__ import annotations

from typing import Any

from functions.portal_api.account.admin import Invitee, listed
from functions.portal_api.account.invitations import count_back, count_invitation, count_repetition
from functions.portal_api.account.newcomer import Newcomer, told
from functions.portal_api.account.person import sign_in_domain_of
from functions.portal_api.account.platform import platform_language
from functions.portal_api.command import Asking
from functions.portal_api.team import store
from functions.portal_api.team.find_members import member_of
from functions.portal_api.team.member import view
from shared.commit import Refused
from shared.events import Fact, StaffInvited, TrainerInvited, outbox
from shared.partner import Partner
from shared.patience import Patience
from shared.problems import Problem
from shared.scope import Scope


def invite_member(
    asking: Asking, invitee: Invitee, partner: Partner | None, role: str, scope: Scope | None
) -> dict[str, Any]:
    """Give somebody a role at a partner, or (no partner) make them a trainer, and invite them.

    Raises: Problem `not-found` for a scope that names what is not there, `already-member` for who has a role at this
    place, `too-many-attempts`, `busy`; Replayed.
    """
    if scope and not store.has(partner, scope):
        raise Problem("not-found")
    place = partner.id if partner else None
    count_invitation(asking, invitee.email, place)
    patience = Patience()
    while True:
        language = partner.language if partner else platform_language()
        names = (invitee.email, invitee.first_name, invitee.last_name)
        who = Newcomer.find(*names, language, sign_in_domain_of(partner))
        row = listed(who.id, invitee, asking.at, asking.caller.person_id)
        row |= {"role": role, "scope": scope.stored() if scope else None, "version": 1}
        told_by = _fact(asking, who.id, place, role)
        answer = view(row)
        try:
            writes = [*store.added(row, place), *who.writes(asking.at, told_by)]
            asking.commit(writes, f"{kind_of(role)}.invite", who.id, status=201, answer=answer)
        except Refused as refused:
            if refused.first[0].blame == "there":
                count_back(asking, invitee.email, place)
                raise Problem("already-member") from None
            patience.again()  # who has this address changed meanwhile
            continue
        return answer


def invite_member_again(asking: Asking, person_id: str, partner_id: str | None) -> dict[str, Any]:
    """Mail an invitation once more.

    Raises: Problem `not-found`, `already-member` when they accepted it before, `too-many-attempts`; Replayed.
    """
    row = member_of(person_id, partner_id)
    if not row["invited"]:
        raise Problem("already-member")
    count_repetition(asking, person_id, row["email"], partner_id)
    facts = outbox(asking.at, _fact(asking, person_id, partner_id, row["role"]))
    answer = view(row)
    asking.commit(
        [told(person_id, facts)], f"{kind_of(row['role'])}.invite_again", person_id, status=202, answer=answer
    )
    return answer


def kind_of(role: str) -> str:
    """What the audit calls a member with this role."""
    return "trainer" if role == "trainer" else "staff"


def _fact(asking: Asking, person_id: str, partner_id: str | None, role: str) -> Fact:
    by = asking.caller.person_id
    if partner_id is None:
        return TrainerInvited(person_id=person_id, invited_by=by)
    return StaffInvited(person_id=person_id, partner_id=partner_id, role=role, invited_by=by)
