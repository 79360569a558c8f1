"""Check the books of every partner: the chain whole, the wallet what it leads to, entries and enrollments agreed.

A checkpoint per partner keeps how far its books were found right, so that an hourly run reads only what is new;
a whole run starts at the first entry again, and so does every run until a difference is gone. A difference is a
metric, a log line and, once for as long as it is the same, a fact that is mailed to the platform's admins.
One partner's trouble never keeps the others from being checked. On the way the entries are summed up, for dashboards.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from functions.wallet.backing import Backing, unpaid_enrollments
from functions.wallet.chain import Point
from functions.wallet.entry import Entry
from functions.wallet.proof import prove
from functions.wallet.store import wallet_of
from functions.wallet.totals import PLATFORM, Everybody, Totals
from shared import keys
from shared.clock import stamp
from shared.commit import commit, put
from shared.dynamo import Item, query_all, read_one
from shared.events import LedgerDiffers, outbox
from shared.telemetry import count, logger

LONG_AGO = "2000-01-01T00:00:00.000Z"


@dataclass(frozen=True)
class Checkpoint:
    """How far a partner's books were found right, when, and what differed since."""

    point: Point = field(default_factory=Point)
    at: str = LONG_AGO
    differences: tuple[str, ...] = ()
    totals: Totals = field(default_factory=Totals)

    @classmethod
    def of(cls, item: Item | None) -> Checkpoint:
        if not item:
            return cls()
        totals = Totals.of(item)
        if totals is None:  # from before there were sums: everything once more, for them
            return cls(differences=tuple(item["differences"]))
        point = Point(item["seq"], item["head"], item["balance"], item["held"])
        return cls(point, item["at"], tuple(item["differences"]), totals)


def reconcile(*, whole: bool) -> int:
    """Check every partner with a wallet.

    Returns: the number of partners whose books differ. Raises: RuntimeError after the round, naming those that
    could not be checked.
    """
    differing, failed, everybody = 0, [], Everybody()
    for partner in query_all("portal", keys.PARTNERS, index="list"):
        if partner["kind"] == "house":
            continue
        try:
            differing += bool(reconcile_partner(partner["id"], whole=whole))
            _count(everybody, partner)
        except Exception:
            logger().exception("not reconciled", extra={"partner_id": partner["id"]})
            failed.append(partner["id"])
    count("LedgerDifferences", differing)
    commit([put("sum", keys.reconciled(PLATFORM), everybody.stored() | {"at": stamp()}, condition=None)])
    if failed:
        raise RuntimeError(f"not reconciled: {', '.join(failed)}")
    return differing


def reconcile_partner(partner_id: str, *, whole: bool = False) -> list[str]:
    """Check one partner's books and keep the checkpoint; what differs, empty when all is right."""
    started = stamp()
    known = Checkpoint.of(read_one(keys.reconciled(partner_id)))
    since = Checkpoint() if whole or known.differences else known
    backing, totals = Backing(partner_id), replace(since.totals)

    def each(entry: Entry) -> None:
        backing.add(entry)
        totals.add(entry)

    proof = prove(partner_id, since.point, each)
    differences: list[str] = []
    if proof.broken is not None:
        differences.append("chain")
    elif not proof.agrees:
        differences.append("balance")
    if backing.wrong():
        differences.append("entry_without_enrollment")
    if unpaid_enrollments(partner_id, proof.point.seq, since.at):
        differences.append("enrollment_without_entry")
    right = known if differences else Checkpoint(proof.point, started, totals=totals)
    _keep(partner_id, right, known, differences)
    return differences


def _count(everybody: Everybody, partner: Item) -> None:
    """One more partner for the sum over all."""
    known = Checkpoint.of(read_one(keys.reconciled(partner["id"])))
    everybody.add(partner["id"], known.totals, wallet_of(partner["id"]), partner.get("low_credit_threshold", 0))


def _keep(partner_id: str, right: Checkpoint, known: Checkpoint, differences: list[str]) -> None:
    at = stamp()
    item: dict[str, Any] = asdict(right.point) | {"at": right.at, "checked_at": at, "differences": differences}
    item["totals"] = right.totals.stored()
    if differences:
        logger().error("ledger differs", extra={"partner_id": partner_id, "differences": differences})
        if tuple(differences) != known.differences:
            fact = LedgerDiffers(partner_id=partner_id, differences=differences, seq=right.point.seq)
            item["facts"] = outbox(at, fact)
    commit([put("checkpoint", keys.reconciled(partner_id), item, condition=None)])
