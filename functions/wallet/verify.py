"""Prove a partner's ledger: every entry is there, in order, unchanged, and the wallet is what they lead to."""

from __future__ import annotations

from typing import Any

from functions.wallet.chain import Point
from functions.wallet.proof import prove


def verify(partner_id: str) -> dict[str, Any]:
    """Walk the whole chain.

    Returns: `{"ok": True, "entries": n, "head": hash}` or `{"ok": False, "first_broken_seq": k}`: the first
    entry that is missing, changed, planted or wrongly numbered; one past the last when the wallet disagrees.
    """
    proof = prove(partner_id, Point())
    if proof.holds:
        return {"ok": True, "entries": proof.point.seq, "head": proof.point.head}
    return {"ok": False, "first_broken_seq": proof.broken or proof.point.seq + 1}
