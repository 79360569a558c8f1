"""The wallet's routes as the API reference tells them; shapes of the answers are held against real ones in tests."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from functions.wallet.entry import Kind
from functions.wallet.handler import MoveBody
from functions.wallet.wallet import Alert
from shared.openapi import CURSOR, LIMIT, Operation

TAG = "wallet"
KEYED = ("idempotency-key-missing",)
BASE = "/v1/partners/{partner_id}/wallet"


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class WalletShape(Shape):
    """Whole credits; `balance` is `available` plus `held`."""

    partner_id: str
    balance: int
    held: int
    available: int
    low_credit_threshold: int
    alert: Alert
    seq: int = Field(description="Number of the latest entry, 0 before the first")


class Actor(Shape):
    """Who did it; the name is null once the person was erased."""

    id: str
    name: str | None


class Subject(Shape):
    """What an entry paid for."""

    type: Literal["enrollment"]
    course_id: str
    enrollment_ids: list[str]


class EntryShape(Shape):
    """One movement: credits are signed, `hash` chains it to the entry before."""

    seq: int
    kind: Kind
    credits: int
    balance_after: int
    held_after: int
    at: str
    actor: Actor
    reason: str | None
    reference: str | None
    text_hash: str | None
    hash: str
    subject: Subject | None = None


class EntryList(Shape):
    """A page of entries, newest first."""

    items: list[EntryShape]
    next_cursor: str | None


class Verification(Shape):
    """Whether the whole ledger is as it was written; else the first entry that is not."""

    ok: bool
    entries: int | None = None
    head: str | None = None
    first_broken_seq: int | None = None


OPERATIONS = (
    Operation("get", BASE, "show_wallet", "A partner's wallet", TAG, WalletShape),
    Operation(
        "post",
        f"{BASE}/top-ups",
        "top_up",
        "Top up a partner's credits (platform)",
        TAG,
        EntryShape,
        201,
        MoveBody,
        problems=KEYED,
    ),
    Operation(
        "post",
        f"{BASE}/deductions",
        "deduct",
        "Deduct credits, never below 0 (platform)",
        TAG,
        EntryShape,
        201,
        MoveBody,
        problems=(*KEYED, "insufficient-credits"),
    ),
    Operation(
        "get",
        f"{BASE}/entries",
        "list_entries",
        "The wallet's history, newest first",
        TAG,
        EntryList,
        query={"limit": LIMIT, "cursor": CURSOR},
        problems=("cursor-invalid",),
    ),
    Operation(
        "get",
        f"{BASE}/entries.csv",
        "export_entries",
        "The wallet's history as CSV, newest first",
        TAG,
        "text/csv",
        query={
            "before": {"description": "Only entries below this number", "schema": {"type": "integer", "minimum": 1}}
        },
        problems=("invalid-request",),
    ),
    Operation(
        "get", f"{BASE}/verification", "verify_wallet", "Prove the ledger from its first entry", TAG, Verification
    ),
)
