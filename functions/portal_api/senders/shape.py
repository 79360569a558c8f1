"""A sending domain as the API takes and shows it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from functions.portal_api.senders.sender import Problem, Sender, Status
from shared.requests import Body


class NewSender(Body):
    """`POST`: an active domain of the partner's, or the registered domain above one."""

    name: Annotated[str, Field(strict=True, min_length=1, max_length=300)]


class SenderRecordView(BaseModel):
    """A DNS record to set; `seen` null before anybody looked."""

    purpose: Literal["ownership", "dkim"]
    type: Literal["TXT", "CNAME"]
    name: str
    value: str
    seen: bool | None


class SenderView(BaseModel):
    """A sending domain; mails come from `address` while it is `verified`, else from the platform's sender."""

    id: str
    name: str
    address: str
    status: Status
    problem: Problem | None
    records: list[SenderRecordView]
    added_at: str
    checked_at: str | None
    verified_at: str | None


def view(sender: Sender) -> dict[str, Any]:
    """What the API answers of one."""
    return SenderView(
        id=sender.id,
        name=sender.name,
        address=sender.address,
        status=sender.status,
        problem=sender.problem or None,
        records=[SenderRecordView(**one._asdict()) for one in sender.records],
        added_at=sender.added_at,
        checked_at=sender.checked_at or None,
        verified_at=sender.verified_at or None,
    ).model_dump()
