"""What a search gives: a name, whose it is, and where its page is."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from functions.portal_api.web.formats import name_of
from shared.dynamo import Item

Kind = Literal["partner", "course", "person", "contact", "organization", "enrollment"]


class Found(BaseModel):
    """One find; `detail` is the partner it belongs to, of a person the e-mail address and the partner they are at.

    `path` is its page, null for a person who is nothing anywhere any more.
    """

    kind: Kind
    id: str
    name: str
    detail: str | None
    path: str | None


class Finds(BaseModel):
    """Up to ten of each kind, in the order of the kinds; `more` are the kinds of which there may be others."""

    items: list[Found]
    more: list[Kind]


def contact_found(item: Item, partner: Item) -> Found:
    """A contact's record of this partner."""
    path = f"/partner/{partner['id']}/contacts/{item['id']}"
    return Found(kind="contact", id=item["id"], name=name_of(item), detail=partner["name"], path=path)


def organization_found(item: Item, partner: Item) -> Found:
    """An organization of this partner."""
    path = f"/partner/{partner['id']}/organizations/{item['id']}"
    return Found(kind="organization", id=item["id"], name=item["name"], detail=partner["name"], path=path)


def own_course_found(item: Item, partner: Item) -> Found:
    """A course of this partner's own."""
    path = f"/partner/{partner['id']}/catalogue/{item['id']}"
    return Found(kind="course", id=item["id"], name=item["title"], detail=partner["name"], path=path)
