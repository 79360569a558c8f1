"""A person who can sign in, with what they may do where.

A person belongs to one sign-in domain and is known there by their e-mail address; authority comes from memberships
alone: at the platform, or at a partner. Whoever has none left, or only some at closed partners, does not sign in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from shared.dynamo import Item
from shared.partner import Partner

SIGN_IN_DOMAIN = "platform"
"""The sign-in domain of the platform's own host, shared by the house and all default partners."""
NOBODY = "per_00000000000000000000000000"
"""A username that never exists: whoever may not sign in is asked about under this one, so that nobody can tell."""


@dataclass(frozen=True)
class Membership:
    """A role at the platform (`partner_id` None) or at a partner; `accepted` once they acted on the invitation."""

    role: str
    partner_id: str | None
    accepted: bool


@dataclass(frozen=True)
class Person:
    """A person's record; `tokens_from` in seconds since 1970: tokens issued before count no more."""

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

    @classmethod
    def of(cls, items: Iterable[Item]) -> Person | None:
        """From the items of their partition: the record and the memberships."""
        stored = {item["sk"]: item for item in items}
        record = stored.pop("PERSON", None)
        if record is None:
            return None
        memberships = (stored[key] for key in sorted(stored) if key.startswith("MEMBERSHIP#"))
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
            memberships=tuple(
                Membership(item["role"], item.get("partner_id"), not item.get("invited")) for item in memberships
            ),
        )

    @property
    def partner_ids(self) -> list[str]:
        """The partners they are a member of, the newest first."""
        return sorted((member.partner_id for member in self.memberships if member.partner_id), reverse=True)

    def may_sign_in(self, partners: Mapping[str, Partner]) -> bool:
        """Whether there is a place left where they may do anything."""
        return self.active and bool(self.views(partners, platform_name=""))

    def views(self, partners: Mapping[str, Partner], platform_name: str) -> list[dict[str, Any]]:
        """The views they may choose from: the platform's, then those of partners that are not closed, by name."""
        views = [
            {"kind": "platform", "id": "platform", "name": platform_name, "path": "/platform"}
            for member in self.memberships
            if member.partner_id is None
        ]
        there = (partners[partner_id] for partner_id in self.partner_ids if partner_id in partners)
        mine = sorted((p for p in there if p.status != "closed"), key=lambda p: (p.name.casefold(), p.id))
        return views + [
            {"kind": "partner", "id": partner.id, "name": partner.name, "path": f"/partner/{partner.id}"}
            for partner in mine
        ]
