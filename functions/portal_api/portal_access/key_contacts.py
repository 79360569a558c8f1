"""Key contacts of an organization: given, listed, taken away.

A key contact sees what the organization has at the partner, also what was there before and what comes later; it counts
from the next request on, and so does its end, open sessions included.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from functions.portal_api.command import Asking
from functions.portal_api.contacts.contact import Contact
from functions.portal_api.lists import Page, listed
from functions.portal_api.organizations.find_organizations import organization_of
from functions.portal_api.portal_access import store
from functions.portal_api.portal_access.access import Access, Grant
from functions.portal_api.portal_access.change_access import Answer, Told, change_access, may_sign_in
from functions.portal_api.portal_access.shape import KeyContactView
from shared.events import KeyContactGranted
from shared.partner import Partner
from shared.problems import Problem


def grant_key_contact(
    asking: Asking, partner: Partner, organization_id: str, contact_id: str, how: str = "granted"
) -> Any:
    """Make one of an organization's contacts its key contact; whoever does not sign in yet is invited (A-16, A-17).

    Raises: Problem `not-found`, `not-in-organization`, `contact-without-email`, `contact-archived`,
    `already-key-contact`, `email-active`, `too-many-attempts`, `busy`; Replayed.
    """
    organization = organization_of(partner.id, organization_id)
    grant = Grant(asking.at, asking.caller.person_id, how)

    def decide(contact: Contact, before: Access | None, person_id: str) -> Access:
        may_sign_in(contact, organization.id)
        if before and organization.id in before.key_contact_of:
            raise Problem("already-key-contact")
        return (before or Access(person_id, grant)).as_key_contact(organization.id, grant)

    def answered(contact: Contact, _: Access | None, after: Access | None) -> Answer:
        assert after
        news = KeyContactGranted(
            person_id=after.person_id, partner_id=partner.id, organization_id=organization.id, invited_by=grant.by
        )
        shown = store.key_contact(contact, organization.id, grant)
        return Answer(201, shown.model_copy(update={"invited": after.invited}).model_dump(), news)

    told = Told("key_contact.grant", also=organization.id, how=how, changed=["key_contact_of"])
    return change_access(asking, partner, contact_id, decide, answered, told)


def remove_key_contact(asking: Asking, partner: Partner, organization_id: str, contact_id: str) -> None:
    """Take the role away; a portal user in their own right is that again. Raises: Problem `not-found`, `busy`."""
    organization = organization_of(partner.id, organization_id)

    def decide(_: Contact, before: Access | None, __: str) -> Access | None:
        if before is None or organization.id not in before.key_contact_of:
            raise Problem("not-found")
        return before.without([organization.id], key_contact_only=True)

    told = Told("key_contact.remove", also=organization.id, how="removed", changed=["key_contact_of"])
    change_access(asking, partner, contact_id, decide, lambda *_: Answer(204, None), told)


def find_key_contacts(page: Page, partner_id: str, organization_id: str) -> dict[str, Any]:
    """A page of an organization's key contacts. Raises: Problem `not-found`, `cursor-invalid`."""
    organization = organization_of(partner_id, organization_id)
    rows, cursor = page.read(
        f"key_contacts#{partner_id}#{organization.id}", partial(store.key_contacts, partner_id, organization.id)
    )
    return listed([one.model_dump() for one in store.shown(partner_id, organization.id, rows)], cursor)


def key_contacts_of(partner_id: str, organization_id: str, most: int = 50) -> list[KeyContactView]:
    """The first key contacts of an organization, for its page; whether there is the organization is not asked."""
    return store.shown(partner_id, organization_id, store.key_contacts(partner_id, organization_id, most, None)[0])
