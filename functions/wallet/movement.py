"""A wallet's movement as writes of a transaction: the update that enforces it, and its entry.

Conditions: the wallet is still the one that was read (`seq`), and what goes out is there (`available >= cost`).
"""

from __future__ import annotations

from typing import Any

from functions.wallet.wallet import Moved, Wallet
from shared import keys
from shared.commit import Write, put, update, update_once
from shared.events import Fact, outbox


def movement_writes(moved: Moved, extra_facts: tuple[Fact, ...] = ()) -> list[Write]:
    """The wallet's update (blame `wallet`) and its entry (blame `entry`)."""
    entry, wallet = moved.entry, moved.wallet
    still_as_read = "#seq = :read" if moved.before.seq else "(attribute_not_exists(#seq) OR #seq = :read)"
    values: dict[str, Any] = {":read": moved.before.seq}
    condition = still_as_read
    if entry.credits < 0:
        suffices = "#available >= :cost"
        condition = f"{still_as_read} AND {suffices}"
        values[":cost"] = -entry.credits
    sets = wallet.stored() | {"moved_at": entry.at}
    if facts := outbox(entry.at, *moved.facts, *extra_facts):
        sets["facts"] = facts
    expression = "SET " + ", ".join(f"#{name} = :{name}" for name in sets)
    names = {f"#{name}": name for name in sets}
    values |= {f":{name}": value for name, value in sets.items()}
    return [
        update("wallet", keys.wallet(wallet.partner_id), expression, condition, names=names, values=values),
        put("entry", keys.entry(wallet.partner_id, entry.seq), entry.stored()),
    ]


def say_refused(wallet: Wallet, required: int, course_id: str, at: str) -> bool:
    """The one update of a refusal for lack of credits: says so, once an episode; False when it was said before.

    It holds only while the credits still do not suffice. A wallet that never moved is made by it, at zero.
    """
    after, facts = wallet.refused(required, course_id)
    if not facts:
        return False
    kept = [name for name in after.stored() if name != "not_enough_said"]
    expression = "SET #not_enough_said = :yes, #facts = :facts" + "".join(
        f", #{name} = if_not_exists(#{name}, :{name})" for name in kept
    )
    still_short = "(attribute_not_exists(#available) OR #available < :required)"
    not_said = "(attribute_not_exists(#not_enough_said) OR #not_enough_said = :no)"
    return update_once(
        keys.wallet(wallet.partner_id),
        expression,
        f"{still_short} AND {not_said}",
        names={f"#{name}": name for name in [*kept, "not_enough_said", "facts"]},
        values={":yes": True, ":no": False, ":required": required, ":facts": outbox(at, *facts)}
        | {f":{name}": getattr(after, name) for name in kept},
    )
