"""A wallet's movement as writes of a transaction: the update that enforces it, and its entry.

Conditions: the wallet is still the one that was read (`seq`, and whether *not enough* was said, which a refusal
changes without a movement), and what goes out is there (`available >= cost`).
"""

from __future__ import annotations

from functions.wallet.wallet import Moved, Wallet
from shared import keys
from shared.commit import Write, put, setting, update, update_once
from shared.dynamo import Item
from shared.events import Fact, outbox
from shared.telemetry import count


class Short(Exception):
    """The wallet does not hold what it costs; as it stood when it refused."""

    def __init__(self, wallet: Wallet, required: int) -> None:
        super().__init__()
        self.wallet, self.required = wallet, required


def movement_writes(moved: Moved, extra_facts: tuple[Fact, ...] = ()) -> list[Write]:
    """The wallet's update (blame `wallet`) and its entry (blame `entry`)."""
    entry, wallet, before = moved.entry, moved.wallet, moved.before
    sets: Item = wallet.stored() | {"moved_at": entry.at}
    if facts := outbox(entry.at, *moved.facts, *extra_facts):
        sets["facts"] = facts
    expression, names, values = setting(sets)
    values |= {":read_seq": before.seq, ":read_said": before.not_enough_said}
    never_moved = "" if before.seq else "attribute_not_exists(#seq) OR "
    never_said = "" if before.not_enough_said else "attribute_not_exists(#not_enough_said) OR "
    still_as_read = f"({never_moved}#seq = :read_seq) AND ({never_said}#not_enough_said = :read_said)"
    suffices = " AND #available >= :cost" if entry.credits < 0 else ""
    if suffices:
        values[":cost"] = -entry.credits
    key = keys.wallet(wallet.partner_id)
    return [
        update("wallet", key, expression, still_as_read + suffices, names=names, values=values),
        put("entry", keys.entry(wallet.partner_id, entry.seq), entry.stored()),
    ]


def read_again(before: Wallet, stood: Item | None, required: int) -> Wallet:
    """The wallet as it stood when it refused a movement, to try again from.

    Raises: Short when it stood as it was read: then the credits were why.
    """
    now = Wallet.of(before.partner_id, stood)
    if now == before:
        raise Short(now, required)
    count("ContentionRetries")
    return now


def say_refused(wallet: Wallet, required: int, course_id: str, at: str) -> None:
    """The one update of a refusal for lack of credits: says so, once an episode.

    It holds only while the credits still do not suffice, and touches nothing but the alert; a wallet that never
    moved gets its record by it.
    """
    _, facts = wallet.refused(required, course_id)
    if not facts:
        return
    still_short = "(attribute_not_exists(#available) OR #available < :required)"
    not_said = "(attribute_not_exists(#not_enough_said) OR #not_enough_said = :no)"
    expression, names, values = setting({"not_enough_said": True, "facts": outbox(at, *facts)})
    update_once(
        keys.wallet(wallet.partner_id),
        expression,
        f"{still_short} AND {not_said}",
        names=names | {"#available": "available"},
        values=values | {":no": False, ":required": required},
    )
