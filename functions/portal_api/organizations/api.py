"""`/v1/partners/{partner_id}/organizations`: customer companies and who belongs to them."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter
from pydantic import Field

from functions.portal_api.command import Asks
from functions.portal_api.contacts.contact import Contact
from functions.portal_api.contacts.find_contacts import find_contacts
from functions.portal_api.lists import Listed, Paged, listed
from functions.portal_api.organizations.create_organization import create_organization
from functions.portal_api.organizations.find_organizations import find_organizations, organization_of
from functions.portal_api.organizations.organization import Address, Organization, Phone, VatNumber
from functions.portal_api.organizations.update_organization import update_organization
from functions.portal_api.search import Asked
from shared.requests import Body, Change
from shared.text import Email, Line

router = APIRouter(prefix="/v1/partners/{partner_id}/organizations", tags=["organizations"])


class NewOrganization(Body):
    """`POST`: a name; the rest may come later."""

    name: Line
    vat_number: VatNumber | None = None
    email: Email | None = None
    phone: Phone | None = None
    address: Address | None = None
    language: Literal["en", "it"] | None = None


class OrganizationChange(Change):
    """`PATCH`: an address is replaced whole."""

    name: Line = Field(default_factory=str)
    vat_number: VatNumber | None = None
    email: Email | None = None
    phone: Phone | None = None
    address: Address | None = None
    language: Literal["en", "it"] | None = None


@router.post("", status_code=201, response_model=Organization)
def post_organization(asking: Asks, body: NewOrganization) -> Any:
    """Make a customer company's record; one VAT number is one organization of a partner."""
    partner = asking.allow_at_partner("organization:write")
    return create_organization(asking, partner, body.model_dump(exclude_none=True))


@router.get("", response_model=Listed[Organization])
def get_organizations(asking: Asks, page: Paged, q: Asked = None) -> Any:
    """Customer companies, newest first; with `q` those of whose name words begin with all of its words."""
    partner = asking.allow_at_partner("organization:read")
    found, cursor = find_organizations(page, partner.id, q)
    return listed([organization.view() for organization in found], cursor)


@router.get("/{organization_id}", response_model=Organization)
def get_organization(asking: Asks, organization_id: str) -> Any:
    """One customer company."""
    partner = asking.allow_at_partner("organization:read")
    return organization_of(partner.id, organization_id).view()


@router.patch("/{organization_id}", response_model=Organization)
def patch_organization(asking: Asks, organization_id: str, body: OrganizationChange) -> Any:
    """Change a customer company's record."""
    partner = asking.allow_at_partner("organization:write")
    return update_organization(asking, partner, organization_id, body.given())


@router.get("/{organization_id}/contacts", response_model=Listed[Contact])
def get_members(asking: Asks, page: Paged, organization_id: str) -> Any:
    """The people of a customer company, newest first."""
    partner = asking.allow_at_partner("contact:read")
    organization = organization_of(partner.id, organization_id)
    found, cursor = find_contacts(page, partner.id, organization_id=organization.id)
    return listed([contact.view() for contact in found], cursor)
