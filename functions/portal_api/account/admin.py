"""An admin of a place, as that place lists them.

The names are those under which the place invited them, until the person changes their own; `invited` until they
acted on the invitation. So a place learns nothing of what the person is elsewhere.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from shared.dynamo import Item
from shared.requests import Body
from shared.text import Email, PersonName


class Invitee(Body):
    """`POST …/admins`: whom to make an admin."""

    email: Email
    first_name: PersonName
    last_name: PersonName


class AdminView(BaseModel):
    """An admin; `id` is the person's, `since` when they were made one."""

    id: str
    email: str
    first_name: str
    last_name: str
    invited: bool
    since: str

    @classmethod
    def of(cls, item: Item) -> AdminView:
        """From the place's list."""
        return cls(**{name: item[name] for name in cls.model_fields if name != "id"}, id=item["person_id"])


class Admins(BaseModel):
    """A page of admins."""

    items: list[AdminView]
    next_cursor: str | None


def listed(person_id: str, invitee: Invitee, at: str, by: str) -> dict[str, Any]:
    """How a place lists a new admin."""
    return {
        "person_id": person_id,
        "email": invitee.email,
        "first_name": invitee.first_name,
        "last_name": invitee.last_name,
        "invited": True,
        "since": at,
        "by": by,
    }
