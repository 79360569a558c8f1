"""`/v1/partners/{partner_id}/contacts`: people's records."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import Field

from functions.portal_api.command import Asks
from functions.portal_api.contacts.contact import Contact
from functions.portal_api.contacts.create_contact import create_contact
from functions.portal_api.contacts.find_contacts import contact_of, find_contacts
from functions.portal_api.contacts.tag import DISTINCT, TAGS_A_CONTACT, Tag
from functions.portal_api.contacts.update_contact import update_contact
from functions.portal_api.lists import Listed, Paged, listed
from functions.portal_api.search import Asked
from shared.access import scope_of
from shared.requests import Body, Change
from shared.text import Email, Line

Tags = Annotated[list[Tag], Field(max_length=TAGS_A_CONTACT), DISTINCT]

router = APIRouter(prefix="/v1/partners/{partner_id}/contacts", tags=["contacts"])


class NewContact(Body):
    """`POST`: a first name; the rest may come later."""

    first_name: Line
    last_name: Line | None = None
    email: Email | None = None
    organization_id: Line | None = None
    language: Literal["en", "it"] | None = None
    external_reference: Line | None = None
    tags: Tags = Field(default_factory=list)


class ContactChange(Change):
    """`PATCH`: `organization_id` puts the contact into that organization alone, null into none."""

    first_name: Line = Field(default_factory=str)
    last_name: Line | None = None
    email: Email | None = None
    organization_id: Line | None = None
    language: Literal["en", "it"] | None = None
    external_reference: Line | None = None
    tags: Tags = Field(default_factory=list)
    archived: bool = Field(default_factory=bool)


@router.post("", status_code=201, response_model=Contact)
def post_contact(asking: Asks, body: NewContact) -> Any:
    """Make a person's record; one email is one contact of a partner."""
    partner = asking.allow_at_partner("contact:write")
    return create_contact(asking, partner, body.model_dump(exclude_none=True, exclude_unset=True))


@router.get("", response_model=Listed[Contact])
def get_contacts(
    asking: Asks,
    page: Paged,
    q: Asked = None,
    organization_id: str | None = None,
    tag: Tag | None = None,
    archived: Annotated[Literal["true", "false"], Query()] = "false",
) -> Any:
    """People's records, newest first; with `q` those of whom words of name or email begin with all of its words."""
    partner = asking.allow_at_partner("contact:read", scoped=True)
    found, cursor = find_contacts(
        page,
        partner.id,
        q=q,
        organization_id=organization_id,
        tag=tag,
        archived=archived == "true",
        scope=scope_of(asking.caller, "contact:read"),
    )
    return listed([contact.view() for contact in found], cursor)


@router.get("/{contact_id}", response_model=Contact)
def get_contact(asking: Asks, contact_id: str) -> Any:
    """One person's record."""
    partner = asking.allow_at_partner("contact:read", scoped=True)
    return contact_of(partner.id, contact_id, scope_of(asking.caller, "contact:read")).view()


@router.patch("/{contact_id}", response_model=Contact)
def patch_contact(asking: Asks, contact_id: str, body: ContactChange) -> Any:
    """Change a record, move it to another organization, archive it or fetch it back."""
    partner = asking.allow_at_partner("contact:write")
    return update_contact(asking, partner, contact_id, body.given())
