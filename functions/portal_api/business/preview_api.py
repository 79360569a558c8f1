"""`/v1/partners/{partner_id}/profiles/{profile_id}/preview`: the portal as a contact with that profile would see it.

A `POST` takes a draft of the grants instead of those the profile has; nothing is written by either.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query

from functions.portal_api.business.preview import preview_records, seen_as
from functions.portal_api.business.standing import Visitor
from functions.portal_api.command import Asking, Asks
from functions.portal_api.lists import Listed, Paged, listed
from functions.portal_api.modules.registry import module_of
from functions.portal_api.modules.told import Menu, menu
from functions.portal_api.profiles.api import Draft
from functions.portal_api.profiles.find_profiles import profile_of
from functions.portal_api.profiles.profile import fit

router = APIRouter(prefix="/v1/partners/{partner_id}/profiles/{profile_id}/preview", tags=["access profiles"])


class As:
    """Through whose eyes: a contact, at an organization's portal or at their own, admin there or not."""

    def __init__(
        self,
        profile_id: str,
        contact_id: Annotated[str, Query(max_length=100)],
        organization_id: Annotated[str | None, Query(max_length=100)] = None,
        admin: Annotated[Literal["true", "false"], Query()] = "false",
    ) -> None:
        self.profile_id, self.contact_id, self.organization_id = profile_id, contact_id, organization_id
        self.admin = admin == "true"

    def visitor(self, asking: Asking, draft: Draft | None = None) -> Visitor:
        """The contact as a visitor of that portal, with the profile or its draft."""
        partner = asking.allow_at_partner("profile:read")
        profile = profile_of(partner.id, self.profile_id)
        if draft:
            profile = profile.changed({"modules": fit(draft.modules)})
        who = (self.contact_id, self.organization_id)
        return seen_as(asking, partner, profile, *who, admin=self.admin)


Eyes = Annotated[As, Depends()]


@router.get("", response_model=Menu)
def get_preview(asking: Asks, eyes: Eyes) -> Any:
    """The modules that a contact with this profile would have."""
    return menu(eyes.visitor(asking).sights(), asking.caller.language)


@router.post("", response_model=Menu)
def post_preview(asking: Asks, eyes: Eyes, body: Draft) -> Any:
    """The modules that a contact would have with a draft of this profile."""
    return menu(eyes.visitor(asking, body).sights(), asking.caller.language)


@router.get("/{module}", response_model=Listed[dict[str, Any]])
def get_preview_records(asking: Asks, eyes: Eyes, page: Paged, module: str) -> Any:
    """A page of a module, exactly as a contact with this profile would get it."""
    return listed(*preview_records(eyes.visitor(asking), module_of(module), page))


@router.post("/{module}", response_model=Listed[dict[str, Any]])
def post_preview_records(asking: Asks, eyes: Eyes, page: Paged, module: str, body: Draft) -> Any:
    """A page of a module, exactly as a contact would get it with a draft of this profile."""
    return listed(*preview_records(eyes.visitor(asking, body), module_of(module), page))
