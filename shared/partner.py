"""The partner's record as every function reads it: its kind, whether it is open, its threshold and language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["house", "default", "whitelabel"]
Status = Literal["active", "suspended", "closed"]


@dataclass(frozen=True)
class Partner:
    """A partner; credits and threshold are whole, times RFC 3339, time_zone an IANA name.

    `domain` is its own, once it is served; `sign_in_domain` where its people are known by their e-mail address: its own
    id, or the platform's when it was made as a default partner.
    """

    id: str
    name: str
    kind: Kind
    status: Status
    low_credit_threshold: int
    language: str
    time_zone: str
    contact_email: str | None = None
    created_at: str = ""
    slug: str | None = None
    domain: str | None = None
    sign_in_domain: str = "platform"

    @property
    def has_wallet(self) -> bool:
        """The house pays no credits and has no wallet."""
        return self.kind != "house"

    @property
    def has_own_courses(self) -> bool:
        """Whether it makes courses of its own beside the platform's, and enrols people into them (C-31)."""
        return self.kind == "whitelabel"

    @classmethod
    def of(cls, item: dict[str, Any]) -> Partner:
        """From its item in the Portal table."""
        return cls(
            id=item["id"],
            name=item["name"],
            kind=item["kind"],
            status=item["status"],
            low_credit_threshold=item.get("low_credit_threshold", 0),
            language=item["language"],
            time_zone=item["time_zone"],
            contact_email=item.get("contact_email"),
            created_at=item.get("created_at", ""),
            slug=item.get("slug"),
            domain=item.get("domain"),
            sign_in_domain=item.get("sign_in_domain", "platform"),
        )
