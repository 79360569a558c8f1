"""How every change of a contact's access is made: read, decided, written whole or not at all, mailed when it is news.

A contact is somebody's once, in the sign-in domain of the partner: whoever has the contact's e-mail address when
access is first given. From then on the record says who it is, and another address changes nothing about that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from functions.portal_api.account import guesses
from functions.portal_api.account.invitations import count_back, count_invitation
from functions.portal_api.account.newcomer import Newcomer, fit_for_mail
from functions.portal_api.account.person import sign_in_domain_of
from functions.portal_api.command import Asking
from functions.portal_api.contacts.contact import Contact
from functions.portal_api.contacts.find_contacts import contact_of
from functions.portal_api.portal_access import store
from functions.portal_api.portal_access.access import Access, Grant
from shared.commit import Refused, Write
from shared.events import Fact
from shared.partner import Partner
from shared.patience import Patience
from shared.problems import Problem


@dataclass(frozen=True)
class Told:
    """What a change is called in the audit, of which further record it says so, and how the role came or went."""

    action: str
    also: str | None = None
    how: str = "granted"
    changed: Sequence[str] = ()


@dataclass(frozen=True)
class Answer:
    """What the request is answered with; `news` is the fact the person is mailed for, None for no mail."""

    status: int
    body: Any
    news: Fact | None = None


Decide = Callable[[Contact, Access | None, str], Access | None]
"""The new access from the contact, the access it has and the id of whose it is; raises the refusal."""
Answered = Callable[[Contact, Access | None, Access | None], Answer]
"""The answer from the contact, the access before and after."""


def change_access(
    asking: Asking,
    partner: Partner,
    contact_id: str,
    decide: Decide,
    answered: Answered,
    told: Told,
) -> Any:
    """Make the change.

    Raises: Problem `not-found` (also for a profile that is gone), `email-active` for whose person is another contact
    here already, what `decide` raises, `too-many-attempts`, `busy`; Replayed.
    """
    patience, counted = Patience(), None
    while True:
        contact = contact_of(partner.id, contact_id)
        before = Access.of(contact.access)
        who = _whose(contact, before, partner)
        after = decide(contact, before, who.id)
        answer = answered(contact, before, after)
        if answer.news and counted is None:
            counted = who.email
            count_invitation(asking, counted, partner.id, guesses.ACCESS_BY)
        writes = _writes(asking, partner, contact, before, after, who, answer.news, told)
        try:
            asking.commit(
                writes, told.action, contact.id, status=answer.status, answer=answer.body,
                changed=told.changed,
            )  # fmt: skip
            return answer.body
        except Refused as refused:
            blame = refused.first[0].blame
            if blame not in ("contact", "person", "member"):
                if counted:
                    count_back(asking, counted, partner.id, guesses.ACCESS_BY)
                raise _refusal(refused) from None
        patience.again()  # somebody changed the record, or who has the address: once more, from how it stands now


def _refusal(refused: Refused) -> Exception:
    """What a broken condition means to who asked."""
    meaning = {"taken": "email-active", "profile": "not-found"}
    blame = refused.first[0].blame
    return Problem(meaning[blame]) if blame in meaning else refused


def _writes(
    asking: Asking,
    partner: Partner,
    contact: Contact,
    before: Access | None,
    after: Access | None,
    who: Newcomer,
    news: Fact | None,
    told: Told,
) -> list[Write]:
    grant = Grant(asking.at, asking.caller.person_id, told.how)
    gives = after is not None and before is None
    return [
        store.on_record(partner.id, contact, after),
        *store.followed(partner.id, contact.id, before, after, grant),
        *(who.writes(asking.at, news) if gives or news else []),
        *([asking.audit(told.action, told.also)] if told.also else []),
        *(asking.audit("key_contact.remove", one, [told.how]) for one in _ended(before, after) if one != told.also),
    ]


def _ended(before: Access | None, after: Access | None) -> list[str]:
    """The organizations that they are no key contact of any more."""
    left = after.key_contact_of if after else {}
    return [one for one in before.key_contact_of if one not in left] if before else []


def _whose(contact: Contact, before: Access | None, partner: Partner) -> Newcomer:
    """Who signs in as this contact: who does already, else whoever has the address, else somebody new."""
    language, domain = contact.language or partner.language, sign_in_domain_of(partner)
    names = (fit_for_mail(contact.first_name), fit_for_mail(contact.last_name) if contact.last_name else "")
    if before:
        return Newcomer(before.person_id, True, contact.email or "", *names, language, domain)
    if not contact.email:  # nobody: whoever would be given access is refused before anything is written
        return Newcomer("", False, "", *names, language, domain)
    return Newcomer.find(contact.email, *names, language, domain)


def may_sign_in(contact: Contact, organization_id: str | None = None) -> None:
    """Whether a contact may be given access, at this organization if one is named.

    Raises: Problem `contact-archived`, `contact-without-email`, `not-in-organization`.
    """
    if contact.archived:
        raise Problem("contact-archived")
    if not contact.email:
        raise Problem("contact-without-email")
    if organization_id and organization_id not in contact.organization_ids:
        raise Problem("not-in-organization")
