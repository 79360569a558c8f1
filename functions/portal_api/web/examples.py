"""One request and its answer for signing in and for each command that moves credits, as `/docs` shows them.

Tests hold both against the shapes. The address is `$PORTICO`, the token `$TOKEN`, the partner `$PARTNER`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

_COURSE = "crs_01KB5V4A1H6S8D0F3G5K7P9QRS"
_ADA, _ALAN = "con_01KB5V4T2B4E6G8J0M3P5R7TVX", "con_01KB5V4T9Y1Z3A5C7E9G2J4M6N"
_ENROLLED = "enr_8Qm4cTz1Lw7XkR2v"
_AT = "2026-11-22T09:30:00.000Z"


@dataclass(frozen=True)
class Example:
    """A request with its body, and the body of its answer."""

    path: str
    body: dict[str, Any]
    answer: dict[str, Any]
    keyed: bool = True
    key: str = ""

    @property
    def command(self) -> str:
        """As one types it, with curl."""
        token = [] if not self.keyed else ['-H "Authorization: Bearer $TOKEN"', f'-H "Idempotency-Key: {self.key}"']
        body = json.dumps(self.body, ensure_ascii=False)
        lines = [f'curl "$PORTICO{self.path}"', *token, '-H "Content-Type: application/json"', f"-d '{body}'"]
        return " \\\n  ".join(lines)

    @property
    def told(self) -> str:
        """The answer, laid out."""
        return json.dumps(self.answer, indent=2, ensure_ascii=False)


def _entry(kind: str, credits: int, balance: int, seq: int, reason: str, reference: str | None) -> dict[str, Any]:
    return {
        "seq": seq, "kind": kind, "credits": credits, "balance_after": balance, "held_after": 0, "at": _AT,
        "actor": {"id": "per_01KB5V2R7T9V1X3Z5B7D9F2H4K", "name": "Ada Rossi"}, "reason": reason,
        "reference": reference, "text_hash": "b1946ac92492d2347c6235b4d2611184e6a5d2f8b0b4c83d5a7e1c0f9d3b6a27",
        "hash": "9c56cc51b374c3ba189210d5b6d4bf57790d351c96c47c02190ecf1e430635ab",
    }  # fmt: skip


EXAMPLES = {
    "create_session": Example(
        "/v1/session",
        {"email": "laura@studioalfa.example", "password": "quattro gatti sul tetto"},
        {"access_token": "eyJhbGciOi...", "refresh_token": "eyJhbGciOi...", "expires_in": 3600, "token_type": "Bearer"},
        keyed=False,
    ),
    "refresh_session": Example(
        "/v1/session/refresh",
        {"refresh_token": "eyJhbGciOi..."},
        {"access_token": "eyJhbGciOi...", "refresh_token": "eyJhbGciOi...", "expires_in": 3600, "token_type": "Bearer"},
        keyed=False,
    ),
    "top_up": Example(
        "/v1/partners/$PARTNER/wallet/top-ups",
        {"credits": 200, "reason": "Order of November", "reference": "2026/118"},
        _entry("top_up", 200, 240, 12, "Order of November", "2026/118"),
        key="order-2026-118",
    ),
    "deduct": Example(
        "/v1/partners/$PARTNER/wallet/deductions",
        {"credits": 20, "reason": "Topped up twice by mistake"},
        _entry("deduction", -20, 220, 13, "Topped up twice by mistake", None),
        key="correction-7",
    ),
    "enroll": Example(
        "/v1/partners/$PARTNER/enrollments",
        {"course_id": _COURSE, "contact_id": _ADA, "expected_cost": 10},
        {
            "id": _ENROLLED, "status": "enrolled", "course_id": _COURSE, "contact_id": _ADA, "organization_id": None,
            "attempt": 1, "cost": 10, "balance_after": 210, "entry_seq": 14, "enrolled_at": _AT,
        },
        key="enroll-ada-safety",
    ),
    "enroll_many": Example(
        "/v1/partners/$PARTNER/enrollments/batches",
        {"course_id": _COURSE, "contact_ids": [_ADA, _ALAN], "mode": "partial", "dry_run": False},
        {
            "batch_id": "bat_01KB5V6C8E0G2J4M6P8R1T3V5X", "cost": 10, "balance_before": 210, "balance_after": 200,
            "results": [
                {"contact_id": _ADA, "outcome": "already_enrolled", "cost": 0, "enrollment_id": _ENROLLED},
                {"contact_id": _ALAN, "outcome": "enrolled", "cost": 10, "enrollment_id": "enr_8Qm4cTz1Lw7XkS9b"},
            ],
        },
        key="class-of-december",
    ),
    "withdraw_enrollment": Example(
        f"/v1/partners/$PARTNER/enrollments/{_ENROLLED}/withdrawal",
        {},
        {
            "id": _ENROLLED, "status": "withdrawn", "refund": 10, "balance_after": 210, "entry_seq": 16,
            "withdrawn_at": _AT,
        },
        key="withdraw-ada-safety",
    ),
}  # fmt: skip
"""By operationId."""
