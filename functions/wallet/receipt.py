"""Receipts: an accepted money command leaves one, so that its repetition is answered and never done again.

A receipt is the first write of the command's transaction, keyed by partner and Idempotency-Key; it keeps the
fingerprint of the request and what is needed to give the first answer again. Refused commands leave none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shared import keys
from shared.commit import Write, put
from shared.dynamo import Item, read_one
from shared.partner import Partner
from shared.problems import Problem


@dataclass(frozen=True)
class Command:
    """A money command on its way: at which partner, by whom, under which key, as what request, when."""

    partner: Partner
    actor_id: str
    key: str
    fingerprint: str
    at: str

    def receipt_key(self, start: int = 0) -> keys.Key:
        return keys.money_receipt(self.partner.id, self.key, start)


def receipt(command: Command, answer: dict[str, Any], start: int = 0, **more: Any) -> Write:
    """The write that claims the key; `answer` is what replaying needs, `start` the place in a batch."""
    item = {"fingerprint": command.fingerprint, "at": command.at, "actor_id": command.actor_id, "answer": answer}
    return put("receipt", command.receipt_key(start), item | more)


def twin(command: Command, start: int = 0) -> Item | None:
    """The receipt of a twin of this command that was accepted meanwhile; looked for before any refusal."""
    return read_one(command.receipt_key(start))


def replayed(command: Command, item: dict[str, Any]) -> dict[str, Any]:
    """The first answer's data. Raises: Problem `idempotency-key-reused` when it was another request's key."""
    if item["fingerprint"] != command.fingerprint:
        raise Problem("idempotency-key-reused")
    answer: dict[str, Any] = item["answer"]
    return answer
