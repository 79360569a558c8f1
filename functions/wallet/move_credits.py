"""Top up and deduct: the platform moves a partner's credits, with a reason.

Both are one transaction: the receipt that claims the Idempotency-Key, the wallet, its entry. A deduction never
takes a wallet below 0. A repeated request gets the first answer, before anything is asked of the balance.
"""

from __future__ import annotations

from typing import Literal

from functions.wallet import store
from functions.wallet.entry import Entry, Movement
from functions.wallet.movement import movement_writes
from functions.wallet.receipt import Command, receipt, replayed
from functions.wallet.wallet import Wallet
from shared import keys
from shared.commit import Refused, commit
from shared.dynamo import read, read_one
from shared.patience import Patience
from shared.problems import Problem
from shared.telemetry import count


def move_credits(
    command: Command, kind: Literal["top_up", "deduction"], credits: int, reason: str, reference: str | None
) -> tuple[Entry, bool]:
    """Move credits into (`top_up`) or out of (`deduction`) the partner's wallet.

    Args: credits, whole and positive.
    Returns: the entry, and whether it is the first answer of an earlier request.
    Raises: Problem `insufficient-credits` (required, available), `idempotency-key-reused`, `busy`.
    """
    signed = credits if kind == "top_up" else -credits
    movement = Movement(kind, signed, command.actor_id, command.at, reason, reference)
    wallet_key, receipt_key = keys.wallet(command.partner.id), command.receipt_key()
    found = read([receipt_key, wallet_key])
    if receipt_key in found:
        return _first_entry(command, found[receipt_key]), True
    wallet = Wallet.of(command.partner.id, found.get(wallet_key))
    patience = Patience(tries=12)
    while True:
        moved = wallet.move(movement, command.partner.low_credit_threshold)
        try:
            commit([receipt(command, {"seq": moved.entry.seq}), *movement_writes(moved)])
        except Refused as refused:
            blamed, stood = refused.first
            if blamed.blame == "receipt" and stood:
                return _first_entry(command, stood), True
            if blamed.blame != "wallet":
                raise
            stale = Wallet.of(command.partner.id, stood).seq != wallet.seq
            wallet = Wallet.of(command.partner.id, stood)
            if not stale:
                return _refuse(command, credits, wallet)
            count("ContentionRetries")
            patience.again()
            continue
        count("CreditsMoved", credits, kind=kind)
        return moved.entry, False


def _refuse(command: Command, required: int, wallet: Wallet) -> tuple[Entry, bool]:
    """Refuse for lack of credits, unless a twin of this request has done it meanwhile."""
    if twin := read_one(command.receipt_key()):
        return _first_entry(command, twin), True
    raise Problem("insufficient-credits", required=required, available=wallet.available)


def _first_entry(command: Command, item: dict[str, object]) -> Entry:
    entry = store.entry_at(command.partner.id, replayed(command, item)["seq"])
    if entry is None:
        raise LookupError("a receipt names an entry that is not there")
    return entry
