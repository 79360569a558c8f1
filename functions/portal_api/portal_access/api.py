"""Who of a partner's contacts may sign in: key contacts of its organizations, and access to the portal."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from functions.portal_api.command import Asks
from functions.portal_api.lists import Listed, Paged
from functions.portal_api.portal_access.key_contacts import find_key_contacts, grant_key_contact, remove_key_contact
from functions.portal_api.portal_access.set_access import end_access, invite_again, set_access, show_access
from functions.portal_api.portal_access.shape import (
    KeyContactView,
    NewKeyContact,
    PortalAccessSetting,
    PortalAccessView,
)

router = APIRouter(prefix="/v1/partners/{partner_id}", tags=["portal access"])
_KEY_CONTACTS = "/organizations/{organization_id}/key-contacts"
_ACCESS = "/contacts/{contact_id}/portal-access"


@router.get(_KEY_CONTACTS, response_model=Listed[KeyContactView])
def get_key_contacts(asking: Asks, page: Paged, organization_id: str) -> Any:
    """The key contacts of an organization."""
    return find_key_contacts(page, asking.allow_at_partner("contact:read").id, organization_id)


@router.post(_KEY_CONTACTS, status_code=201, response_model=KeyContactView)
def post_key_contact(asking: Asks, organization_id: str, body: NewKeyContact) -> Any:
    """Make a contact of the organization its key contact; who does not sign in yet is invited by mail."""
    partner = asking.allow_at_partner("portal_access:manage")
    return grant_key_contact(asking, partner, organization_id, body.contact_id)


@router.delete(_KEY_CONTACTS + "/{contact_id}", status_code=204)
def delete_key_contact(asking: Asks, organization_id: str, contact_id: str) -> Response:
    """Take the role away, at once."""
    remove_key_contact(asking, asking.allow_at_partner("portal_access:manage"), organization_id, contact_id)
    return Response(status_code=204)


@router.get(_ACCESS, response_model=PortalAccessView)
def get_portal_access(asking: Asks, contact_id: str) -> Any:
    """What a contact may sign in to."""
    return show_access(asking.allow_at_partner("contact:read").id, contact_id)


@router.put(_ACCESS, response_model=PortalAccessView)
def put_portal_access(asking: Asks, contact_id: str, body: PortalAccessSetting) -> Any:
    """Set a contact's access; the first time they are invited by mail, and not active ends all of it at once."""
    return set_access(asking, asking.allow_at_partner("portal_access:manage"), contact_id, body)


@router.delete(_ACCESS, status_code=204)
def delete_portal_access(asking: Asks, contact_id: str) -> Response:
    """End all access of a contact, at once."""
    end_access(asking, asking.allow_at_partner("portal_access:manage"), contact_id)
    return Response(status_code=204)


@router.post(_ACCESS + "/invitation", status_code=202, response_model=PortalAccessView)
def repeat_access_invitation(asking: Asks, contact_id: str) -> Any:
    """Mail the invitation once more."""
    return invite_again(asking, asking.allow_at_partner("portal_access:manage"), contact_id)
