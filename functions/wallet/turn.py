"""A turn at a wallet that many want at once: good manners, on which nothing depends.

DynamoDB cancels transactions that overlap on one item, and a movement planned on a wallet that moved since is
refused; whoever then tries again at random mostly meets the others doing so. So who has met others asks for a turn:
one update of the wallet's line (`LINE#`, an item of its own, never in a transaction) gives each the stretch of time
behind the one before. They wait for it, read the wallet and write. Whoever moves a wallet in a turn writes on it until
when others wait (`crowded_until`), so that newcomers go to the end of the line instead of cancelling whose turn it is.

Nobody is held up by one who does not come: a turn is time that passes. Clocks that differ, a turn taken by somebody
else, a line that cannot be had: all cost milliseconds, for the wallet's own condition decides.
"""

from __future__ import annotations

import time
from dataclasses import replace

from functions.wallet.wallet import Moved, Wallet
from shared import keys
from shared.clock import now
from shared.commit import reserve
from shared.dynamo import read
from shared.patience import Patience
from shared.problems import Problem
from shared.telemetry import count

SHORTEST, LONGEST = 3, 60
"""Milliseconds of a turn, at least and at most."""
MORE_ROOM = 1.25
"""By how much turns grow when one met others; turns that go well bring them back to what they take."""
FURTHEST = 16_000
"""Milliseconds ahead that a turn may lie, as long as a door can wait; a longer line was written by a wrong clock."""
TURNS = 100
"""Turns that one command asks for at most, should no door have said until when."""


class Contended(Exception):
    """Another transaction was at the same items at the same time, most likely at the wallet: nothing was written."""


class _Pace:
    """Milliseconds that turns took lately, from reading the wallet to having written it: here, and by the line."""

    length = 15.0


class Turn(Patience):
    """The patience of one command at one wallet (None: it moves none): `Patience` with faults, turns with others."""

    def __init__(self, partner_id: str | None) -> None:
        super().__init__(tries=16)
        self.partner_id = partner_id
        self.crowded_until = 0
        self._turns = 0
        self._met_others = False
        self._begun = 0.0

    def conflicted(self) -> None:
        """Raises: Contended, for what was planned is most likely stale: the other transaction moved the wallet."""
        if self.partner_id is None:
            return self.again()
        raise Contended

    def enter(self, wallet: Wallet) -> Wallet:
        """Before the first try: at once, or at the end of the line if there is one."""
        crowded = 0 < wallet.crowded_until - _milliseconds() <= FURTHEST
        return self._in_turn(wallet) if self.partner_id and crowded else wallet

    def after(self, wallet: Wallet, *, known: bool) -> Wallet:
        """After a try that met others; `known` when `wallet` is how it stood then. Returns: the wallet to try from.

        Raises: Problem `busy` when the door's time is used up, or the turns.
        """
        if self._turns:  # turns are too short, or clocks differ: more room for each
            _Pace.length = min(LONGEST, _Pace.length * MORE_ROOM)
        first, self._met_others = not self._met_others, True
        if known and first and not self._turns:
            return wallet  # it moved since it was read and is free now: most likely that was all
        return self._in_turn(wallet)

    def told(self, moved: Moved) -> Moved:
        """The movement with what newcomers will read on the wallet: until when others wait for it."""
        if not self.crowded_until:
            return moved
        return replace(moved, wallet=replace(moved.wallet, crowded_until=self.crowded_until))

    def done(self) -> None:
        """The movement is written: remember how long a turn takes."""
        if self._turns:
            took = (time.monotonic() - self._begun) * 1000
            _Pace.length += (max(SHORTEST, min(LONGEST, took)) - _Pace.length) / 2

    def _in_turn(self, wallet: Wallet) -> Wallet:
        assert self.partner_id is not None
        count("ContentionTurns")
        self._turns += 1
        if self._turns > TURNS:
            raise Problem("busy", retry_after=1)
        line, purse = keys.line(self.partner_id), keys.wallet(self.partner_id)
        ahead = self._ahead(line)
        self._begun = time.monotonic() + ahead
        self.wait(ahead)
        found = read([purse, line])
        standing = found.get(line, {})
        self.crowded_until = standing.get("free_at", 0)
        _Pace.length = (_Pace.length + standing.get("length", _Pace.length)) / 2
        return Wallet.of(self.partner_id, found[purse]) if purse in found else wallet

    def _ahead(self, line: keys.Key) -> float:
        """Seconds until this command's turn, of which there is one more now."""
        length = round(_Pace.length)
        try:
            end = reserve(line, _milliseconds(), length, FURTHEST)
        except Problem:
            self.again()  # no line can be had: a pause by chance, as with any fault
            return 0.0
        return max(0, end - length - _milliseconds()) / 1000


def _milliseconds() -> int:
    return round(now().timestamp() * 1000)
