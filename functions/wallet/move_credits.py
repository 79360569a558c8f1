"""Top up and deduct: the platform moves a partner's credits, with a reason.

Both are one transaction: the receipt that claims the Idempotency-Key, the wallet, its entry. A deduction never
takes a wallet below 0. A repeated request gets the first answer, before anything is asked of the balance.
"""

from __future__ import annotations

from typing import Literal

from functions.wallet import store
from functions.wallet.entry import Entry, Movement
from functions.wallet.movement import Short, movement_writes, read_again
from functions.wallet.receipt import Command, receipt, replayed, twin
from functions.wallet.turn import Contended, Turn
from functions.wallet.wallet import Wallet
from shared import keys
from shared.commit import Refused, commit
from shared.dynamo import Item, read
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
    turn = Turn(command.partner.id)
    wallet = turn.enter(wallet)
    while True:
        moved = turn.told(wallet.move(movement, command.partner.low_credit_threshold))
        try:
            commit([receipt(command, {"seq": moved.entry.seq}), *movement_writes([moved])], turn)
        except Contended:
            wallet = turn.after(wallet, known=False)
            continue
        except Refused as refused:
            blamed, stood = refused.first
            if blamed.blame == "receipt" and stood:
                return _first_entry(command, stood), True
            if blamed.blame != "wallet":
                raise
            try:
                wallet = turn.after(read_again(wallet, stood, credits), known=True)
            except Short as short:
                return _refuse(command, short), True
            continue
        turn.done()
        count("CreditsMoved", credits, kind=kind)
        return moved.entry, False


def _refuse(command: Command, short: Short) -> Entry:
    """Refuse for lack of credits, unless a twin of this request has done it meanwhile."""
    if found := twin(command):
        return _first_entry(command, found)
    raise Problem("insufficient-credits", required=short.required, available=short.wallet.available)


def _first_entry(command: Command, item: Item) -> Entry:
    """The entry that a receipt names; seen a moment after its receipt when the write is under way."""
    seq = replayed(command, item)["seq"]
    patience = Patience()
    while True:
        if entry := store.entry_at(command.partner.id, seq):
            return entry
        patience.again()
