"""A wallet's movement as writes of a transaction: the update that enforces it, and its entry.

Conditions: the wallet is still the one that was read (`seq`, and `revision`, which what happens without a movement
changes), and what goes out is there (`available >= cost`).
"""

from __future__ import annotations

from collections.abc import Sequence
from secrets import token_urlsafe

from functions.wallet.line import FURTHEST
from functions.wallet.wallet import Moved, Wallet
from shared import keys
from shared.commit import Write, put, setting, update, update_once, update_returning
from shared.dynamo import Item
from shared.events import Fact, outbox
from shared.patience import Patience
from shared.telemetry import count


class Short(Exception):
    """The wallet does not hold what it costs; as it stood when it refused."""

    def __init__(self, wallet: Wallet, required: int) -> None:
        super().__init__()
        self.wallet, self.required = wallet, required


def movement_writes(moves: Sequence[Moved], extra_facts: tuple[Fact, ...] = ()) -> list[Write]:
    """The wallet's update (blame `wallet`) and an entry for each movement (blame `entry`), one following the other."""
    before, wallet, entries = moves[0].before, moves[-1].wallet, [moved.entry for moved in moves]
    at, credits = entries[-1].at, sum(entry.credits for entry in entries)
    sets: Item = wallet.changes(before) | {"moved_at": at}
    facts = outbox(at, *(fact for moved in moves for fact in moved.facts), *extra_facts)
    if facts:
        sets["facts"] = facts
    expression, names, values = setting(sets)
    if not facts:  # what was said is in the stream: the wallet stays small, and publish sleeps
        expression, names = expression + " REMOVE #facts", names | {"#facts": "facts"}
    names |= {"#seq": "seq", "#revision": "revision"}
    values |= {":read_seq": before.seq, ":read_revision": before.revision}
    condition = _as_read(before)
    if credits < 0:
        condition += " AND #available >= :cost"
        names, values = names | {"#available": "available"}, values | {":cost": -credits}
    key = keys.wallet(wallet.partner_id)
    return [
        update("wallet", key, expression, condition, names=names, values=values),
        *(put("entry", keys.entry(wallet.partner_id, entry.seq), entry.stored()) for entry in entries),
    ]


def _as_read(before: Wallet) -> str:
    """That the wallet still is the one that was read; one that never moved is not there, or a refusal made it."""
    moved = "#seq = :read_seq" if before.seq else "(attribute_not_exists(#seq) OR #seq = :read_seq)"
    return f"{moved} AND {_as_revised(before)}"


def _as_revised(before: Wallet) -> str:
    """That nothing was said on the wallet since; nothing ever was on one that has no `revision`."""
    return "attribute_not_exists(#revision)" if before.revision is None else "#revision = :read_revision"


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
        expression + _REVISED,
        f"{still_short} AND {not_said}",
        names=names | {"#available": "available", "#revision": "revision"},
        values=values | {":no": False, ":required": required, ":none": 0, ":one": 1},
    )


def say_crowded(wallet: Wallet, at: int, until: int) -> Wallet:
    """Say on the wallet that others wait for it: who planned without knowing finds it changed and comes to wait too.

    Args: now and until when, in milliseconds since 1970. Returns: the wallet as it stands, with the name of the crowd
    unless something else was said on it meanwhile: a name that was taken off does not come back, however late this is.
    Raises: Problem `busy`.
    """
    expression = "SET #crowd = if_not_exists(#crowd, :crowd), #crowded_until = :until" + _REVISED
    names = {f"#{name}": name for name in ("crowd", "crowded_until", "revision")}
    values = {":crowd": token_urlsafe(9), ":at": at, ":until": until, ":furthest": at + FURTHEST}
    values |= {":none": 0, ":one": 1, ":read_revision": wallet.revision}
    unsaid = "attribute_not_exists(#crowd) OR NOT #crowded_until BETWEEN :at AND :furthest"
    condition = f"attribute_exists(pk) AND ({unsaid}) AND {_as_revised(wallet)}"
    key = keys.wallet(wallet.partner_id)
    _, stands = update_returning(key, expression, condition, "ALL_NEW", names=names, values=values)
    return Wallet.of(wallet.partner_id, stands) if stands else wallet


def disperse(wallet: Wallet) -> None:
    """Have nobody paid for any more who asked in the name of this wallet's crowd: before one of them is refused.

    A movement that was planned for them finds the wallet changed, and whoever reads it now finds no such name.
    Raises: Problem `busy`.
    """
    if wallet.crowd:
        names = {"#crowd": "crowd", "#revision": "revision"}
        values = {":crowd": wallet.crowd, ":none": 0, ":one": 1}
        key, expression = keys.wallet(wallet.partner_id), f"SET {_REVISED.removeprefix(', ')} REMOVE #crowd"
        patience = Patience(tries=16)  # transactions may be at it all the time
        update_once(key, expression, "#crowd = :crowd", names=names, values=values, patience=patience)


_REVISED = ", #revision = if_not_exists(#revision, :none) + :one"
"""Whoever read the wallet before this update does not write on it as if nothing had happened."""
