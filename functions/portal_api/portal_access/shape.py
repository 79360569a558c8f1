"""The shapes of access in the API: what is asked, and what a partner sees of it."""

from __future__ import annotations

from typing import Any, Self

from pydantic import BaseModel, Field, model_validator

from functions.portal_api.portal_access.access import Access, Role
from shared.language import mark as _
from shared.requests import Body
from shared.text import Line


class NewKeyContact(Body):
    """`POST …/key-contacts`: which of the organization's contacts."""

    contact_id: Line


class PortalAccessSetting(Body):
    """`PUT …/portal-access`: how it is from now on; what is left out is as if null.

    With an organization they are a portal user there, without one a learner. `profile_id` null is everything a learner
    or a portal user may by default. Not active ends it all, a key contact's role too.
    """

    active: bool
    organization_id: Line | None = None
    admin: bool = Field(default_factory=bool)
    profile_id: Line | None = None

    @model_validator(mode="after")
    def _admin_of_something(self) -> Self:
        if self.active and self.admin and not self.organization_id:
            raise ValueError(_("an admin is one of an organization: name it"))
        return self


class PortalAccessView(BaseModel):
    """What a contact may sign in to. `active` false: to nothing at this partner.

    `role` is the greatest they have: `key_contact`, `portal_user` or `learner`.
    """

    contact_id: str
    active: bool
    role: Role | None
    organization_id: str | None
    admin: bool
    profile_id: str | None
    key_contact_of: list[str]
    invited: bool
    since: str | None


class KeyContactView(BaseModel):
    """A key contact of an organization; `by` who made them one, `how` in which way."""

    contact_id: str
    organization_id: str
    first_name: str
    last_name: str | None
    email: str | None
    since: str
    by: str
    how: str
    invited: bool


def view(contact_id: str, access: Access | None) -> dict[str, Any]:
    """How a partner sees a contact's access; whose person it is stays out of it."""
    if access is None:
        shown: dict[str, Any] = {
            "active": False, "role": None, "organization_id": None, "admin": False, "profile_id": None,
            "key_contact_of": [], "invited": False, "since": None,
        }  # fmt: skip
    else:
        roles = {role for role, _grant in access.roles().values()}
        role = next((one for one in ("key_contact", "portal_user") if one in roles), "learner")
        shown = {
            "active": True, "role": role, "organization_id": access.organization_id, "admin": access.admin,
            "profile_id": access.profile_id, "key_contact_of": sorted(access.key_contact_of),
            "invited": access.invited, "since": access.grant.since,
        }  # fmt: skip
    return PortalAccessView(contact_id=contact_id, **shown).model_dump()
