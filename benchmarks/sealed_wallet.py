"""Design (b) of the hot wallet, tried beside ours and not shipped: no condition on `seq`, entries ride in the wallet.

The transaction's update adds the entry to a map in the wallet, with the number and the balance that the very update
gives it; every fourth transaction of a client seals what waits there: writes the entries out, numbered and chained,
and takes them off the wallet. Run as a contender of `benchmarks.hot_wallet`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from benchmarks.hot_wallet_clients import ACTOR, Ours, command
from benchmarks.peers.crowd import serve
from functions.enroll.enrollment import Enrollment
from functions.wallet.entry import Entry, Movement
from functions.wallet.receipt import Command, receipt
from shared import dynamo, keys
from shared.commit import Refused, Write, commit, put, update, update_once
from shared.dynamo import Item, read_one
from shared.ids import EnrollmentKey, new_id

SEALED_EVERY, SEALED_AT_ONCE = 4, 60  # an update expression has at most 4 kB
MAPS = ("entries", "numbers", "balances")


class Sealed(Ours):
    """Enrolments for one credit, entries sealed by the clients themselves."""

    def fresh(self, clients: int, options: dict[str, Any]) -> dict[str, Any]:
        made = super().fresh(clients, options)
        empty = "SET " + ", ".join(f"#{name} = :{name}" for name in MAPS) + ", #sealed = #seq"
        names = {f"#{name}": name for name in (*MAPS, "sealed", "seq")}
        values: Item = {f":{name}": {} for name in MAPS}  # one value for three would be one map to the engine
        update_once(keys.wallet(made["partner"].id), empty, "attribute_exists(pk)", names=names, values=values)
        dynamo.client.cache_clear()
        return made

    def _sealed(self, wallet: Any, number: int, clients: int) -> Callable[[int], Any]:
        partner, course_id = wallet["partner"], wallet["courses"][0]

        def once(n: int) -> None:
            asked = command(partner, f"{number}-{n}")
            commit(_writes(asked, EnrollmentKey(partner.id, course_id, new_id("con"), 1)))
            if n % SEALED_EVERY == SEALED_EVERY - 1:
                seal(partner.id)

        return once

    def check(self, wallet: Any, done: int) -> str:
        while seal(wallet["partner"].id):
            pass
        return super().check(wallet, done)


def _writes(asked: Command, seat: EnrollmentKey) -> list[Write]:
    made = Enrollment(seat, "enrolled", 1, asked.at, ACTOR, entry_seq=None)
    entry = {"at": asked.at, "paid_for": {"course_id": seat.course_id, "people": [[seat.contact_id, 1]]}}
    names = {f"#{name}": name for name in (*MAPS, "seq", "available")} | {"#key": asked.key}
    expression = (
        "SET #entries.#key = :entry, #numbers.#key = #seq + :one, #balances.#key = #available - :one, "
        "#seq = #seq + :one, #available = #available - :one"
    )
    values = {":entry": entry, ":one": 1}
    wallet = keys.wallet(seat.partner_id)
    return [
        receipt(asked, {"at": asked.at}),
        put("enrollment", keys.enrollment(*seat), made.stored()),
        update("wallet", wallet, expression, "#available >= :one", names=names, values=values),
    ]


def seal(partner_id: str) -> bool:
    """Write out what waits in the wallet, oldest first; False when there was nothing. Another sealer may be faster."""
    item = read_one(keys.wallet(partner_id)) or {}
    waiting = sorted(item.get("entries", {}), key=item.get("numbers", {}).__getitem__)[:SEALED_AT_ONCE]
    if not waiting:
        return False
    chained = _chained(partner_id, item, waiting)
    names = {"#head": "head", "#sealed": "sealed"} | {f"#{name}": name for name in MAPS}
    names |= {f"#k{place}": key for place, key in enumerate(waiting)}
    gone = ", ".join(f"#{name}.#k{place}" for name in MAPS for place in range(len(waiting)))
    values = {":head": chained[-1].hash, ":sealed": chained[-1].seq, ":read": item["sealed"]}
    expression = f"SET #head = :head, #sealed = :sealed REMOVE {gone}"
    entries = [put("entry", keys.entry(partner_id, one.seq), one.stored()) for one in chained]
    off = update("wallet", keys.wallet(partner_id), expression, "#sealed = :read", names=names, values=values)
    with suppress(Refused):
        commit([off, *entries])
    return True


def _chained(partner_id: str, item: Item, waiting: list[str]) -> list[Entry]:
    chained: list[Entry] = []
    head = item["head"]
    for key in waiting:
        told = item["entries"][key]
        movement = Movement("enrollment", -1, ACTOR, told["at"], paid_for=told["paid_for"])
        of = {"partner_id": partner_id, "seq": item["numbers"][key], "prev_hash": head}
        chained.append(Entry.after(movement, balance_after=item["balances"][key], held_after=0, **of))
        head = chained[-1].hash
    return chained


if __name__ == "__main__":
    serve(Sealed("sealed"))
