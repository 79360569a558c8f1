"""How long a turn at a wallet takes, as this process and the line have it; and until when others wait for a wallet."""

from __future__ import annotations

from functions.wallet.line import FURTHEST
from functions.wallet.wallet import Wallet
from shared.clock import now

SHORTEST, LONGEST = 3, 300
"""Milliseconds of a turn, at least and at most."""
MORE_ROOM = 1.25
"""By how much turns grow when one met others in one's own; turns that go well bring them back to what they take."""
HELD_UP = 2
"""A turn that took longer than so many times what is known counts as so many: one that was held up says little."""
LONGER, SHORTER = 1 / 5, 1 / 3
"""The share of it by which one comes nearer to a turn that took longer, or less: what is known is what most turns take
when nothing holds them up, for all who wait come by it."""


class Pace:
    """Milliseconds that turns took lately, from reading the wallet to having written it."""

    length = 25.0

    @property
    def rounded(self) -> int:
        return round(self.length)

    def took(self, seconds: float) -> None:
        """A turn went well, in so long."""
        longest = min(LONGEST, self.length * HELD_UP)
        more = max(SHORTEST, min(longest, seconds * 1000)) - self.length
        self.length += more * (LONGER if more > 0 else SHORTER)

    def of_others(self, length: float) -> None:
        """Come nearer to the turns of the others."""
        self.length = (self.length + length) / 2

    def too_short(self) -> None:
        self.length = min(LONGEST, self.length * MORE_ROOM)


PACE = Pace()
"""What this process knows of it."""


def is_crowded(wallet: Wallet) -> bool:
    """Whether others wait for it; a time that is too far ahead was written by a wrong clock."""
    return 0 < wallet.crowded_until - milliseconds() <= FURTHEST


def milliseconds() -> int:
    """Now, since 1970."""
    return round(now().timestamp() * 1000)
