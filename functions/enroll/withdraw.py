"""Withdraw an enrollment: it is over, and what the policy gives back comes back once, as a new entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from functions.enroll.answers import balance_of
from functions.enroll.enrollment import Enrollment
from functions.enroll.refund import refund_due
from functions.wallet.entry import Movement
from functions.wallet.movement import movement_writes, read_again
from functions.wallet.receipt import Command, receipt, replayed, twin
from functions.wallet.turn import Contended, Turn
from functions.wallet.wallet import Moved, Wallet
from shared import keys
from shared.clock import parse
from shared.commit import Refused, Write, commit, setting, update
from shared.dynamo import Item, read
from shared.ids import EnrollmentKey
from shared.language import mark as _
from shared.problems import Problem, invalid
from shared.telemetry import count


@dataclass(frozen=True)
class Wish:
    """What is asked beside withdrawing: why, and by the platform another refund than the policy's, in credits."""

    refund: int | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Return:
    """What a withdrawal gives back, decided from the enrollment as it stood."""

    enrollment: Enrollment
    refund: int
    wish: Wish

    @classmethod
    def of(cls, command: Command, item: Item | None, wish: Wish) -> Return:
        """Raises: Problem `not-found`, `already-over` (enrollment_status), `invalid-request` (too much)."""
        if item is None:
            raise Problem("not-found")
        enrollment = Enrollment.of(item)
        if not enrollment.is_active:
            raise Problem("already-over", enrollment_status=enrollment.status)
        if wish.refund is None:
            return cls(enrollment, refund_due(enrollment, parse(command.at), command.partner.time_zone), wish)
        if wish.refund > enrollment.cost:
            raise invalid("/refund", _("must be at most the price paid, {cost}"), cost=enrollment.cost)
        return cls(enrollment, wish.refund, wish)

    def move(self, command: Command, wallet: Wallet) -> Moved | None:
        """The wallet with the credits back; None when none come back."""
        if not self.refund:
            return None
        key = self.enrollment.key
        paid_for = {"course_id": key.course_id, "people": [[key.contact_id, key.attempt]]}
        reason = self.wish.reason
        movement = Movement("refund", self.refund, command.actor_id, command.at, reason=reason, paid_for=paid_for)
        return wallet.move(movement, command.partner.low_credit_threshold)


def foresee(command: Command, key: EnrollmentKey, wish: Wish) -> dict[str, Any]:
    """What withdrawing would give back; writes nothing.

    Raises: Problem `not-found`, `already-over`, `invalid-request`.
    """
    found = read([keys.enrollment(*key), keys.wallet(command.partner.id)])
    back = Return.of(command, found.get(keys.enrollment(*key)), wish)
    wallet = Wallet.of(command.partner.id, found.get(keys.wallet(command.partner.id)))
    return {
        "id": key.id,
        "status": back.enrollment.status,
        "refund": back.refund,
        "balance_before": balance_of(command.partner, wallet.balance),
        "balance_after": balance_of(command.partner, wallet.balance + back.refund),
    }


def withdraw(command: Command, key: EnrollmentKey, wish: Wish) -> tuple[dict[str, Any], bool]:
    """Withdraw the enrollment and return the credits due, in one transaction.

    Returns: the answer, and whether it is the first answer of an earlier request.
    Raises: Problem `not-found`, `already-over` (enrollment_status), `invalid-request` (too much),
    `idempotency-key-reused`, `busy`.
    """
    try:
        return _withdraw(command, key, wish)
    except Problem as refusal:
        # before any refusal: a twin of this request may have been accepted meanwhile
        done = twin(command) if refusal.code in ("already-over", "not-found") else None
        if not done:
            raise
        return replayed(command, done), True


def _withdraw(command: Command, key: EnrollmentKey, wish: Wish) -> tuple[dict[str, Any], bool]:
    enrollment_key, wallet_key = keys.enrollment(*key), keys.wallet(command.partner.id)
    found = read([command.receipt_key(), enrollment_key, wallet_key])
    if command.receipt_key() in found:
        return replayed(command, found[command.receipt_key()]), True
    wallet = Wallet.of(command.partner.id, found.get(wallet_key))
    back = Return.of(command, found.get(enrollment_key), wish)
    turn = Turn(command.partner.id)
    wallet = turn.enter(wallet) if back.refund else wallet
    while True:
        moved = back.move(command, wallet)
        moved = moved and turn.told(moved)
        answer = _answer(command, back, moved.wallet if moved else wallet, moved)
        try:
            commit([receipt(command, answer), _over(command, back), *(movement_writes([moved]) if moved else [])], turn)
        except Contended:
            wallet = turn.after(wallet, known=False)
            continue
        except Refused as refused:
            blamed, stood = refused.first
            if blamed.blame == "receipt" and stood:
                return replayed(command, stood), True
            if blamed.blame == "wallet":
                wallet = turn.after(read_again(wallet, stood, 0), known=True)
            else:
                back = Return.of(command, stood, wish)
                turn.again()
            continue
        turn.done()
        count("CreditsMoved", back.refund, kind="refund")
        return answer, False


def _over(command: Command, back: Return) -> Write:
    """The enrollment's end; a refund by the policy holds only while nothing was opened."""
    sets: Item = {
        "status": "withdrawn",
        "withdrawn_at": command.at,
        "withdrawn_by": command.actor_id,
        "refunded": back.refund,
    }
    if back.wish.reason:
        sets["withdrawal_reason"] = back.wish.reason
    expression, names, values = setting(sets)
    is_active = "attribute_exists(pk) AND #status = :active"
    as_judged = " AND attribute_not_exists(opened_at)" if back.refund and back.wish.refund is None else ""
    key = keys.enrollment(*back.enrollment.key)
    values |= {":active": "enrolled"}
    return update("enrollment", key, expression, is_active + as_judged, names=names, values=values)


def _answer(command: Command, back: Return, wallet: Wallet, moved: Moved | None) -> dict[str, Any]:
    return {
        "id": back.enrollment.id,
        "status": "withdrawn",
        "refund": back.refund,
        "balance_after": balance_of(command.partner, wallet.balance),
        "entry_seq": moved.entry.seq if moved else None,
        "withdrawn_at": command.at,
    }
