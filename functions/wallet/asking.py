"""A command that lets others do it: those who wait for a wallet together are done by the first of them, at once.

Each asks in the name of the wallet's `crowd`, which is taken off the wallet before one who may have asked is refused
(`movement.disperse`); and what is done for others is planned and written on a wallet that bears their name. So nobody
is paid for who was told that they can't be, however late an ask, or a movement for others, arrives.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from random import uniform
from secrets import token_urlsafe
from typing import Any

from functions.wallet.line import Group, join, take
from functions.wallet.movement import say_crowded
from functions.wallet.pace import PACE, is_crowded, milliseconds
from functions.wallet.wallet import Wallet
from shared import keys
from shared.dynamo import Item, read
from shared.patience import Patience
from shared.problems import Problem

ASKS, FULL = 6, 12
"""How often a command asks others before it goes alone, and how often it finds no room among them."""
OVERDUE = 3
"""Lengths of a turn, and LATE beside, after which one looks whether anybody went ahead at all."""
LATE = 0.1
ROOM = 1.6
"""Lengths of a turn until the next may begin: two that overlap would cost more than a pause."""
LONGEST_PAUSE = 1.0
"""Seconds before one looks again whether there is room among those who wait."""
FORGOTTEN = 10
"""Lengths of a turn after which nobody believes any more that who went ahead will do it."""


class Paid(Exception):
    """The command was done by another: its receipt, whether by this very ask, and the wallet as it stood then."""

    def __init__(self, receipt: Item, by_ask: bool, wallet: Wallet) -> None:
        super().__init__()
        self.receipt, self.by_ask, self.wallet = receipt, by_ask, wallet


class Asking:
    """How others can do a command: what they need to know (`ask`), what it costs, and the receipt that shows it done.

    `round` is the last one in which this command went ahead for others.
    """

    def __init__(self, ask: Any, cost: int, receipt: keys.Key) -> None:
        self.ask, self._cost, self._receipt = ask, cost, receipt
        self._names: list[str] = []
        self._company: dict[str, tuple[str, Any]] = {}
        self._asked = self._full = 0
        self.round = 0

    @property
    def is_over(self) -> bool:
        """Whether others were asked often enough."""
        return self._asked >= ASKS or self._full >= FULL

    def company(self, wallet: Wallet) -> dict[str, Any]:
        """What this command is to do for others in a movement of this wallet, by the names of their asks."""
        return {name: ask for name, (crowd, ask) in self._company.items() if crowd and crowd == wallet.crowd}

    def part_from(self, names: Iterable[str | None] | None = None) -> None:
        """Do no longer what was asked under these names, or at all."""
        if names is None:
            self._company = {}
        for name in names or ():
            self._company.pop(name or "", None)

    def by_ask(self, receipt: Item) -> bool:
        """Whether this receipt was written because this command asked for it."""
        return receipt.get("ask") in self._names

    def wait(self, wallet: Wallet, patience: Patience) -> tuple[Wallet, bool]:
        """Wait with the others.

        Returns: the wallet as last seen, and whether to try from it now: for others as well, or alone, where nobody
        else will do it. Raises: Paid, Problem `busy`.
        """
        if wallet.available < self._cost:
            return wallet, True  # nobody can pay for it: that is for one's own transaction to say
        wallet = _named(wallet)
        if not wallet.crowd:
            self._asked = ASKS  # it never moved, or is moved all the time: alone then
            return wallet, False
        me, at = token_urlsafe(9), milliseconds()
        self._names.append(me)
        ask = json.dumps([wallet.crowd, self.ask], separators=(",", ":"))
        try:
            group = join(keys.line(wallet.partner_id), me, ask, at, PACE.rounded, wallet.round)
        except Problem:  # more come to it than one item takes
            group = None
        if group is None:
            self._full += 1
            patience.wait(min(LONGEST_PAUSE, uniform(0, PACE.length / 1000 * 2**self._full)))
            return wallet, False
        self._asked += 1
        PACE.of_others(group.length)
        return self._wait(wallet, patience, group, me, time.monotonic() + max(0, group.at - at) / 1000)

    def _wait(self, asked: Wallet, patience: Patience, group: Group, me: str, begin: float) -> tuple[Wallet, bool]:
        length = PACE.length / 1000
        ahead, pause = begin - time.monotonic(), length / OVERDUE
        seen = asked if self._stands(asked, group) and ahead <= ROOM * group.length / 1000 else None
        ahead += 0 if group.first else length
        overdue, goes, gone, looked = begin + OVERDUE * length + LATE, group.first, False, False
        while True:
            patience.wait(max(0, ahead))
            try:
                wallet, seen = seen or self._look(asked), None
            except Paid:
                if looked and not gone:
                    PACE.took(time.monotonic() - begin)
                raise
            if wallet.available < self._cost or wallet.round == group.round:
                return wallet, True  # it was done for others, and this left out, or nobody can pay for it
            if wallet.round > group.round or wallet.crowd != asked.crowd:
                return wallet, False  # others have overtaken these; nobody does any more what was asked in that name
            if goes or time.monotonic() > overdue:
                if self._goes_ahead(wallet, group, me):
                    return wallet, True
                if gone:
                    return wallet, False
                goes, gone, overdue = False, True, time.monotonic() + max(FORGOTTEN * length, LATE)
            ahead, pause, looked = pause, pause * 2, True

    def _stands(self, wallet: Wallet, group: Group) -> bool:
        """Whether who goes first need not look: the round before is written, so most likely nothing moved since.

        Only at the first ask: who asked before may have been done meanwhile, and takes nothing then.
        """
        return group.first and self._asked == 1 and 0 < wallet.round == group.round - 1

    def _look(self, wallet: Wallet) -> Wallet:
        """The wallet as it stands. Raises: Paid."""
        purse = keys.wallet(wallet.partner_id)
        found = read([self._receipt, purse])
        wallet = Wallet.of(wallet.partner_id, found.get(purse))
        if receipt := found.get(self._receipt):
            raise Paid(receipt, self.by_ask(receipt), wallet)
        return wallet

    def _goes_ahead(self, wallet: Wallet, group: Group, me: str) -> bool:
        """Have the asks of this group; False when somebody else has them, or nobody can now."""
        length = PACE.rounded
        try:
            taken = take(keys.line(wallet.partner_id), group, milliseconds() + round(ROOM * length), length)
        except Problem:
            return False
        if taken is None:
            return False
        self._company = {name: tuple(json.loads(ask)) for name, ask in taken.items() if name != me}
        self.round = group.round
        return True


def _named(wallet: Wallet) -> Wallet:
    """The wallet with the name of those who wait for it, if it can be had: one that never moved has none."""
    if wallet.crowd and is_crowded(wallet):
        return wallet
    at = milliseconds()
    until = max(at + OVERDUE * PACE.rounded, wallet.crowded_until if is_crowded(wallet) else 0)
    try:
        return say_crowded(wallet, at, until)
    except Problem:  # transactions are at it all the time
        return wallet
