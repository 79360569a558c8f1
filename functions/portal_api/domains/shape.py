"""A domain as the API takes and shows it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from functions.portal_api.domains.domain import Domain, Purpose, Record, State, Status
from functions.portal_api.domains.name import shown
from shared.partner import Partner
from shared.requests import Body


class NewDomain(Body):
    """`POST`: the name alone, such as `training.example.com`; international letters may be written as they are."""

    name: Annotated[str, Field(strict=True, min_length=1, max_length=300)]


class RecordView(BaseModel):
    """A DNS record to set, and what the last look found of it (`state` null before the first)."""

    purpose: Purpose
    type: Literal["TXT", "CNAME", "ALIAS", "CAA"]
    name: str
    value: str
    state: State | None
    found: list[str]

    @classmethod
    def of(cls, record: Record) -> RecordView:
        """From the domain's own."""
        seen = record.seen
        return cls(
            purpose=record.purpose,
            type=record.type,
            name=record.name,
            value=record.value,
            state=seen.state if seen else None,
            found=list(seen.values) if seen else [],
        )


class StepView(BaseModel):
    """Something that happened on the way, and what was seen then."""

    at: str
    what: str
    seen: str | None


class DomainView(BaseModel):
    """A domain of a partner; `in_links` is whether mails and pages lead there."""

    id: str
    name: str
    shown: str
    status: Status
    problem: str | None
    refused: str | None
    in_links: bool
    records: list[RecordView]
    target_zone: str | None
    added_at: str
    checked_at: str | None
    next_check_at: str | None
    active_at: str | None
    served_until: str | None
    history: list[StepView]

    @classmethod
    def of(cls, domain: Domain, partner: Partner) -> DomainView:
        """From its record and the partner's."""
        return cls(
            id=domain.id,
            name=domain.name,
            shown=shown(domain.name),
            status=domain.status,
            problem=domain.problem or None,
            refused=domain.refused or None,
            in_links=partner.domain == domain.name,
            records=[RecordView.of(one) for one in domain.records],
            target_zone=domain.target_zone or None,
            added_at=domain.added_at,
            checked_at=domain.checked_at or None,
            next_check_at=domain.due_at or None,
            active_at=domain.active_at or None,
            served_until=domain.served_until or None,
            history=[StepView(at=one["at"], what=one["what"], seen=one.get("seen")) for one in domain.history],
        )


def view(domain: Domain, partner: Partner) -> dict[str, Any]:
    """What the API answers of a domain."""
    return DomainView.of(domain, partner).model_dump()
