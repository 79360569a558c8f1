"""Create a person's record at a partner: its email, if any, is its alone there; no credits move."""

from __future__ import annotations

from typing import Any

from functions.portal_api.command import Asking
from functions.portal_api.contacts import store
from functions.portal_api.contacts.contact import Contact
from shared.commit import Refused
from shared.ids import is_id, new_id
from shared.partner import Partner
from shared.problems import Problem


def create_contact(asking: Asking, partner: Partner, given: dict[str, Any]) -> dict[str, Any]:
    """Make the record, in an organization of the partner if one is named.

    Raises: Problem `contact-exists` (`contact_id`: whose email it is, archived ones included), `not-found` for an
    organization that is not the partner's.
    """
    named = {name: value for name, value in given.items() if name != "organization_id"}
    known_organization(given.get("organization_id"))
    contact = Contact(id=new_id("con"), created_at=asking.at, **named)
    contact = contact.changed({"organization_id": given.get("organization_id")})
    writes = store.added(partner.id, contact)
    try:
        answer: dict[str, Any] = asking.commit(
            writes, "contact.create", contact.id, status=201, answer=contact.view(), changed=sorted(given)
        )
        return answer
    except Refused as refused:
        raise refusal(refused) from None


def known_organization(organization_id: str | None) -> None:
    """An id that can't be an organization's is refused like another partner's."""
    if organization_id is not None and not is_id("org", organization_id):
        raise Problem("not-found")


def refusal(refused: Refused) -> Exception:
    """What a broken condition means to who asked."""
    blamed, stood = refused.first
    if blamed.blame == "email" and stood:
        return Problem("contact-exists", contact_id=stood["contact_id"])
    if blamed.blame == "organization":
        return Problem("not-found")
    return refused
