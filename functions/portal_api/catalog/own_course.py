"""A whitelabel partner's own course: made and published by the partner, for its own people, at no credits.

It goes draft → published → archived. Only a published one is offered and enrolled into; archived it takes nobody new
until it is published again. A draft can be archived unseen. Nothing is deleted: enrollments speak of it.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from functions.portal_api.catalog.course import PartnerOwner

OwnStatus = Literal["draft", "published", "archived"]


class OwnCourseView(BaseModel):
    """A partner's own course; it costs no credits. `published_at` is when people could first be enrolled into it."""

    id: str
    title: str
    description: str | None
    status: OwnStatus
    owner: PartnerOwner
    created_at: str
    published_at: str | None


class OwnCourse(BaseModel):
    """Its record."""

    model_config = ConfigDict(frozen=True)

    id: str
    partner_id: str
    title: str
    description: str | None = None
    status: OwnStatus = "draft"
    created_at: str
    published_at: str | None = None
    version: int = Field(default=1, exclude=True)

    @classmethod
    def of(cls, item: dict[str, Any]) -> OwnCourse:
        """From its item in the Portal table."""
        return cls(**{name: item[name] for name in cls.model_fields if name in item})

    def changed(self, given: dict[str, Any], at: str) -> OwnCourse:
        """The course with what is given; the moment it is first published stays."""
        first = given.get("status") == "published" and self.published_at is None
        return self.model_copy(update=given | ({"published_at": at} if first else {}))

    def view(self) -> dict[str, Any]:
        """How the partner's staff and the platform see it."""
        kept = {name: getattr(self, name) for name in OwnCourseView.model_fields if name != "owner"}
        return kept | {"owner": _owner(self.partner_id)}

    def offer(self, *, taken: bool) -> dict[str, Any]:
        """How it stands in the partner's catalogue; `taken`, whether it takes new enrollments."""
        said = {"id": self.id, "title": self.title, "description": self.description, "archived": not taken}
        return said | {"effective_cost": 0, "owner": _owner(self.partner_id)}


def _owner(partner_id: str) -> dict[str, str]:
    return {"kind": "partner", "id": partner_id}
