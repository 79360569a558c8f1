"""A row of the audit: who did what to which record, when. Ids and names of fields, never their values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Actor(BaseModel):
    """Who did it; the name is null once the person was erased."""

    id: str
    name: str | None


class AuditRow(BaseModel):
    """Who did what to which record, when (RFC 3339)."""

    model_config = ConfigDict(frozen=True)

    id: str
    at: str
    action: str = Field(description="The kind of record and what was done to it, for example `contact.create`")
    actor: Actor | None = Field(description="Who did it; null where it was nobody who was signed in")
    subject: str = Field(description="The id of the record it was done to")
    changed: list[str] = Field(description="Names of the fields that were given or changed, never their values")
    request_id: str = Field(description="The request it was done by; empty where it was none")

    @classmethod
    def of(cls, item: Mapping[str, Any], names: Mapping[str, str]) -> AuditRow:
        """From its item in the Portal table, and what people are called now."""
        who = item.get("actor_id")
        said = {name: item[name] for name in ("at", "action", "subject", "changed", "request_id")}
        return cls(id=f"aud_{item['sk']}", actor=Actor(id=who, name=names.get(who)) if who else None, **said)

    def view(self) -> dict[str, Any]:
        """How the API shows it."""
        return self.model_dump()
