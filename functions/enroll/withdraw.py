"""Withdraw an enrollment: it is over, and what the policy gives back comes back once, as a new entry."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from functions.enroll.enrollment import Enrollment
from functions.enroll.refund import refund_due
from functions.wallet.entry import Movement
from functions.wallet.movement import movement_writes
from functions.wallet.receipt import Command, receipt, replayed
from functions.wallet.wallet import Moved, Wallet
from shared import keys
from shared.clock import parse
from shared.commit import Refused, Write, commit, update
from shared.dynamo import read, read_one
from shared.ids import EnrollmentKey
from shared.patience import Patience
from shared.problems import Problem, invalid
from shared.telemetry import count


@dataclass(frozen=True)
class Decision:
    """The platform's own word on the refund, instead of the policy's: credits and why."""

    refund: int
    reason: str


def foresee(command: Command, key: EnrollmentKey, decision: Decision | None) -> dict[str, Any]:
    """What withdrawing would give back; writes nothing.

    Raises: Problem `not-found`, `already-over`, `invalid-request`.
    """
    found = read([keys.enrollment(*key), keys.wallet(command.partner.id)])
    enrollment = _active(found.get(keys.enrollment(*key)))
    refund = _refund(command, enrollment, decision)
    wallet = Wallet.of(command.partner.id, found.get(keys.wallet(command.partner.id)))
    return {
        "id": key.id,
        "status": enrollment.status,
        "refund": refund,
        "balance_before": wallet.balance,
        "balance_after": wallet.balance + refund,
    }


def withdraw(command: Command, key: EnrollmentKey, decision: Decision | None) -> tuple[dict[str, Any], bool]:
    """Withdraw the enrollment and return the credits due, in one transaction.

    Returns: the answer, and whether it is the first answer of an earlier request.
    Raises: Problem `not-found`, `already-over` (status), `invalid-request` (more than was paid),
    `idempotency-key-reused`, `busy`.
    """
    enrollment_key, wallet_key, receipt_key = (
        keys.enrollment(*key),
        keys.wallet(command.partner.id),
        command.receipt_key(),
    )
    found = read([receipt_key, enrollment_key, wallet_key])
    if receipt_key in found:
        return replayed(command, found[receipt_key]), True
    wallet = Wallet.of(command.partner.id, found.get(wallet_key))
    patience = Patience(tries=12)
    try:
        enrollment = _active(found.get(enrollment_key))
        refund = _refund(command, enrollment, decision)
        while True:
            moved = _returned(command, key, refund, decision, wallet)
            answer = _answer(command, enrollment, refund, moved.wallet if moved else wallet, moved)
            try:
                commit(_writes(command, key, refund, moved, answer))
            except Refused as refused:
                blamed, stood = refused.first
                if blamed.blame == "receipt" and stood:
                    return replayed(command, stood), True
                if blamed.blame != "wallet":
                    _active(stood)
                    raise
                wallet = Wallet.of(command.partner.id, stood)
                count("ContentionRetries")
                patience.again()
                continue
            count("CreditsMoved", refund, kind="refund")
            return answer, False
    except Problem as refusal:
        twin = read_one(receipt_key) if refusal.code in ("already-over", "not-found") else None
        if not twin:
            raise
        return replayed(command, twin), True


def _active(item: dict[str, Any] | None) -> Enrollment:
    if item is None:
        raise Problem("not-found")
    enrollment = Enrollment.of(item)
    if not enrollment.is_active:
        raise Problem("already-over", status=enrollment.status)
    return enrollment


def _refund(command: Command, enrollment: Enrollment, decision: Decision | None) -> int:
    if decision is None:
        return refund_due(enrollment, parse(command.at), command.partner.time_zone)
    if decision.refund > enrollment.cost:
        raise invalid("/refund", f"at most the price paid, {enrollment.cost}")
    return decision.refund


def _returned(
    command: Command, key: EnrollmentKey, refund: int, decision: Decision | None, wallet: Wallet
) -> Moved | None:
    if not refund:
        return None
    paid_for = {"course_id": key.course_id, "people": [[key.contact_id, key.attempt]]}
    reason = decision.reason if decision else None
    movement = Movement("refund", refund, command.actor_id, command.at, reason=reason, paid_for=paid_for)
    return wallet.move(movement, command.partner.low_credit_threshold)


def _writes(
    command: Command, key: EnrollmentKey, refund: int, moved: Moved | None, answer: dict[str, Any]
) -> list[Write]:
    sets = {"status": "withdrawn", "withdrawn_at": command.at, "withdrawn_by": command.actor_id, "refunded": refund}
    expression = "SET " + ", ".join(f"#{name} = :{name}" for name in sets)
    over = update(
        "enrollment",
        keys.enrollment(*key),
        expression,
        "attribute_exists(pk) AND #status = :active",
        names={f"#{name}": name for name in sets},
        values={f":{name}": value for name, value in sets.items()} | {":active": "enrolled"},
    )
    return [receipt(command, answer), over, *(movement_writes(moved) if moved else [])]


def _answer(
    command: Command, enrollment: Enrollment, refund: int, wallet: Wallet, moved: Moved | None
) -> dict[str, Any]:
    over = replace(enrollment, status="withdrawn", withdrawn_at=command.at, refunded=refund)
    return {
        "id": over.id,
        "status": over.status,
        "refund": refund,
        "balance_after": wallet.balance,
        "entry_seq": moved.entry.seq if moved else None,
        "withdrawn_at": command.at,
    }
