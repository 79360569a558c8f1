"""A contact's access: who signs in as this contact, and what that makes of them where.

It stands on the contact's record, and all memberships follow from it; whoever changes either changes the record at the
version they read, so that grants, removals, moves and archiving never cross. A key contact of an organization is that
whatever else they are; when it is taken away again, what they had in their own right is left, or nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from shared import keys
from shared.dynamo import Item
from shared.keys import Key

Role = Literal["key_contact", "portal_user", "learner"]


@dataclass(frozen=True)
class Grant:
    """When a role was given, by whom and how (`granted` by the partner, later ways by names of their own)."""

    since: str
    by: str
    how: str = "granted"


@dataclass(frozen=True)
class Access:
    """What a contact may sign in to.

    `own` is access in its own right, with what goes with it: `organization_id` (then they are a portal user there, else
    a learner), `admin` of that organization's contacts, and a profile that narrows both. `key_contact_of` are grants by
    organization. `invited` until the person acted on it.
    """

    person_id: str
    grant: Grant
    invited: bool = True
    own: bool = False
    organization_id: str | None = None
    admin: bool = False
    profile_id: str | None = None
    key_contact_of: Mapping[str, Grant] = field(default_factory=dict)

    @classmethod
    def of(cls, stored: Mapping[str, Any] | None) -> Access | None:
        """From the contact's record."""
        if not stored:
            return None
        grants = {one: Grant(**grant) for one, grant in stored["key_contact_of"].items()}
        return cls(**{**stored, "grant": Grant(**stored["grant"]), "key_contact_of": grants})

    def stored(self) -> dict[str, Any]:
        """As the contact's record keeps it."""
        said = asdict(self)
        said["key_contact_of"] = {one: asdict(grant) for one, grant in self.key_contact_of.items()}
        return {name: value for name, value in said.items() if value is not None}

    def standing(self) -> Access | None:
        """None when nothing is left of it."""
        return self if self.own or self.key_contact_of else None

    def as_key_contact(self, organization_id: str, grant: Grant) -> Access:
        return replace(self, key_contact_of={**self.key_contact_of, organization_id: grant})

    def without(self, organization_ids: Collection[str], *, key_contact_only: bool = False) -> Access | None:
        """Less what it has at these organizations; access in its own right stays, then as a learner's."""
        left = {one: grant for one, grant in self.key_contact_of.items() if one not in organization_ids}
        less = replace(self, key_contact_of=left)
        if self.organization_id in organization_ids and not key_contact_only:
            less = replace(less, organization_id=None, admin=False)
        return less.standing()

    def roles(self) -> dict[str, tuple[Role, Grant]]:
        """What they are at which organization."""
        found: dict[str, tuple[Role, Grant]] = {}
        if self.own and self.organization_id:
            found[self.organization_id] = ("portal_user", self.grant)
        return found | {one: ("key_contact", grant) for one, grant in self.key_contact_of.items()}

    def memberships(self, partner_id: str, contact_id: str) -> dict[Key, Item]:
        """Everything the person is by it, as their partition keeps it."""
        known = {"partner_id": partner_id, "contact_id": contact_id, "invited": self.invited}
        learner = known | {"role": "learner", "since": self.grant.since, "by": self.grant.by}
        made = {keys.contact_membership(self.person_id, partner_id): learner | self._profile()}
        for its_id, (role, grant) in self.roles().items():
            mine = self.own and its_id == self.organization_id
            made[keys.organization_membership(self.person_id, its_id)] = {
                **known,
                "role": role,
                "organization_id": its_id,
                "admin": self.admin and mine,
                "since": grant.since,
                "by": grant.by,
                **(self._profile() if role == "portal_user" else {}),
            }
        return made

    @property
    def profile(self) -> str | None:
        """The profile that narrows what they have in their own right."""
        return self.profile_id if self.own else None

    def _profile(self) -> dict[str, str]:
        return {"profile_id": self.profile} if self.profile else {}
