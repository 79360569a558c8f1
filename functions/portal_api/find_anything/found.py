"""What a search gives: a name, whose it is, and where its page is."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

Kind = Literal["partner", "course", "person", "contact", "organization", "enrollment"]


class Found(BaseModel):
    """One find; `detail` is the partner it belongs to, or an e-mail address."""

    kind: Kind
    id: str
    name: str
    detail: str | None
    path: str


class Finds(BaseModel):
    """Up to ten of each kind, in the order of the kinds; `more` are the kinds of which there may be others."""

    items: list[Found]
    more: list[Kind]
