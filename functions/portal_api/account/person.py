"""A person who can sign in, with what they may do where.

A person belongs to one sign-in domain and is known there by their e-mail address; authority comes from memberships
alone: at the platform, at a partner, at an organization of a partner's customers, or as a partner's contact. Whoever
has none left, or only some at closed partners, does not sign in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from shared.dynamo import Item
from shared.hosts import PLATFORM_SIGN_IN, Host
from shared.keys import HOUSE
from shared.partner import Partner

NOBODY = "per_00000000000000000000000000"
"""A username that never exists: whoever may not sign in is asked about under this one, so that nobody can tell."""

Kind = Literal["platform", "partner", "organization", "contact"]
_KINDS: dict[str, Kind] = {
    "platform_admin": "platform",
    "trainer": "platform",
    "key_contact": "organization",
    "portal_user": "organization",
    "learner": "contact",
}
"""Where a role is had; every other one is had at a partner, by its own people."""


def sign_in_domain_of(partner: Partner | None) -> str:
    """In which sign-in domain the people of a partner (None: of the platform) are known by their e-mail address.

    A whitelabel partner has people of its own; the house and all default partners share the platform's.
    """
    return partner.sign_in_domain if partner else PLATFORM_SIGN_IN


@dataclass(frozen=True)
class Membership:
    """A role at one place; `partner_id` None is the platform, `accepted` once they acted on the invitation.

    `kind` says what the place is: the platform, a partner, an organization of the partner's, or the partner as its
    contact (`contact_id`).
    """

    kind: Kind
    role: str
    partner_id: str | None
    accepted: bool
    organization_id: str | None = None
    contact_id: str | None = None

    @classmethod
    def of(cls, item: Item) -> Membership:
        """From its item in the person's partition."""
        return cls(
            kind=_KINDS.get(item["role"], "partner"),
            role=item["role"],
            partner_id=item.get("partner_id"),
            accepted=not item.get("invited"),
            organization_id=item.get("organization_id"),
            contact_id=item.get("contact_id"),
        )


class Places(dict[str, Partner]):
    """The partners of a person's memberships by id, with what else their views are named by.

    `organizations` are names by id, `platform` is what the platform calls itself; `strict`, that views of the platform
    need a second factor here.
    """

    def __init__(
        self,
        partners: Mapping[str, Partner],
        organizations: Mapping[str, str],
        *,
        platform: str = "",
        strict: bool = False,
    ) -> None:
        super().__init__(partners)
        self.organizations, self.platform, self.strict = organizations, platform, strict


@dataclass(frozen=True)
class Person:
    """A person's record; `tokens_from` in seconds since 1970: tokens issued before count no more.

    `second_factor_at` is empty until they have an authenticator app.
    """

    id: str
    email: str
    first_name: str
    last_name: str
    language: str | None
    active: bool
    invited: bool
    tokens_from: int
    password_set_at: str
    version: int
    memberships: tuple[Membership, ...] = ()
    second_factor_at: str = ""
    sign_in_domain: str = PLATFORM_SIGN_IN

    @classmethod
    def of(cls, items: Iterable[Item]) -> Person | None:
        """From the items of their partition: the record and the memberships."""
        stored = {item["sk"]: item for item in items}
        record = stored.pop("PERSON", None)
        if record is None:
            return None
        return cls(
            id=record["id"],
            email=record["email"],
            first_name=record["first_name"],
            last_name=record["last_name"],
            language=record.get("language"),
            active=record["status"] == "active",
            invited=bool(record.get("invited")),
            tokens_from=record.get("tokens_from", 0),
            password_set_at=record.get("password_set_at", ""),
            version=record["version"],
            memberships=tuple(Membership.of(stored[key]) for key in sorted(stored) if key.startswith("MEMBERSHIP#")),
            second_factor_at=str(record.get("second_factor_at") or ""),
            sign_in_domain=record.get("sign_in_domain", PLATFORM_SIGN_IN),
        )

    def under(self, host: Host) -> Person | None:
        """The person as far as they are anybody under this name: on a partner's domain with what they are there."""
        if not host.knows(self.sign_in_domain):
            return None
        return replace(self, memberships=tuple(one for one in self.memberships if host.shows(one.partner_id)))

    @property
    def partner_ids(self) -> list[str]:
        """The partners of their memberships, whatever they are there, each once and the newest first."""
        return sorted({member.partner_id for member in self.memberships if member.partner_id}, reverse=True)

    def may_sign_in(self, partners: Mapping[str, Partner]) -> bool:
        """Whether there is a place left where they may do anything."""
        return self.active and any(_is_open(member, partners) for member in self.memberships)

    def views(self, places: Places) -> list[dict[str, Any]]:
        """The views they may choose from, nothing of closed partners.

        The platform first, then partners, organizations, and the places where they learn, each by name. A direct
        customer of the platform learns at the platform, whatever the built-in partner is called.
        Args: `places` as `store.partners_of` returns them.
        """
        views = []
        for member in self.memberships:
            if not _is_open(member, places):
                continue
            needs = places.strict and member.kind == "platform" and not self.second_factor_at
            views.append(_view(member, places) | {"role": member.role, "needs_second_factor": needs})
        return sorted(views, key=lambda view: (_ORDER.index(view["kind"]), view["name"].casefold(), view["id"]))


_ORDER = ("platform", "partner", "business", "learner")


def _is_open(member: Membership, partners: Mapping[str, Partner]) -> bool:
    if member.partner_id is None:
        return True
    return member.partner_id in partners and partners[member.partner_id].status != "closed"


def _view(member: Membership, places: Places) -> dict[str, Any]:
    partner = places[member.partner_id] if member.partner_id else None
    if partner is None:
        return {"kind": "platform", "id": "platform", "name": places.platform, "path": "/platform"}
    if member.organization_id:
        name, its_id = places.organizations.get(member.organization_id, ""), member.organization_id
        return {"kind": "business", "id": its_id, "name": name, "path": f"/business/{its_id}"}
    if member.kind == "contact":
        name = places.platform if partner.id == HOUSE else partner.name
        return {"kind": "learner", "id": partner.id, "name": name, "path": f"/me/{partner.id}"}
    return {"kind": "partner", "id": partner.id, "name": partner.name, "path": f"/partner/{partner.id}"}
