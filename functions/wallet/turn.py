"""A turn at a wallet that many want at once: good manners, on which nothing depends but time.

DynamoDB cancels transactions that overlap on one item, and a movement planned on a wallet that moved since is
refused; whoever then tries again at random mostly meets the others doing so. So who has met others goes to the line
(`line`): each is given the stretch of time behind the one before, waits for it, reads the wallet and writes. Whoever
moves a wallet in a turn writes on it until when others wait (`crowded_until`), so that newcomers go to the line too.

A command that can be done by others (`asking`) says on the wallet that others wait, and waits together with those that
come meanwhile: the first of them does it for all, in one transaction. Each keeps its own receipt, its own entry, its
own answer; who does not find a receipt asks again, and at last goes alone. Nobody is refused by another: that is for
the wallet's own condition, in one's own transaction.

Nobody is held up by one who does not come: a turn is time that passes. Clocks that differ, a turn taken by somebody
else, a line that cannot be had: all cost milliseconds, for the wallet's own condition decides.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from random import uniform
from typing import Any

from functions.wallet.asking import OVERDUE, Asking
from functions.wallet.line import reserve
from functions.wallet.pace import PACE, is_crowded, milliseconds
from functions.wallet.wallet import Moved, Wallet
from shared import keys
from shared.dynamo import Item, read
from shared.patience import Patience
from shared.problems import Problem
from shared.telemetry import count

TURNS = 100
"""Turns that one command asks for at most, should no door have said until when."""
LINGER = 250
"""Milliseconds after a movement for others in which newcomers still go to the line, though no other movement follows:
one that is held up does not send all who wait to the wallet at once."""
HOLD_ON = 10
"""Times that who goes ahead for others tries again at once when another one was at the wallet."""


class Contended(Exception):
    """Another transaction was at the same items at the same time, most likely at the wallet: nothing was written."""


class Turn(Patience):
    """The patience of one command at one wallet (None: it moves none): `Patience` with faults, turns with others."""

    def __init__(self, partner_id: str | None, asking: Asking | None = None) -> None:
        super().__init__(tries=16)
        self.partner_id, self._asking = partner_id, asking
        self._crowded_until = self._turns = self._held_on = 0
        self._met_others = False
        self._begun = 0.0

    def conflicted(self) -> None:
        """Raises: Contended, for what was planned is most likely stale: the other transaction moved the wallet."""
        if self.partner_id is None:
            return self.again()
        raise Contended

    def enter(self, wallet: Wallet) -> Wallet:
        """Before the first try: at once, or in the line if there is one. Raises: Paid, Problem `busy`."""
        return self._in_turn(wallet) if self.partner_id and is_crowded(wallet) else wallet

    def after(self, wallet: Wallet, *, known: bool) -> Wallet:
        """After a try that met others; `known` when `wallet` is how it stood then. Returns: the wallet to try from.

        Raises: Paid; Problem `busy` when the door's time is used up, or the turns.
        """
        if self.company(wallet) and self._held_on < HOLD_ON:
            self._held_on += 1
            self.wait(0 if known else uniform(0, PACE.length) / 1000)
            return wallet
        if self._asking:
            self._asking.part_from()
        if self._turns:  # turns are too short, or clocks differ: more room for each
            PACE.too_short()
        first, self._met_others = not self._met_others, True
        if known and first and not self._turns and not is_crowded(wallet):
            return wallet  # it moved since it was read and is free now: most likely that was all
        return self._in_turn(wallet)

    def company(self, wallet: Wallet) -> dict[str, Any]:
        """What this command is to do for others in a movement of this wallet: their asks by name."""
        return self._asking.company(wallet) if self._asking else {}

    def part_from(self, names: Iterable[str | None]) -> None:
        """Do no longer what was asked under these names."""
        if self._asking:
            self._asking.part_from(names)

    def now_asks(self, ask: Any) -> None:
        """What others need to know is no longer what it was."""
        if self._asking:
            self._asking.ask = ask

    def by_ask(self, receipt: Item) -> bool:
        """Whether this receipt was written because this command asked for it."""
        return self._asking is not None and self._asking.by_ask(receipt)

    def told(self, moved: Moved) -> Moved:
        """The movement with what those who wait, and newcomers, will read on the wallet."""
        if not self._turns:
            return moved
        wallet, done = moved.wallet, self._asking.round if self._asking else 0
        until = max(self._crowded_until, wallet.crowded_until)
        if self.company(wallet):  # they will come again: it takes a while until the line is seen to be empty
            until = max(until, milliseconds() + max(LINGER, (1 + OVERDUE) * PACE.rounded))
        return replace(moved, wallet=replace(wallet, crowded_until=until, round=max(done, wallet.round)))

    def done(self) -> None:
        """The movement is written: remember how long a turn takes."""
        if self._turns:
            PACE.took(time.monotonic() - self._begun)

    def _in_turn(self, wallet: Wallet) -> Wallet:
        while True:
            count("ContentionTurns")
            self._turns += 1
            if self._turns > TURNS:
                raise Problem("busy", retry_after=1)
            if not self._asking or self._asking.is_over:
                return self._alone(wallet)
            wallet, now = self._asking.wait(wallet, self)
            if now:
                self._begun = time.monotonic()
                return wallet

    def _alone(self, wallet: Wallet) -> Wallet:
        """Wait for a turn of one's own. Returns: the wallet as it then stands."""
        line, purse = keys.line(wallet.partner_id), keys.wallet(wallet.partner_id)
        ahead = self._ahead(line)
        self._begun = time.monotonic() + ahead
        self.wait(ahead)
        found = read([purse, line])
        self._crowded_until = found.get(line, {}).get("free_at", 0)
        PACE.of_others(found.get(line, {}).get("length", PACE.length))
        return Wallet.of(wallet.partner_id, found.get(purse))

    def _ahead(self, line: keys.Key) -> float:
        """Seconds until this command's turn, of which there is one more now."""
        length = PACE.rounded
        try:
            end = reserve(line, milliseconds(), length)
        except Problem:
            self.again()  # no line can be had: a pause by chance, as with any fault
            return 0.0
        return max(0, end - length - milliseconds()) / 1000
