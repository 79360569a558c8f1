"""A contact's access in its own right (B-27: active, admin, profile): set, ended, and its invitation mailed again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from functions.portal_api.account import guesses
from functions.portal_api.account.invitations import count_repetition
from functions.portal_api.account.newcomer import told
from functions.portal_api.command import Asking
from functions.portal_api.contacts.contact import Contact
from functions.portal_api.contacts.find_contacts import contact_of
from functions.portal_api.organizations.find_organizations import organization_of
from functions.portal_api.portal_access import store
from functions.portal_api.portal_access.access import Access, Grant
from functions.portal_api.portal_access.change_access import Answer, Told, change_access, may_sign_in
from functions.portal_api.portal_access.shape import PortalAccessSetting, view
from shared.events import PortalAccessGranted, outbox
from shared.ids import is_id
from shared.partner import Partner
from shared.problems import Problem

FIELDS = ["active", "admin", "organization_id", "profile_id"]


def show_access(partner_id: str, contact_id: str) -> dict[str, Any]:
    """What a contact may sign in to. Raises: Problem `not-found`."""
    return view(contact_id, Access.of(contact_of(partner_id, contact_id).access))


def set_access(asking: Asking, partner: Partner, contact_id: str, setting: PortalAccessSetting) -> Any:
    """Set a contact's access as it shall be; the first time the person is invited by mail (B-26).

    Raises: Problem `not-found` (the contact, the organization, the profile), `not-in-organization`,
    `contact-without-email`, `contact-archived`, `email-active`, `too-many-attempts`, `busy`; Replayed.
    """
    if not setting.active:
        return _end(asking, partner, contact_id, 200)
    if setting.organization_id:
        organization_of(partner.id, setting.organization_id)
    its_profile = setting.profile_id
    if its_profile and not (is_id("prf", its_profile) and store.has_profile(partner.id, its_profile)):
        raise Problem("not-found")
    grant = Grant(asking.at, asking.caller.person_id)

    def decide(contact: Contact, before: Access | None, person_id: str) -> Access:
        may_sign_in(contact, setting.organization_id)
        return replace(
            before or Access(person_id, grant),
            own=True,
            organization_id=setting.organization_id,
            admin=setting.admin,
            profile_id=its_profile,
        )

    def answered(_: Contact, before: Access | None, after: Access | None) -> Answer:
        return Answer(200, view(contact_id, after), None if before or not after else _news(partner, after, grant.by))

    return change_access(asking, partner, contact_id, decide, answered, Told("portal_access.set", changed=FIELDS))


def end_access(asking: Asking, partner: Partner, contact_id: str) -> None:
    """End all access of a contact, a key contact's too, from the next request on.

    Raises: Problem `not-found` where there is none, `busy`; Replayed.
    """
    _end(asking, partner, contact_id, 204)


def _end(asking: Asking, partner: Partner, contact_id: str, status: int) -> Any:
    contact = contact_of(partner.id, contact_id)
    if contact.access is None:
        if status == 204:
            raise Problem("not-found")
        return view(contact_id, None)

    def decide(_: Contact, before: Access | None, __: str) -> None:
        if before is None and status == 204:
            raise Problem("not-found")

    answer = Answer(status, None if status == 204 else view(contact_id, None))
    told_as = Told("portal_access.end", how="removed", changed=["active"])
    return change_access(asking, partner, contact_id, decide, lambda *_: answer, told_as)


def invite_again(asking: Asking, partner: Partner, contact_id: str) -> Any:
    """Mail a contact's invitation once more.

    Raises: Problem `not-found` for who has no access, `already-accepted`, `too-many-attempts`, `busy`; Replayed.
    """
    contact = contact_of(partner.id, contact_id)
    access = Access.of(contact.access)
    if access is None:
        raise Problem("not-found")
    if not access.invited:
        raise Problem("already-accepted")
    count_repetition(asking, access.person_id, contact.email or "", partner.id, guesses.ACCESS_BY)
    answer = view(contact_id, access)
    facts = outbox(asking.at, _news(partner, access, asking.caller.person_id))
    writes = [told(access.person_id, facts)]
    return asking.commit(writes, "portal_access.invite_again", contact_id, status=202, answer=answer)


def _news(partner: Partner, access: Access, by: str) -> PortalAccessGranted:
    its_id = next(iter(access.roles()), None)
    return PortalAccessGranted(person_id=access.person_id, partner_id=partner.id, organization_id=its_id, invited_by=by)
