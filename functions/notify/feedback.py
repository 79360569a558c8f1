"""What SES says became of a mail: an address that bounced for good, or whose owner complained, is suppressed.

The events come late, more than once and in any order. An address is suppressed by one conditional write: where it is
already, nothing changes (a complaint outranks a bounce); where it was lifted, only what happened after that counts.
What passes (a full mailbox, a server that is away) suppresses nobody; nor does a report that a mail was no spam.

Each of our mails goes to one address, and that one is suppressed: a report may name another, one it was forwarded to.
The shape is that of event publishing, "Contents of event data that Amazon SES publishes" in the developer guide of SES.
"""

from __future__ import annotations

from datetime import datetime
from email.utils import parseaddr
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from functions.notify.message import PERSON_TAG
from shared import keys
from shared.clock import stamp
from shared.commit import Refused, commit, put, update_once
from shared.events import AddressSuppressed, outbox
from shared.ids import is_id
from shared.suppression import Reason
from shared.telemetry import count, logger


class NotFeedback(ValueError):
    """An event of another shape: trying again does not help, the queue of dead letters keeps it."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class _Mail(_Part):
    destination: list[str] = Field(min_length=1)
    tags: dict[str, list[str]] = {}


class _Bounce(_Part):
    kind: Literal["Permanent", "Transient", "Undetermined"] = Field(alias="bounceType")
    sub_kind: str = Field(alias="bounceSubType")
    timestamp: datetime


class _Complaint(_Part):
    kind: str | None = Field(default=None, alias="complaintFeedbackType")
    timestamp: datetime


class _Detail(_Part):
    type: Literal["Bounce", "Complaint"] = Field(alias="eventType")
    mail: _Mail
    bounce: _Bounce | None = None
    complaint: _Complaint | None = None


def take_in(event: Any) -> None:
    """Act on one event of SES. Raises: NotFeedback, which says where it is wrong and never what stood there."""
    try:
        detail = _Detail.model_validate(event.get("detail") if isinstance(event, dict) else None)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)
        raise NotFeedback(", ".join(".".join(map(str, one["loc"])) for one in found[:5])) from None
    told = _told(detail)
    if told is None:
        logger().info("mail feedback that suppresses nobody", extra={"feedback": detail.type})
        return
    reason, kind, at = told
    person_id = next((one for one in detail.mail.tags.get(PERSON_TAG, []) if is_id("per", one)), None)
    for address in detail.mail.destination:
        changed = suppress(parseaddr(address)[1] or address, reason, kind, stamp(at), person_id)
        outcome = {"reason": reason, "kind": kind, "person_id": person_id}
        logger().info("address suppressed" if changed else "address was suppressed before", extra=outcome)


def _told(detail: _Detail) -> tuple[Reason, str, datetime] | None:
    """Why, how and when an address is to be suppressed; None when it is not."""
    if detail.type == "Bounce":
        if detail.bounce is None:
            raise NotFeedback("bounce")
        permanent = detail.bounce.kind == "Permanent"
        return ("bounce", detail.bounce.sub_kind[:50], detail.bounce.timestamp) if permanent else None
    if detail.complaint is None:
        raise NotFeedback("complaint")
    kind = detail.complaint.kind or "unsaid"
    return None if kind == "not-spam" else ("complaint", kind[:50], detail.complaint.timestamp)


def suppress(address: str, reason: Reason, kind: str, at: str, person_id: str | None) -> bool:
    """Send nothing to this address from now on, for what happened `at` (RFC 3339); whether that changed anything."""
    key = keys.suppressed(address)
    told = outbox(stamp(), AddressSuppressed(reason=reason, person_id=person_id))
    item = {"reason": reason, "kind": kind, "since": at, "facts": told}
    free = "attribute_not_exists(pk) OR lifted_at < :at"
    try:
        commit([put("suppressed", key, item, free, values={":at": at})])
    except Refused:
        return reason == "complaint" and _outrank(key, kind)
    count("AddressesSuppressed", reason=reason)
    return True


def _outrank(key: keys.Key, kind: str) -> bool:
    """A complaint about what bounced before; who was told of the address is not told again."""
    return update_once(
        key,
        "SET #reason = :complaint, #kind = :kind",
        "#reason = :bounce AND attribute_not_exists(lifted_at)",
        names={"#reason": "reason", "#kind": "kind"},
        values={":complaint": "complaint", ":bounce": "bounce", ":kind": kind},
    )
