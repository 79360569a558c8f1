"""A fact as it travels: the JSON that stands in a record's outbox and, unchanged, in the detail of an event.

Whatever does not parse is `NotAFact`: trying again would not help, so it must neither be published nor mailed, and
must not hold up the facts behind it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shared.events import FACTS, Fact


class NotAFact(Exception):
    """Unknown type, another version, or data of another shape. The message names ids and types, never values."""


class Envelope(BaseModel):
    """What surrounds the data of every fact."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: str = Field(pattern=r"^fct_[0-7][0-9A-HJKMNP-TV-Z]{25}$")
    type: str = Field(max_length=100)
    version: int = Field(ge=1)
    occurred_at: str = Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
    data: dict[str, Any]


@dataclass(frozen=True)
class Stated:
    """A fact with its id, its time (RFC 3339) and the JSON it was stated in."""

    id: str
    occurred_at: str
    fact: Fact
    detail: dict[str, Any]

    @property
    def type(self) -> str:
        """Its name on the bus."""
        return type(self.fact).__name__

    @property
    def source(self) -> str:
        """The source of its event: `portico.` and the room that states it."""
        return f"portico.{self.fact.room}"

    @classmethod
    def of(cls, detail: Any) -> Stated:
        """From its JSON. Raises: NotAFact."""
        try:
            envelope = Envelope.model_validate(detail)
        except ValidationError as error:
            raise NotAFact(f"not an envelope: {_places(error)}") from None
        shape = FACTS.get(envelope.type)
        if shape is None or shape.version != envelope.version:
            raise NotAFact(f"{envelope.id}: {envelope.type} version {envelope.version} is unknown")
        try:
            fact = shape.model_validate(envelope.data, strict=True)
        except ValidationError as error:
            raise NotAFact(f"{envelope.id}: not a {envelope.type}: {_places(error)}") from None
        return cls(envelope.id, envelope.occurred_at, fact, dict(detail))


def _places(error: ValidationError) -> str:
    """Where it is wrong, without what stood there."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    return ", ".join(".".join(map(str, one["loc"])) + " " + one["type"] for one in found[:5])
