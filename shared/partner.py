"""The partner's record as every function reads it: its kind, whether it is open, its threshold and language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["house", "default", "whitelabel"]
Status = Literal["active", "suspended", "closed"]


@dataclass(frozen=True)
class Partner:
    """A partner; credits and threshold are whole, times RFC 3339, time_zone an IANA name."""

    id: str
    name: str
    kind: Kind
    status: Status
    low_credit_threshold: int
    language: str
    time_zone: str
    contact_email: str | None = None
    created_at: str = ""

    @property
    def has_wallet(self) -> bool:
        """The house pays no credits and has no wallet."""
        return self.kind != "house"

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
        )
