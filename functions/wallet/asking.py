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

ASKS = 3
"""How often a command asks others before it goes alone."""
OVERDUE = 3
"""Lengths of a turn, and LATE beside, after which one looks whether anybody went ahead at all."""
LATE = 0.1
ROOM = 1.6
"""Lengths of a turn until the next may begin: two that overlap would cost more than a pause."""
LONGEST_PAUSE = 1.0
"""Seconds before one looks again whether there is room among those who wait."""
FORGOTTEN = 2.0
"""Seconds after which nobody believes any more that who went ahead will do it."""


class Paid(Exception):
    """The command was done by another: its receipt, whether by this very ask, and the wallet as it stood then."""

    def __init__(self, receipt: Item, by_ask: bool, wallet: Wallet) -> None:
        super().__init__()
        self.receipt, self.by_ask, self.wallet = receipt, by_ask, wallet


class Asking:
    """How others can do a command (`ask`), and the receipt that shows that it is done.

    `company` are the asks of those for whom this command is to go ahead, by name; `round` is the one they waited in.
    """

    def __init__(self, ask: Any, receipt: keys.Key) -> None:
        self._ask, self._receipt = ask, receipt
        self._names: list[str] = []
        self._full = 0
        self._company: dict[str, tuple[str, Any]] = {}
        self.round = 0

    @property
    def is_over(self) -> bool:
        """Whether others were asked often enough."""
        return len(self._names) >= ASKS

    def company(self, wallet: Wallet) -> dict[str, Any]:
        """What this command is to do for others in a movement of this wallet."""
        return {name: ask for name, (crowd, ask) in self._company.items() if crowd and crowd == wallet.crowd}

    def part_from(self, names: Iterable[str | None] | None = None) -> None:
        """Do no longer what was asked under these names, or at all."""
        if names is None:
            self._company, self.round = {}, 0
        for name in names or ():
            self._company.pop(name or "", None)

    def by_ask(self, receipt: Item) -> bool:
        """Whether this receipt was written because this command asked for it."""
        return receipt.get("ask") in self._names

    def wait(self, wallet: Wallet, patience: Patience) -> Wallet | None:
        """Wait with the others.

        Returns: the wallet as it stands when this command is to go ahead, None to try again or alone.
        Raises: Paid, Problem `busy`.
        """
        wallet = _named(wallet)
        if not wallet.crowd:
            self._names += [""] * ASKS  # it never moved, or is moved all the time: alone then
            return None
        me, at = token_urlsafe(9), milliseconds()
        ask = json.dumps([wallet.crowd, self._ask], separators=(",", ":"))
        try:
            group = join(keys.line(wallet.partner_id), me, ask, at, PACE.rounded)
        except Problem:  # more come to it than one item takes
            group = None
        if group is None:
            self._full += 1
            patience.wait(min(LONGEST_PAUSE, uniform(0, PACE.length / 1000 * 2**self._full)))
            return None
        self._names.append(me)
        PACE.of_others(group.length)
        return self._wait(wallet, patience, group, me, time.monotonic() + max(0, group.at - at) / 1000)

    def _wait(self, wallet: Wallet, patience: Patience, group: Group, me: str, begin: float) -> Wallet | None:
        length = PACE.length / 1000
        ahead, pause = begin - time.monotonic() + (0 if group.first else length), length / OVERDUE
        overdue, goes, gone, looked = begin + OVERDUE * length + LATE, group.first, False, False
        while True:
            patience.wait(max(0, ahead))
            try:
                wallet = self._look(wallet)
            except Paid:
                if looked:
                    PACE.took(time.monotonic() - begin)
                raise
            if wallet.round >= group.round:
                return None  # it was done for others, and this was left out
            if goes or time.monotonic() > overdue:
                if self._goes_ahead(wallet, group, me):
                    return wallet
                if gone:
                    return None
                goes, gone, overdue = False, True, time.monotonic() + FORGOTTEN
            ahead, pause, looked = pause, pause * 2, True

    def _look(self, wallet: Wallet) -> Wallet:
        """The wallet as it stands. Raises: Paid."""
        purse = keys.wallet(wallet.partner_id)
        found = read([self._receipt, purse])
        wallet = Wallet.of(wallet.partner_id, found.get(purse))
        if receipt := found.get(self._receipt):
            raise Paid(receipt, self.by_ask(receipt), wallet)
        return wallet

    def _goes_ahead(self, wallet: Wallet, group: Group, me: str) -> bool:
        """Have the asks of this group; False when somebody else has them."""
        length = PACE.rounded
        taken = take(keys.line(wallet.partner_id), group, milliseconds() + round(ROOM * length), length)
        if taken is None:
            return False
        asks = {name: json.loads(ask) for name, ask in taken.items() if name != me}
        self._company = {name: (crowd, ask) for name, (crowd, ask) in asks.items()}
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
