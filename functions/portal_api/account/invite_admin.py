"""Invite an admin of the platform or of a partner, and mail an invitation once more."""

from __future__ import annotations

from functions.portal_api.account import guesses, store
from functions.portal_api.account.admin import AdminView, Invitee
from functions.portal_api.account.admit import admission
from functions.portal_api.account.platform import platform_language
from functions.portal_api.command import Asking
from shared import keys
from shared.commit import Refused, update
from shared.dynamo import read_one
from shared.events import AdminInvited, outbox
from shared.ids import is_id
from shared.patience import Patience
from shared.problems import Problem


def invite_admin(asking: Asking, invitee: Invitee, partner_id: str | None) -> dict[str, object]:
    """Make somebody an admin (C-28: of the partner named, with none named of the platform) and invite them by mail.

    Raises: Problem `already-admin`, `too-many-attempts`, `busy`; Replayed.
    """
    _count_mail(asking, invitee.email, partner_id)
    language = asking.partner.language if asking.partner else platform_language()
    patience = Patience()
    while True:
        view, writes = admission(invitee, partner_id, asking.caller.person_id, asking.at, language)
        answer: dict[str, object] = view.model_dump()
        try:
            asking.commit(writes, "admin.invite", view.id, status=201, answer=answer)
        except Refused as refused:
            blame = refused.first[0].blame
            if blame == "already-admin":
                _count_mail_back(asking, invitee.email, partner_id)
                raise Problem("already-admin") from None
            if blame != "person":
                raise
            patience.again()
            continue
        return answer


def invite_again(asking: Asking, person_id: str, partner_id: str | None) -> dict[str, object]:
    """Mail an admin's invitation once more.

    Raises: Problem `not-found`, `already-admin` when they accepted it before, `too-many-attempts`; Replayed.
    """
    item = read_one(store.admin_key(person_id, partner_id)) if is_id("per", person_id) else None
    if item is None:
        raise Problem("not-found")
    if not item["invited"]:
        raise Problem("already-admin")
    guesses.count(guesses.INVITATIONS, f"{person_id}#{partner_id}")
    _count_mail(asking, item["email"], partner_id)
    fact = AdminInvited(person_id=person_id, partner_id=partner_id, invited_by=asking.caller.person_id)
    told = update(
        "person",
        keys.person(person_id),
        "SET facts = :facts",
        "attribute_exists(pk)",
        values={":facts": outbox(asking.at, fact)},
    )
    answer: dict[str, object] = AdminView.of(item).model_dump()
    asking.commit([told], "admin.invite_again", person_id, status=202, answer=answer)
    return answer


def _count_mail(asking: Asking, email: str, partner_id: str | None) -> None:
    """Count a mail before it goes out, so that no place mails somebody, nor the whole world, without end."""
    guesses.count(guesses.INVITATIONS_BY, f"{asking.caller.person_id}#{partner_id}")
    guesses.count(guesses.INVITATIONS_TO, f"{email}#{partner_id}")


def _count_mail_back(asking: Asking, email: str, partner_id: str | None) -> None:
    guesses.give_back(guesses.INVITATIONS_BY, f"{asking.caller.person_id}#{partner_id}")
    guesses.give_back(guesses.INVITATIONS_TO, f"{email}#{partner_id}")
