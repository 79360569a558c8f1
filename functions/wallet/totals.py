"""Sums over a partner's entries, kept up as the books are checked, and their sum over all partners.

They are as old as the last reconciliation (`at`); only entries that were found right are in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from functions.wallet.entry import Entry
from functions.wallet.wallet import Wallet

PLATFORM = "PLATFORM"
"""In the place of a partner's id, the sum over all of them."""
LISTED = 50
"""Partners that are listed by name in each of the two lists."""


@dataclass
class Totals:
    """Credits of the entries up to number `seq`: topped up, deducted, spent on enrollments less what came back."""

    seq: int = 0
    sold: int = 0
    deducted: int = 0
    spent: int = 0

    @classmethod
    def of(cls, item: Mapping[str, Any] | None) -> Totals | None:
        """From a checkpoint's item; None when it has none."""
        return cls(**item["totals"]) if item and "totals" in item else None

    def add(self, entry: Entry) -> None:
        """One more entry; one that was counted, as when the books are looked at twice, is not counted again."""
        if entry.seq <= self.seq:
            return
        self.seq = entry.seq
        if entry.kind == "top_up":
            self.sold += entry.credits
        elif entry.kind == "deduction":
            self.deducted -= entry.credits
        elif entry.kind not in ("hold", "release"):
            self.spent -= entry.credits

    def stored(self) -> dict[str, int]:
        return asdict(self)


@dataclass
class Everybody:
    """The sum over all partners, and the wallets that want attention, the emptiest first."""

    totals: Totals = field(default_factory=Totals)
    partners: int = 0
    left: int = 0
    low: list[tuple[int, str]] = field(default_factory=list)
    refusing: list[tuple[int, str]] = field(default_factory=list)

    def add(self, partner_id: str, totals: Totals, wallet: Wallet, threshold: int) -> None:
        """One more partner; a wallet that never moved wants no attention."""
        self.partners += 1
        self.left += wallet.balance
        self.totals.sold += totals.sold
        self.totals.deducted += totals.deducted
        self.totals.spent += totals.spent
        if wallet.seq and wallet.alert(threshold) != "ok":
            self.low.append((wallet.available, partner_id))
        if wallet.not_enough_said:
            self.refusing.append((wallet.available, partner_id))

    def stored(self) -> dict[str, Any]:
        """As the sum is kept: ids, whose wallets are read anew when they are shown, and how many there are in all."""
        return {
            "totals": self.totals.stored(),
            "partners": self.partners,
            "left": self.left,
            "low": [who for _, who in sorted(self.low)[:LISTED]],
            "low_count": len(self.low),
            "refusing": [who for _, who in sorted(self.refusing)[:LISTED]],
            "refusing_count": len(self.refusing),
        }
