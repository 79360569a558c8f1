"""The chain of a partner's entries, walked without I/O: each is whole and follows from the one before."""

from __future__ import annotations

from dataclasses import dataclass

from functions.wallet.entry import GENESIS, Entry

KEEP_HELD = frozenset({"top_up", "deduction", "enrollment", "refund"})
"""Kinds that leave what is held as it was."""
MOVE_ONLY_HELD = frozenset({"hold", "release"})


@dataclass(frozen=True)
class Point:
    """How far a chain was walked, and what the credits were there."""

    seq: int = 0
    head: str = GENESIS
    balance: int = 0
    held: int = 0

    def leads_to(self, entry: Entry) -> bool:
        """Whether this entry is whole and the next; one that is not even readable is not."""
        try:
            moves = 0 if entry.kind in MOVE_ONLY_HELD else entry.credits
            return (
                entry.is_whole
                and entry.place == self.seq + 1
                and entry.prev_hash == self.head
                and entry.balance_after == self.balance + moves
                and (entry.kind not in KEEP_HELD or entry.held_after == self.held)
            )
        except (TypeError, ValueError, KeyError):
            return False

    def after(self, entry: Entry) -> Point:
        """The point that a whole entry leads to."""
        return Point(entry.seq, entry.hash, entry.balance_after, entry.held_after)
