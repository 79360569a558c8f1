"""A contact: the record of a person at one partner. Only the first name is needed; an email is its alone there."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, computed_field

from functions.portal_api.contacts import tag
from functions.portal_api.search import Token, tokens

SEARCHED = ("first_name", "last_name", "email")
"""Fields that search looks in, in the order their finds are given."""


class Contact(BaseModel):
    """Its record, and its shape in the API; times RFC 3339, language `en`, `it` or none of its own."""

    model_config = ConfigDict(frozen=True)

    id: str
    first_name: str
    last_name: str | None = None
    email: str | None = None
    language: str | None = None
    external_reference: str | None = None
    organization_ids: list[str] = []
    tags: list[str] = []
    archived: bool = False
    created_at: str
    version: int = Field(default=1, exclude=True)
    access: dict[str, Any] | None = Field(default=None, exclude=True)
    """What it may sign in to, as `portal_access` keeps it; that room's alone to read."""

    @computed_field  # type: ignore[prop-decorator]
    @property
    def organization_id(self) -> str | None:
        """The first of its organizations; today there is at most one."""
        return self.organization_ids[0] if self.organization_ids else None

    @classmethod
    def of(cls, item: dict[str, Any]) -> Contact:
        """From its item in the Portal table."""
        return cls(**{name: item[name] for name in cls.model_fields if name in item})

    def stored(self) -> dict[str, Any]:
        """Its attributes as they are written; None where there is none."""
        return {name: getattr(self, name) for name in type(self).model_fields if name != "version"}

    def changed(self, given: dict[str, Any]) -> Contact:
        """With these fields changed; `organization_id` puts it into that organization alone, None into none."""
        if "organization_id" in given:
            organization_id = given["organization_id"]
            given = given | {"organization_ids": [organization_id] if organization_id else []}
        return self.model_copy(update={name: value for name, value in given.items() if name != "organization_id"})

    def tokens(self) -> list[Token]:
        """What search finds it by."""
        return tokens({field: getattr(self, field) for field in SEARCHED})

    def tag_tokens(self) -> list[Token]:
        """What a list by tag finds it by; search does not look there."""
        return [(tag.FIELD, one) for one in self.tags]

    def view(self) -> dict[str, Any]:
        """How the API shows it."""
        return self.model_dump()
