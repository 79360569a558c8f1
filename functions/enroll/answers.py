"""What enrolling answers, built the same from what was just done and from a receipt; no I/O."""

from __future__ import annotations

from typing import Any

from functions.enroll.placed import Placed
from functions.enroll.plan import Outcome
from functions.enroll.standing import Terms
from functions.wallet.receipt import Command
from shared.ids import EnrollmentKey
from shared.partner import Partner


def contact_answer(command: Command, terms: Terms, placed: Placed) -> dict[str, Any]:
    """`POST …/enrollments`."""
    contact_id, attempt = terms.contact_ids[0], placed.part.outcomes[0].attempt or 1
    return {
        "id": EnrollmentKey(command.partner.id, terms.course_id, contact_id, attempt).id,
        "status": "enrolled",
        "course_id": terms.course_id,
        "contact_id": contact_id,
        "organization_id": terms.organization_id,
        "attempt": attempt,
        "cost": placed.cost,
        "balance_after": balance_of(command.partner, placed.balance_after),
        "entry_seq": placed.seq,
        "enrolled_at": placed.at,
    }


def batch_answer(command: Command, terms: Terms, parts: list[Placed]) -> dict[str, Any]:
    """`POST …/enrollments/batches`: all parts as one; a batch in which nobody was enrolled has no id."""
    results = [result_of(command, terms, one, placed.cost) for placed in parts for one in placed.part.outcomes]
    answer = {
        "cost": sum(result["cost"] for result in results),
        "balance_before": balance_of(command.partner, parts[0].balance_before),
        "balance_after": balance_of(command.partner, parts[-1].balance_after),
        "results": results,
    }
    return ({"batch_id": parts[0].batch_id} if parts[0].batch_id else {}) | answer


def result_of(command: Command, terms: Terms, one: Outcome, cost: int) -> dict[str, Any]:
    """What became of one person; `cost` is 0 unless enrolled."""
    result: dict[str, Any] = {"contact_id": one.contact_id, "outcome": one.result, "cost": 0}
    if one.result == "enrolled":
        result["cost"] = cost
    if one.attempt:
        result["enrollment_id"] = EnrollmentKey(command.partner.id, terms.course_id, one.contact_id, one.attempt).id
    return result


def balance_of(partner: Partner, balance: int) -> int | None:
    """A balance as it is told: the house has none."""
    return balance if partner.has_wallet else None
