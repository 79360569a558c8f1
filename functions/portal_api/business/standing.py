"""Where a contact stands in a portal, from their membership, and what follows for each module once it is opened.

A key contact has the built-in profile whatever their membership says, and nothing narrows it; a portal user or learner
has the profile it names, and without one, or when it is gone, what a learner has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from functions.portal_api.modules.module import Module, Reach, Records
from functions.portal_api.modules.registry import MODULES
from functions.portal_api.modules.sight import Place, Sight, sight_of
from functions.portal_api.profiles.profile import Profile, key_contact, learner
from shared import keys
from shared.dynamo import Item
from shared.keys import Key
from shared.partner import Partner
from shared.problems import Problem


@dataclass(frozen=True)
class Standing:
    """Who somebody is at a place: `organization_id` None at their own; `admin` of the organization's contacts,
    which a key contact is without a flag, for nothing narrows them (A-10: employees are added on the spot).

    `view` is the view of the portal they say they come from; in a `preview` the person is not the contact.
    """

    place: Place
    person_id: str
    partner_id: str
    contact_id: str
    organization_id: str | None = None
    role: str = "learner"
    profile_id: str | None = None
    admin: bool = False
    view: str = "api"
    preview: bool = False

    @classmethod
    def of(cls, place: Place, person_id: str, membership: Item | None, view: str = "api") -> Standing:
        """From a membership's item. Raises: Problem `not-found` where there is none."""
        if membership is None:
            raise Problem("not-found")
        return cls(
            place=place,
            person_id=person_id,
            partner_id=membership["partner_id"],
            contact_id=membership["contact_id"],
            organization_id=membership["organization_id"] if place == "business" else None,
            role=membership["role"],
            profile_id=membership.get("profile_id"),
            admin=place == "business" and (membership.get("admin", False) or membership["role"] == "key_contact"),
            view=view,
        )

    @property
    def profile(self) -> Profile | None:
        """The profile where the membership alone tells it; None when it is one to read."""
        if self.role == "key_contact":
            return key_contact()
        return None if self.profile_id else learner()

    @property
    def wanted(self) -> list[Key]:
        """What opening needs beside the partner: the profile, and the organization of the place."""
        found = []
        if self.profile_id and self.role != "key_contact":
            found.append(keys.profile(self.partner_id, self.profile_id))
        if self.organization_id:
            found.append(keys.organization(self.partner_id, self.organization_id))
        return found

    def opened(self, partner: Partner | None, found: Mapping[Key, Item]) -> Visitor:
        """With what was read. Raises: Problem `not-found`, `partner-closed`."""
        organization = found.get(keys.organization(self.partner_id, self.organization_id or ""))
        if partner is None or (self.organization_id and organization is None):
            raise Problem("not-found")
        if partner.status == "closed":
            raise Problem("partner-closed")
        profile = self.profile
        if profile is None:
            item = found.get(keys.profile(self.partner_id, self.profile_id or ""))
            profile = Profile.of(item) if item else learner()
        return Visitor(self, partner, profile, organization["name"] if organization else partner.name)


@dataclass(frozen=True)
class Visitor:
    """Somebody at a place that is open to them, with the profile that counts now; `name` is the place's."""

    standing: Standing
    partner: Partner
    profile: Profile
    name: str

    def sight(self, module: Module) -> Sight:
        """What they see of a module, which may be nothing."""
        return sight_of(module, self.profile.modules, admin=self.standing.admin, place=self.standing.place)

    def sights(self) -> list[Sight]:
        """What they see of each module there is."""
        return [self.sight(module) for module in MODULES]

    def menu(self) -> list[Sight]:
        """What is there for them, in the order of the menu; equal places keep the order of the registry."""
        return sorted((sight for sight in self.sights() if sight.visible), key=lambda sight: sight.order)

    @property
    def suspended(self) -> bool:
        """Whether their partner is suspended: then nobody enrols or orders."""
        return self.partner.status != "active"


def reach(standing: Standing, sight: Sight) -> Reach:
    """Whose records they reach in a module."""
    return Reach(
        partner_id=standing.partner_id,
        contact_id=standing.contact_id,
        organization_id=standing.organization_id,
        own=sight.records == "own",
        viewer_id=standing.person_id,
        view=standing.view,
        preview=standing.preview,
    )


def guesses(standing: Standing, module: Module) -> list[Sight]:
    """The sights there may turn out to be, told apart by whose records they show; one where the profile is known.

    While the profile is still to be read, they see every field: enough to read records by, and nothing is shown that
    the true sight does not let through.
    """
    known = standing.profile
    if known is not None:
        sight = sight_of(module, known.modules, admin=standing.admin, place=standing.place)
        return [sight] if sight.visible else []
    if standing.place == "me":
        return [_whole(module, "own" if "own" in module.records else "organization")]
    return [_whole(module, records) for records in module.records]


def _whole(module: Module, records: Records) -> Sight:
    return Sight(module, records=records, access={one.name: "read" for one in module.fields})
