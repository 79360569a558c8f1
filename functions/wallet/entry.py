"""A movement of credits and its entry: numbered without gaps, with the balance after it, chained by hashes.

The hash covers the hash before it, ids, codes, amounts and a salted hash of the free text (reason and
reference): the text and its salt can be erased later without breaking the chain.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, Literal

Kind = Literal["top_up", "deduction", "enrollment", "refund", "hold", "capture", "release", "expiry"]
GENESIS = "0" * 64
"""The hash before the first entry."""


@dataclass(frozen=True)
class Movement:
    """What somebody does to a wallet: credits are signed; `paid_for` names records by id, `at` is RFC 3339."""

    kind: Kind
    credits: int
    actor_id: str
    at: str
    reason: str | None = None
    reference: str | None = None
    paid_for: dict[str, Any] | None = None


@dataclass(frozen=True)
class Entry:
    """One line of a partner's history."""

    partner_id: str
    seq: int
    kind: Kind
    credits: int
    balance_after: int
    held_after: int
    at: str
    actor_id: str
    text_hash: str | None
    prev_hash: str
    paid_for: dict[str, Any] | None = None
    reason: str | None = field(default=None, compare=False)
    reference: str | None = field(default=None, compare=False)
    salt: str | None = field(default=None, compare=False)
    stored_hash: str | None = field(default=None, compare=False)
    place: int = field(default=0, compare=False)

    @classmethod
    def after(
        cls, movement: Movement, *, partner_id: str, seq: int, prev_hash: str, balance_after: int, held_after: int
    ) -> Entry:
        """The entry of a movement: its number, the hash before it, and the credits it leaves."""
        salt = secrets.token_hex(16) if movement.reason or movement.reference else None
        return cls(
            partner_id=partner_id,
            seq=seq,
            kind=movement.kind,
            credits=movement.credits,
            balance_after=balance_after,
            held_after=held_after,
            at=movement.at,
            actor_id=movement.actor_id,
            text_hash=_text_hash(salt, movement.reason, movement.reference) if salt else None,
            prev_hash=prev_hash,
            paid_for=movement.paid_for,
            reason=movement.reason,
            reference=movement.reference,
            salt=salt,
        )

    @classmethod
    def of(cls, partner_id: str, item: dict[str, Any]) -> Entry:
        """From its item; `place` is the number it stands at, whatever it says of itself."""
        known = {name: item.get(name) for name in _STORED}
        place = int(item["sk"].removeprefix("ENTRY#"))
        return cls(partner_id=partner_id, stored_hash=item.get("hash"), place=place, **known)  # type: ignore[arg-type]

    @cached_property
    def hash(self) -> str:
        """SHA-256 over the canonical JSON of what is hashed, the hash before it included."""
        hashed = {name: getattr(self, name) for name in _HASHED}
        text = json.dumps(hashed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def stored(self) -> dict[str, Any]:
        """Its attributes as they are written."""
        return {name: getattr(self, name) for name in _STORED} | {"hash": self.hash}

    @property
    def is_whole(self) -> bool:
        """Whether it stands at its own number and its hashes are those of what it says."""
        erased = self.salt is None and self.reason is None and self.reference is None
        text_whole = erased or self.text_hash == _text_hash(self.salt, self.reason, self.reference)
        return self.seq == self.place and self.stored_hash == self.hash and text_whole


def _text_hash(salt: str | None, reason: str | None, reference: str | None) -> str:
    text = json.dumps([salt, reason, reference], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


_NOT_HASHED = frozenset({"reason", "reference", "salt", "stored_hash", "place"})
_HASHED = tuple(one.name for one in fields(Entry) if one.name not in _NOT_HASHED)
_STORED = (
    "seq", "kind", "credits", "balance_after", "held_after", "at", "actor_id", "text_hash", "prev_hash",
    "paid_for", "reason", "reference", "salt",
)  # fmt: skip
