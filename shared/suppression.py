"""Addresses that mails are no longer sent to: those that bounced for good, and those whose owner complained.

`notify` writes them as SES tells it and asks before each mail; the front desk shows them at the person and lifts them.
They belong to no partner: a mailbox that is gone is gone for all. The address itself is never kept, only its hash.
A suppression that was lifted stays for a while, so that what SES tells late, or twice, does not bring it back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shared import keys
from shared.dynamo import Item, read_one

Reason = Literal["bounce", "complaint"]


@dataclass(frozen=True)
class Suppression:
    """Why no mail goes to an address (`kind` is SES's own word for it), and since when (RFC 3339)."""

    reason: Reason
    kind: str
    since: str

    @classmethod
    def of(cls, item: Item | None) -> Suppression | None:
        """From its item; None where there is none, or where it was lifted."""
        if item is None or "lifted_at" in item:
            return None
        return cls(item["reason"], item["kind"], item["since"])


def suppression_of(address: str) -> Suppression | None:
    """What holds mails to this address back now, consistently."""
    return Suppression.of(read_one(keys.suppressed(address)))
