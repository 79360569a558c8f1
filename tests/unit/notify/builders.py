"""Facts, stream records and persons in a line each."""

from __future__ import annotations

import json
from typing import Any

from ulid import ULID

from shared.dynamo import encode
from shared.events import CreditsLow, Fact, outbox

PARTNER = "prt_01KASAMP1E000000000000000A"
COURSE = "crs_01KASAMP1E000000000000000B"
AT = "2026-11-22T09:30:00.000Z"


def detail_of(fact: Fact) -> dict[str, Any]:
    """The fact as it travels, with an id of its own."""
    stated = outbox(AT, fact)
    assert stated
    one: dict[str, Any] = stated["all"][0]
    return one


def event_of(fact: Fact) -> dict[str, Any]:
    """The fact as EventBridge delivers it."""
    return {"source": f"portico.{fact.room}", "detail-type": type(fact).__name__, "detail": detail_of(fact)}


def batch_of(*bodies: Any) -> dict[str, Any]:
    """These bodies as an SQS mapping delivers them; the message ids are m0, m1, …"""
    return {
        "Records": [
            {
                "messageId": f"m{place}",
                "receiptHandle": "r",
                "body": body if isinstance(body, str) else json.dumps(body),
                "attributes": {},
                "eventSource": "aws:sqs",
            }
            for place, body in enumerate(bodies)
        ]
    }


def a_low(available: int = 3) -> CreditsLow:
    return CreditsLow(partner_id=PARTNER, available=available, threshold=20)


def a_record(
    number: int, new: dict[str, Any] | None, old: dict[str, Any] | None = None, event: str = "MODIFY"
) -> dict[str, Any]:
    """A stream record with these outboxes before and after."""
    images: dict[str, Any] = {
        "SequenceNumber": str(number),
        "Keys": encode({"pk": "WALLET#x", "sk": "WALLET"}),
    }
    if new is not None:
        images["NewImage"] = encode({"pk": "WALLET#x", "available": 3, "facts": new})
    if old is not None:
        images["OldImage"] = encode({"pk": "WALLET#x", "available": 9, "facts": old})
    return {"eventID": str(ULID()), "eventName": event, "eventSource": "aws:dynamodb", "dynamodb": images}


def a_person(number: int, **changes: Any) -> dict[str, Any]:
    """A person's item; their id, address and name come from the number."""
    person_id = f"per_01KASAMP1E00000000000000{number:02d}"
    return {
        "id": person_id,
        "first_name": f"Anna{number}",
        "last_name": "Bianchi",
        "email": f"anna{number}@example.org",
        "status": "active",
    } | changes
