"""Prove a partner's ledger: every entry is there, in order, unchanged, and their sum is the balance."""

from __future__ import annotations

from typing import Any

from functions.wallet import store
from functions.wallet.entry import first_broken


def verify(partner_id: str) -> dict[str, Any]:
    """Walk the whole chain.

    Returns: `{"ok": True, "entries": n, "head": hash}` or `{"ok": False, "first_broken_seq": k}`: the first
    entry that is missing, changed or wrongly numbered; one past the last when the wallet itself disagrees.
    """
    wallet = store.wallet_of(partner_id)
    counted = (entry for entry in store.entries_after(partner_id) if entry.seq <= wallet.seq)
    broken, last = first_broken(counted)
    seq = last.seq if last else 0
    if broken is None and seq < wallet.seq:
        broken = seq + 1
    if broken is None and last and (last.hash, last.balance_after) != (wallet.head, wallet.balance):
        broken = seq + 1
    if broken is None and not last and wallet.balance != 0:
        broken = 1
    if broken is not None:
        return {"ok": False, "first_broken_seq": broken}
    return {"ok": True, "entries": wallet.seq, "head": wallet.head}
