"""Walk a partner's ledger and hold the wallet against it; what verification and reconciliation both do.

Reading is not one moment: a movement may be written between the look at the wallet and the last entry, and its
entry may be seen a little after its wallet. So entries beyond the wallet are held against a second look at it,
and whoever finds a fault looks once more before telling.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from functions.wallet import store
from functions.wallet.chain import Point
from functions.wallet.entry import Entry
from functions.wallet.wallet import Wallet

SECOND_LOOK = 0.5
"""Seconds between a fault and the second look."""


@dataclass(frozen=True)
class Proof:
    """How far the chain is whole, the first number that is not (None: all are), and whether the wallet agrees."""

    point: Point
    broken: int | None
    agrees: bool

    @property
    def holds(self) -> bool:
        return self.broken is None and self.agrees


def prove(partner_id: str, since: Point, each: Callable[[Entry], None] | None = None) -> Proof:
    """Walk from a point that was found right.

    Args: `each` is called with every whole entry in order, those of a first look that failed a second time too.
    """
    found = _look(partner_id, since, each)
    if not found.holds:
        time.sleep(SECOND_LOOK)
        found = _look(partner_id, since, each)
    return found


def _look(partner_id: str, since: Point, each: Callable[[Entry], None] | None) -> Proof:
    wallet = store.wallet_of(partner_id)
    point = since
    agrees = _agrees(wallet, since) if wallet.seq <= since.seq else False
    for entry in store.entries_after(partner_id, since.seq):
        if not point.leads_to(entry):
            return Proof(point, point.seq + 1, agrees)
        point = point.after(entry)
        agrees = agrees or _agrees(wallet, point)
        if each:
            each(entry)
    if point.seq < wallet.seq:
        return Proof(point, point.seq + 1, agrees)
    if point.seq > wallet.seq:
        now = store.wallet_of(partner_id)
        if point.seq > now.seq:
            return Proof(point, now.seq + 1, agrees)
    return Proof(point, None, agrees)


def _agrees(wallet: Wallet, point: Point) -> bool:
    return (wallet.seq, wallet.head, wallet.balance, wallet.held) == (point.seq, point.head, point.balance, point.held)
