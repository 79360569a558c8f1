"""Invite an admin of the platform or of a partner, and mail an invitation once more."""

from __future__ import annotations

from functions.portal_api.account import places
from functions.portal_api.account.admin import AdminView, Invitee
from functions.portal_api.account.admit import admission
from functions.portal_api.account.invitations import count_back, count_invitation, count_repetition
from functions.portal_api.account.newcomer import told
from functions.portal_api.account.person import sign_in_domain_of
from functions.portal_api.account.platform import platform_language
from functions.portal_api.command import Asking
from shared.commit import Refused
from shared.dynamo import read_one
from shared.events import AdminInvited, outbox
from shared.ids import is_id
from shared.patience import Patience
from shared.problems import Problem


def invite_admin(asking: Asking, invitee: Invitee, partner_id: str | None) -> dict[str, object]:
    """Make somebody an admin (C-28: of the partner named, with none named of the platform) and invite them by mail.

    Who is of its staff, or a trainer of the platform, is its admin from now on instead.
    Raises: Problem `already-admin`, `too-many-attempts`, `busy`; Replayed.
    """
    count_invitation(asking, invitee.email, partner_id)
    language = asking.partner.language if asking.partner else platform_language()
    domain = sign_in_domain_of(asking.partner)
    patience = Patience()
    while True:
        view, writes = admission(
            invitee, partner_id, asking.caller.person_id, asking.at, language, sign_in_domain=domain
        )
        answer: dict[str, object] = view.model_dump()
        try:
            asking.commit(writes, "admin.invite", view.id, status=201, answer=answer)
        except Refused as refused:
            blame = refused.first[0].blame
            if blame == "already-admin":
                count_back(asking, invitee.email, partner_id)
                raise Problem("already-admin") from None
            if blame not in ("person", "standing"):
                raise
            patience.again()
            continue
        return answer


def invite_again(asking: Asking, person_id: str, partner_id: str | None) -> dict[str, object]:
    """Mail an admin's invitation once more.

    Raises: Problem `not-found`, `already-admin` when they accepted it before, `too-many-attempts`; Replayed.
    """
    item = read_one(places.admin_key(person_id, partner_id)) if is_id("per", person_id) else None
    if item is None:
        raise Problem("not-found")
    if not item["invited"]:
        raise Problem("already-admin")
    count_repetition(asking, person_id, item["email"], partner_id)
    fact = AdminInvited(person_id=person_id, partner_id=partner_id, invited_by=asking.caller.person_id)
    answer: dict[str, object] = AdminView.of(item).model_dump()
    asking.commit(
        [told(person_id, outbox(asking.at, fact))], "admin.invite_again", person_id, status=202, answer=answer
    )
    return answer
