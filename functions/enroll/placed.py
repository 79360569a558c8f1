"""An accepted part of a list, as it was just placed or as its receipt keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from functions.enroll.plan import Outcome, Part
from functions.wallet.receipt import Command, replayed
from functions.wallet.wallet import Wallet


@dataclass(frozen=True)
class Placed:
    """An accepted part: what its receipt keeps, and the wallet after it."""

    part: Part
    cost: int
    at: str
    balance_after: int
    seq: int | None
    batch_id: str | None
    wallet: Wallet | None = None
    replayed: bool = False

    @property
    def balance_before(self) -> int:
        return self.balance_after + self.cost * sum(one.result == "enrolled" for one in self.part.outcomes)

    def kept(self) -> dict[str, Any]:
        """What the receipt keeps beside its own time: outcomes in the order of the request, as short as can be said."""
        kept = {
            "outcomes": [_CODES[one.result] + str(one.attempt or "") for one in self.part.outcomes],
            "cost": self.cost,
            "balance_after": self.balance_after,
        }
        more = {"seq": self.seq, "batch_id": self.batch_id, "short": self.part.short}
        return kept | {name: value for name, value in more.items() if value}

    @classmethod
    def of(cls, command: Command, item: dict[str, Any], contact_ids: tuple[str, ...], start: int = 0) -> Placed:
        """The first answer again, from its receipt. Raises: Problem `idempotency-key-reused`."""
        kept = replayed(command, item)
        upto = start + len(kept["outcomes"])
        outcomes = tuple(
            Outcome(who, _RESULTS[code[0]], int(code[1:]) if code[1:] else None)
            for who, code in zip(contact_ids[start:upto], kept["outcomes"], strict=True)
        )
        return cls(
            part=Part(start, upto, outcomes, (), kept.get("short", False)),
            cost=kept["cost"],
            at=item["at"],
            balance_after=kept["balance_after"],
            seq=kept.get("seq"),
            batch_id=kept.get("batch_id"),
            replayed=True,
        )


_CODES = {"enrolled": "e", "already_enrolled": "a", "unknown_contact": "u", "insufficient_credits": "i"}
_RESULTS: dict[str, Any] = {code: result for result, code in _CODES.items()}
