"""Check the books of every partner: balance = sum of entries, chain whole, each paid enrollment has its entry.

A checkpoint per partner (`RECONCILED`) keeps how far its chain was found whole, so that an hourly run reads only
what is new; a whole run starts at the first entry again. A difference is a metric, a log line and, once for as
long as it is the same, a fact that is mailed to the platform's admins; the checkpoint then stays where it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from functions.wallet import store
from functions.wallet.entry import GENESIS, Entry, first_broken
from functions.wallet.wallet import Wallet
from shared import keys
from shared.clock import parse, stamp
from shared.commit import commit, put
from shared.dynamo import Item, query, query_all, read, read_one
from shared.events import LedgerDiffers, outbox
from shared.ids import EnrollmentKey
from shared.telemetry import count, logger

OVERLAP = timedelta(minutes=15)
"""How far before the checkpoint enrollments are listed again: the index may lag, a slow write may end late."""


@dataclass(frozen=True)
class Checkpoint:
    """How far a partner's books were found right."""

    seq: int = 0
    head: str = GENESIS
    balance: int = 0
    at: str = "2000-01-01T00:00:00.000Z"
    differences: tuple[str, ...] = ()

    @classmethod
    def of(cls, item: Item | None) -> Checkpoint:
        if not item:
            return cls()
        return cls(item["seq"], item["head"], item["balance"], item["at"], tuple(item["differences"]))


def reconcile(*, whole: bool) -> int:
    """Check every partner with a wallet; the number of partners whose books differ."""
    differing = 0
    for partner in query_all("portal", "PLATFORM#PARTNERS", index="list"):
        if partner["kind"] != "house" and reconcile_partner(partner["id"], whole=whole):
            differing += 1
    count("LedgerDifferences", differing)
    return differing


def reconcile_partner(partner_id: str, *, whole: bool = False) -> list[str]:
    """Check one partner's books and keep the checkpoint; what differs, empty when all is right."""
    started = stamp()
    known = Checkpoint.of(read_one(keys.reconciled(partner_id)))
    since = Checkpoint() if whole else known
    wallet = store.wallet_of(partner_id)
    fresh = [entry for entry in store.entries_after(partner_id, since.seq) if entry.seq <= wallet.seq]
    broken, last = first_broken(fresh, since.seq, since.head, since.balance)
    differences: list[str] = []
    if broken is not None or (last.seq if last else since.seq) < wallet.seq:
        differences.append("chain")
    elif ((last.hash, last.balance_after) if last else (since.head, since.balance)) != (wallet.head, wallet.balance):
        differences.append("balance")
    if _unbacked_entries(partner_id, fresh):
        differences.append("entry_without_enrollment")
    if _unpaid_enrollments(partner_id, wallet, fresh, since.at):
        differences.append("enrollment_without_entry")
    right = Checkpoint(wallet.seq, wallet.head, wallet.balance, started) if not differences else known
    _keep(partner_id, right, known, differences)
    return differences


def _keep(partner_id: str, right: Checkpoint, known: Checkpoint, differences: list[str]) -> None:
    at = stamp()
    item: dict[str, Any] = {
        "seq": right.seq,
        "head": right.head,
        "balance": right.balance,
        "at": right.at,
        "checked_at": at,
        "differences": differences,
    }
    if differences:
        logger().error("ledger differs", extra={"partner_id": partner_id, "differences": differences})
        if tuple(differences) != known.differences:
            fact = LedgerDiffers(partner_id=partner_id, differences=differences, seq=right.seq)
            item["facts"] = outbox(at, fact)
    commit([put("checkpoint", keys.reconciled(partner_id), item, condition=None)])


def _enrollments_of(entry: Entry) -> list[EnrollmentKey]:
    paid_for = entry.paid_for or {"people": []}
    return [EnrollmentKey(entry.partner_id, paid_for["course_id"], who, attempt) for who, attempt in paid_for["people"]]


def _unbacked_entries(partner_id: str, entries: Iterable[Entry]) -> list[int]:
    """Numbers of enrollment entries whose enrollments are missing, name another entry or cost another sum."""
    paying = [entry for entry in entries if entry.kind == "enrollment"]
    wrong: list[int] = []
    for group in (paying[at : at + 50] for at in range(0, len(paying), 50)):
        found = read(keys.enrollment(*key) for entry in group for key in _enrollments_of(entry))
        for entry in group:
            items = [found.get(keys.enrollment(*key)) for key in _enrollments_of(entry)]
            backed = [item["cost"] for item in items if item and item.get("entry_seq") == entry.seq]
            if len(backed) != len(items) or sum(backed) != -entry.credits:
                wrong.append(entry.seq)
    return wrong


def _unpaid_enrollments(partner_id: str, wallet: Wallet, entries: list[Entry], since: str) -> list[str]:
    """Ids of enrollments with a price, made since then, that no entry names; entries newer than the wallet wait."""
    named = {(entry.seq, key) for entry in entries for key in _enrollments_of(entry)}
    begin = stamp(parse(since) - OVERLAP)
    wrong: list[str] = []
    after: Item | None = None
    while True:
        items, after = query(
            "portal", f"PARTNER#{partner_id}#ENROLLMENTS", index="list", above=begin, limit=500, after=after
        )
        for item in items:
            key = EnrollmentKey(partner_id, item["course_id"], item["contact_id"], item["attempt"])
            seq = item.get("entry_seq") or 0
            if (
                item["cost"]
                and seq <= wallet.seq
                and (seq, key) not in named
                and not _named_before(partner_id, seq, key)
            ):
                wrong.append(key.id)
        if after is None:
            return wrong


def _named_before(partner_id: str, seq: int, key: EnrollmentKey) -> bool:
    entry = store.entry_at(partner_id, seq)
    return entry is not None and key in _enrollments_of(entry)
