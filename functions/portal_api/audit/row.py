"""Rows of the audit: who did what to which record, when, from which view; and who saw whose results.

Ids and names of fields, never their values.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

View = Literal["platform", "partner", "business", "learner", "account", "api"]
"""From where: a view of the portal, or `api`, a program."""


class Actor(BaseModel):
    """Who did it; the name is null once the person was erased."""

    id: str
    name: str | None


class AuditRow(BaseModel):
    """Who did what to which record, when (RFC 3339), from which view."""

    model_config = ConfigDict(frozen=True)

    id: str
    at: str
    action: str = Field(description="The kind of record and what was done to it, for example `contact.create`")
    actor: Actor | None = Field(description="Who did it; null where it was nobody who was signed in")
    subject: str = Field(description="The id of the record it was done to")
    changed: list[str] = Field(description="Names of the fields that were given or changed, never their values")
    request_id: str = Field(description="The request it was done by; empty where it was none")
    done_from: View = Field(alias="view", description="From which view of the portal it was done; `api` by a program")

    @classmethod
    def of(cls, item: Mapping[str, Any], names: Mapping[str, str]) -> AuditRow:
        """From its item in the Portal table, and what people are called now."""
        who = item.get("actor_id")
        said = {name: item[name] for name in ("at", "action", "subject", "changed", "request_id")}
        actor = Actor(id=who, name=names.get(who)) if who else None
        return cls(id=f"aud_{item['sk']}", actor=actor, view=view_of(item), **said)

    def view(self) -> dict[str, Any]:
        """How the API shows it."""
        return self.model_dump(by_alias=True)


def view_of(item: Mapping[str, Any]) -> View:
    """The view a row names; rows from before views were written down are a program's."""
    view: View = item.get("view", "api")
    return view


class ViewedRow(BaseModel):
    """Who saw a result, the first time on a day (RFC 3339), from which view."""

    model_config = ConfigDict(frozen=True)

    viewer: Actor = Field(description="Who saw it")
    enrollment_id: str = Field(description="The enrollment whose result it is")
    course_id: str | None = Field(description="Null to a contact who is not shown courses")
    course_title: str | None = Field(description="What the course is called now; null once it is gone")
    at: str
    view: View = Field(description="From which view of the portal it was seen; `api` by a program")
    via: Literal["record", "list", "export"] = Field(
        description="`record`: opened, `list`: a row of a list, `export`: a line of a file"
    )
