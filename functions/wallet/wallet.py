"""A wallet decides what a movement does to it, without I/O: balance, sequence, hash chain and alerts.

`balance = available + held`, whole credits. The rules stand here in words and once more as the conditions
that `movement` writes with. Alerts are said once an episode each: *low* when available falls to the threshold,
*not enough* at the first refusal for lack of credits, *exhausted* when available reaches 0. Credits coming in
re-arm *not enough*, available above 0 re-arms *exhausted*, above the threshold re-arms *low*.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal

from functions.wallet.entry import GENESIS, Entry, Movement
from shared.events import CreditsExhausted, CreditsLow, CreditsNotEnough, CreditsToppedUp, Fact

Alert = Literal["ok", "low", "exhausted"]


@dataclass(frozen=True)
class Moved:
    """What a movement leads to: the wallet after it, its entry, and the facts it causes."""

    before: Wallet
    wallet: Wallet
    entry: Entry
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Wallet:
    """One partner's credits; `head` is the hash of entry `seq`, the `*_said` flags are the alerts' episodes.

    `revision` counts what happens to it without a movement: that a refusal was said, that others wait. No part of the
    books: until `crowded_until` (milliseconds since 1970) they do, and `crowd` names them all until one is refused:
    who asks others to pay for them asks in its name, and `round` is the last in which somebody did (`turn`, `line`).
    """

    partner_id: str
    available: int = 0
    held: int = 0
    seq: int = 0
    head: str = GENESIS
    low_said: bool = False
    not_enough_said: bool = False
    exhausted_said: bool = False
    revision: int | None = None
    crowded_until: int = field(default=0, compare=False)
    crowd: str | None = field(default=None, compare=False)
    round: int = field(default=0, compare=False)

    @classmethod
    def of(cls, partner_id: str, item: dict[str, Any] | None) -> Wallet:
        """From its item; one that never moved reads as zero."""
        return cls(partner_id, **{name: item[name] for name in _STORED if item and name in item})

    @property
    def balance(self) -> int:
        return self.available + self.held

    def stored(self) -> dict[str, Any]:
        """Its attributes as they are written."""
        return {
            name: value
            for name in _STORED
            if (value := getattr(self, name)) is not None and (value or name not in _RARE)
        }

    def changes(self, before: Wallet) -> dict[str, Any]:
        """What a movement from `before` to this writes: all of it the first time, then what is no longer the same."""
        old = before.stored() if before.seq else {}
        return {name: value for name, value in self.stored().items() if name not in old or old[name] != value}

    def alert(self, threshold: int) -> Alert:
        """`exhausted` at available 0, else `low` at or below the threshold."""
        if self.available <= 0:
            return "exhausted"
        return "low" if self.available <= threshold else "ok"

    def move(self, movement: Movement, threshold: int) -> Moved:
        """The movement done: credits in (positive) or out (negative).

        It does not judge whether they suffice: that is the write's condition `available >= cost`, so that no
        older read can refuse what money decides.
        """
        available = self.available + movement.credits
        entry = Entry.after(
            movement,
            partner_id=self.partner_id,
            seq=self.seq + 1,
            prev_hash=self.head,
            balance_after=available + self.held,
            held_after=self.held,
        )
        still_low = self.low_said and self.available <= threshold  # else credits came in, or it was lowered
        moved = replace(self, available=available, seq=entry.seq, head=entry.hash, low_said=still_low)
        facts: list[Fact] = []
        if movement.credits > 0:
            moved = moved._rearmed()
            if movement.kind == "top_up":
                facts.append(CreditsToppedUp(
                    partner_id=self.partner_id, credits=movement.credits, available=available, seq=entry.seq
                ))  # fmt: skip
        else:
            moved, facts = moved._alerted(threshold)
        return Moved(self, moved, entry, tuple(facts))

    def _rearmed(self) -> Wallet:
        return replace(self, not_enough_said=False, exhausted_said=self.exhausted_said and self.available <= 0)

    def _alerted(self, threshold: int) -> tuple[Wallet, list[Fact]]:
        facts: list[Fact] = []
        low = not self.low_said and threshold > 0 and self.available <= threshold
        exhausted = not self.exhausted_said and self.available <= 0
        if low:
            facts.append(CreditsLow(partner_id=self.partner_id, available=self.available, threshold=threshold))
        if exhausted:
            facts.append(CreditsExhausted(partner_id=self.partner_id))
        moved = replace(self, low_said=self.low_said or low, exhausted_said=self.exhausted_said or exhausted)
        return moved, facts

    def refused(self, required: int, course_id: str) -> tuple[Wallet, list[Fact]]:
        """After a refusal for lack of credits: said the first time, nothing afterwards."""
        if self.not_enough_said:
            return self, []
        fact = CreditsNotEnough(
            partner_id=self.partner_id, required=required, available=self.available, course_id=course_id
        )
        return replace(self, not_enough_said=True), [fact]


_STORED = (
    "available", "held", "seq", "head", "low_said", "not_enough_said", "exhausted_said", "revision", "crowded_until",
    "crowd", "round",
)  # fmt: skip
_RARE = frozenset({"crowded_until", "round"})
"""Not written while nobody ever waited: each attribute costs each movement."""
