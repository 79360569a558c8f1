"""What limits one partner: how often a second what all its enrollments write can be written, from what they take.

A partition of DynamoDB takes 1000 write units and 3000 read units a second. A range of keys that is hotter is split by
DynamoDB, but for one item, and but for keys that only ever grow: those are all written at one end.
Source: Amazon DynamoDB Developer Guide, "Designing partition keys", "Quotas", "On-demand capacity mode".
"""

from __future__ import annotations

from typing import Any

PARTITION_WRITES = 1000
NEW_TABLE_WRITES = 4000
"""What a table on demand takes at once when it is new; twice its former peak later."""
BATCH = 97
TRANSACTION_MS = 20
"""One after the other: transactions on one item that overlap conflict."""
ENROLLMENT = "POST /v1/partners/{partner_id}/enrollments"
IN_LEDGER = 3
"""Of the four writes of an enrollment: receipt, wallet, entry."""


def limits(commands: dict[str, dict[str, Any]]) -> dict[str, float]:
    """Enrollments a second, by what limits them."""
    one, many = commands[ENROLLMENT], commands[f"{ENROLLMENT}/batches | {BATCH} people"]
    each = one["writes"] / 4
    in_order = 1000 / TRANSACTION_MS
    further = many["writes"] - BATCH * each - each  # receipt and entry of a batch, which name all its people
    return {
        "wallet_in_order": in_order,
        "wallet_in_order_batched": in_order * BATCH,
        "wallet_units": PARTITION_WRITES / each,
        "entries": PARTITION_WRITES / each,
        "entries_batched": PARTITION_WRITES / further * BATCH,
        "batch_further": further,
        "enrollments": PARTITION_WRITES / each,
        "index": PARTITION_WRITES / 1,
        "new_ledger": NEW_TABLE_WRITES / (each * IN_LEDGER),
        "new_portal": NEW_TABLE_WRITES / (each + one["index_writes"]),
        "each": each,
    }
