"""A portal through a contact's eyes, as pages: with the profile as published, or as a draft in the address has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from functions.portal_api.business.portal import Looking, Portal
from functions.portal_api.business.standing import Standing, Visitor
from functions.portal_api.modules.grant import Grant
from functions.portal_api.profiles.find_profiles import changeable
from functions.portal_api.profiles.profile import BUILT_IN, Profile
from functions.portal_api.web.visit import Visit
from shared import keys
from shared.dynamo import Item, read
from shared.ids import is_id
from shared.keys import Key
from shared.partner import Partner
from shared.problems import Problem


@dataclass
class Eyes:
    """A door of `look`: a contact of the partner, at an organization's portal or with none named at their own place."""

    visit: Visit
    partner: Partner
    profile_id: str
    contact_id: str
    organization_id: str | None = None
    admin: bool = False
    draft: Mapping[str, Grant] | None = None
    kept: Mapping[str, str] = field(default_factory=dict)
    person: str = ""

    @property
    def standing(self) -> Standing:
        """Where the contact would stand, before it is read whether there is one."""
        built_in = self.profile_id in BUILT_IN
        return Standing(
            place="business" if self.organization_id else "me",
            person_id=self.visit.caller.person_id,
            partner_id=self.partner.id,
            contact_id=self.contact_id,
            organization_id=self.organization_id,
            role="key_contact" if self.profile_id == "key_contact" and self.draft is None else "portal_user",
            profile_id=None if built_in and self.draft is None else self.profile_id,
            admin=self.admin and self.organization_id is not None,
            view=self.visit.kind,
            preview=True,
        )

    def open(self) -> Visitor:
        """In one wait. Raises: Problem `not-found` for a contact, organization or profile that is not the partner's."""
        ids = [("con", self.contact_id), *([("org", self.organization_id)] if self.organization_id else [])]
        if not all(is_id(kind, one) for kind, one in ids):
            raise Problem("not-found")
        contact, organization = keys.contact(self.partner.id, self.contact_id), self._organization
        profile = None if self.profile_id in BUILT_IN else keys.profile(self.partner.id, changeable(self.profile_id))
        wanted = [key for key in (contact, organization, profile) if key]
        found = read(wanted)
        if any(key not in found for key in wanted):
            raise Problem("not-found")
        self.person = _named(found[contact])
        name = str(found[organization]["name"]) if organization else self.partner.name
        return Visitor(self.standing, self.partner, self._profile(found.get(profile) if profile else None), name)

    def portal(self, visitor: Visitor) -> Portal:
        """The portal as its pages show it to who looks."""
        profile = f"/partner/{self.partner.id}/profiles/{self.profile_id}"
        name = visitor.profile.name
        looking = Looking(
            person=self.person,
            profile=self.visit.say(name) if visitor.profile.built_in else name,
            back=profile,
            elsewhere=f"{profile}/as",
            draft=self.draft is not None,
        )
        return Portal(self.visit, visitor, base=f"{profile}/as", kept=self.kept, looking=looking)

    @property
    def _organization(self) -> Key | None:
        return keys.organization(self.partner.id, self.organization_id) if self.organization_id else None

    def _profile(self, item: Item | None) -> Profile:
        profile = Profile.of(item) if item else BUILT_IN[self.profile_id]()
        return profile if self.draft is None else profile.changed({"modules": self.draft})


def _named(item: Item) -> str:
    return " ".join(word for word in (item.get("first_name"), item.get("last_name")) if word)
