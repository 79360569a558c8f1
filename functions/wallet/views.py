"""What wallet answers: the wallet, its entries as JSON and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from functions.wallet.entry import Entry
from functions.wallet.wallet import Wallet
from shared.ids import EnrollmentKey
from shared.spreadsheet import harmless


def wallet_view(wallet: Wallet, threshold: int) -> dict[str, Any]:
    """`GET …/wallet`."""
    return {
        "partner_id": wallet.partner_id,
        "balance": wallet.balance,
        "held": wallet.held,
        "available": wallet.available,
        "low_credit_threshold": threshold,
        "alert": wallet.alert(threshold),
        "seq": wallet.seq,
    }


def entry_view(entry: Entry, names: dict[str, str]) -> dict[str, Any]:
    """One entry; `actor.name` is null when the person was erased, `subject` names what it paid for."""
    view = {
        "seq": entry.seq,
        "kind": entry.kind,
        "credits": entry.credits,
        "balance_after": entry.balance_after,
        "held_after": entry.held_after,
        "at": entry.at,
        "actor": {"id": entry.actor_id, "name": names.get(entry.actor_id)},
        "reason": entry.reason,
        "reference": entry.reference,
        "text_hash": entry.text_hash,
        "hash": entry.stored_hash or entry.hash,
    }
    if entry.paid_for:
        view["subject"] = subject_view(entry.partner_id, entry.paid_for)
    return view


def subject_view(partner_id: str, paid_for: dict[str, Any]) -> dict[str, Any]:
    """What an entry paid for: the course, and each enrollment's id."""
    people = paid_for["people"]
    ids = [EnrollmentKey(partner_id, paid_for["course_id"], who, attempt).id for who, attempt in people]
    return {"type": "enrollment", "course_id": paid_for["course_id"], "enrollment_ids": ids}


COLUMNS = (
    "seq", "at", "kind", "credits", "balance_after", "held_after", "actor", "course", "people", "reason", "reference",
    "hash",
)  # fmt: skip
CSV_BYTES = 4_000_000
"""A CSV ends before this size: an answer of Lambda has at most 6 MB."""


def entries_csv(entries: Iterable[Entry], names: dict[str, str], courses: dict[str, str]) -> tuple[str, int]:
    """Entries as CSV (RFC 4180, UTF-8), as many as the size allows, and how many those are.

    `course` is the title of what was paid for, `people` the number of those enrolled. Text that a spreadsheet
    would run as a formula is quoted with an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    number = size = 0
    for entry in entries:
        paid_for = entry.paid_for or {}
        told = {
            "actor": names.get(entry.actor_id),
            "course": courses.get(paid_for.get("course_id", "")),
            "people": len(paid_for["people"]) if paid_for else None,
            "hash": entry.stored_hash,
        }
        row = [told[column] if column in told else getattr(entry, column) for column in COLUMNS]
        size += writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row]) * 2
        if size > CSV_BYTES:
            break
        number += 1
    return out.getvalue(), number
