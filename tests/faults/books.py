"""What stands in the tables and what happened to it, decoded without the product's own code.

The invariants stand on this, so that a fault of the product's own reading can't hide one of its writing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tests.faults.engine import Change

Record = dict[str, Any]
Items = Mapping[tuple[str, str, str], Record]


def plain(value: Mapping[str, Any]) -> Any:
    """An attribute value as a plain one; numbers are whole."""
    kind, content = next(iter(value.items()))
    if kind == "N":
        return int(content)
    if kind == "M":
        return {name: plain(inner) for name, inner in content.items()}
    if kind == "L":
        return [plain(inner) for inner in content]
    return None if kind == "NULL" else content


def record(item: Mapping[str, Any] | None) -> Record:
    """An item as a plain dict; nothing there is an empty one."""
    return {name: plain(value) for name, value in (item or {}).items()}


@dataclass(frozen=True)
class Moment:
    """A record as it stood from this step on."""

    step: int
    before: Record
    after: Record

    @property
    def new_facts(self) -> list[Record]:
        """The facts that this write stated."""
        now, then = self.after.get("facts"), self.before.get("facts")
        return now["all"] if now and (not then or then["id"] != now["id"]) else []


@dataclass(frozen=True)
class Books:
    """One partner's part of the tables, and its wallet's and enrollments' past."""

    partner_id: str
    items: Items = field(repr=False)
    changes: Sequence[Change] = field(repr=False)

    @cached_property
    def wallet(self) -> Record:
        return record(self.items.get(("ledger", f"WALLET#{self.partner_id}", "WALLET")))

    @cached_property
    def entries(self) -> list[Record]:
        """By their place."""
        return self._under("ledger", f"ENTRIES#{self.partner_id}")

    @cached_property
    def enrollments(self) -> list[Record]:
        return self._under("portal", f"PARTNER#{self.partner_id}#ENROLLMENTS")

    @cached_property
    def receipts(self) -> list[Record]:
        prefix = f"RECEIPT#{self.partner_id}#"
        return [
            record(item) for (table, pk, _), item in self.items.items() if table == "ledger" and pk.startswith(prefix)
        ]

    @cached_property
    def wallet_moments(self) -> list[Moment]:
        """The wallet from its first movement on, oldest first."""
        return self._moments("ledger", lambda item: item["pk"]["S"] == f"WALLET#{self.partner_id}")

    def moments_of(self, course_id: str, contact_id: str) -> list[Moment]:
        """All attempts of a person at a course, oldest write first."""
        start = f"{course_id}#{contact_id}#"
        where = f"PARTNER#{self.partner_id}#ENROLLMENTS"
        return self._moments("portal", lambda item: item["pk"]["S"] == where and item["sk"]["S"].startswith(start))

    def _moments(self, table: str, wanted: Any) -> list[Moment]:
        return [
            Moment(change.step, record(change.before), record(change.after))
            for change in self.changes
            if change.table == table and change.after and wanted(change.after)
        ]

    def _under(self, table: str, pk: str) -> list[Record]:
        found = [record(item) for (at, key, _), item in self.items.items() if (at, key) == (table, pk)]
        return sorted(found, key=lambda item: item["sk"])


def during(moments: Sequence[Moment], begun: int, ended: int) -> list[Record]:
    """The states that stood at some time between these steps: the one at the beginning, and all that came."""
    standing = [moment for moment in moments if moment.step <= begun]
    came = [moment for moment in moments if begun < moment.step <= ended]
    first = [standing[-1].after] if standing else [{}]
    return first + [moment.after for moment in came]


HASHED = (
    "seq", "kind", "credits", "balance_after", "held_after", "at", "actor_id", "text_hash", "prev_hash", "paid_for",
)  # fmt: skip


def hash_of(partner_id: str, entry: Record) -> str:
    """The hash that an entry must carry, from the rule: SHA-256 over the canonical JSON of what is hashed."""
    said = {name: entry.get(name) for name in HASHED} | {"partner_id": partner_id}
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def text_hash_of(entry: Record) -> str | None:
    """The salted hash of its free text; None where it has none."""
    if not entry.get("salt"):
        return None
    text = json.dumps([entry["salt"], entry.get("reason"), entry.get("reference")], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
