"""Enrol many people into one course: all of them or none, or as many as the credits pay for.

*All or nothing* is one transaction, so it takes what one holds. *Partial* is placed in parts, each with a
receipt of its own; a repetition after a crash finds the parts that are done and goes on behind them. Once a part
was accepted every later one leaves a receipt too, so that the answer stays the same for ever.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from functions.enroll.place import Blocked, Placed, Short, place
from functions.enroll.plan import MOST_AT_ONCE, Mode, Outcome, Part, Standing, fits_at_once, next_part, short_of, whole
from functions.enroll.refuse import twin_or_refuse
from functions.enroll.standing import Scene, Terms, survey
from functions.wallet.movement import say_refused
from functions.wallet.receipt import Command, receipt
from functions.wallet.wallet import Wallet
from shared.commit import Refused, commit
from shared.dynamo import read_one
from shared.ids import EnrollmentKey
from shared.problems import Problem


def enroll_batch(command: Command, terms: Terms, mode: Mode) -> tuple[dict[str, Any], bool]:
    """Enrol the contacts of the terms.

    Returns: the answer, and whether all of it is the first answer of an earlier request.
    Raises: Problem `not-found`, `price-changed`, `idempotency-key-reused`, `busy`; all or nothing also
    `batch-too-large`, `batch-refused` (results), `insufficient-credits`.
    """
    try:
        parts = _all_or_nothing(command, terms) if mode == "all_or_nothing" else _partial(command, terms)
    except (Problem, Short) as refusal:
        parts = [Placed.of(command, twin_or_refuse(command, terms, refusal), terms.contact_ids)]
    return _answer(command, terms, parts), all(part.replayed for part in parts)


def price_batch(command: Command, terms: Terms, mode: Mode) -> dict[str, Any]:
    """What it would cost and who would be enrolled; writes nothing and alerts nobody."""
    scene = survey(command, terms, attempts=True)
    cost = scene.price(terms)
    wallet, everybody = scene.wallet, whole(scene.people)
    required = cost * len(everybody.seats)
    if mode == "all_or_nothing":
        _must_fit(scene)
        part = everybody if required <= wallet.available or not required else short_of(everybody)
    else:
        part = everybody
        if cost:
            left = wallet.available // cost
            part = _first_affordable(everybody, left)
    enrolled = sum(one.result == "enrolled" for one in part.outcomes)
    return {
        "cost": cost * enrolled,
        "required": required,
        "balance_before": wallet.balance,
        "balance_after": wallet.balance - cost * enrolled,
        "results": [_foreseen(_result(command, terms, one, cost)) for one in part.outcomes],
    }


def _foreseen(result: dict[str, Any]) -> dict[str, Any]:
    """A result before the fact: who would be enrolled has no enrollment yet."""
    return {name: value for name, value in result.items() if name != "enrollment_id" or result["outcome"] != "enrolled"}


def _first_affordable(everybody: Part, left: int) -> Part:
    outcomes: list[Outcome] = []
    for one in everybody.outcomes:
        if one.result == "enrolled":
            left -= 1
            one = one if left >= 0 else Outcome(one.contact_id, "insufficient_credits")
        outcomes.append(one)
    return Part(0, len(outcomes), tuple(outcomes), (), left < 0)


def _must_fit(scene: Scene) -> None:
    if not fits_at_once(scene.people):
        raise Problem("batch-too-large", limit=MOST_AT_ONCE)


def _all_or_nothing(command: Command, terms: Terms) -> list[Placed]:
    scene = survey(command, terms, attempts=True)
    if scene.receipt:
        return [Placed.of(command, scene.receipt, terms.contact_ids)]
    cost = scene.price(terms)

    def plan(people: list[Standing], _: Wallet) -> Part:
        part = whole(people)
        if len(part.seats) < len(people):
            results = [_result(command, terms, one, 0) for one in part.outcomes if one.result != "enrolled"]
            raise Problem("batch-refused", results=results)
        if not fits_at_once(people):
            raise Problem("batch-too-large", limit=MOST_AT_ONCE)
        return part

    return [place(command, terms, cost, scene.people, scene.wallet, plan)]


def _partial(command: Command, terms: Terms) -> list[Placed]:
    scene = survey(command, terms, attempts=True)
    parts: list[Placed] = []
    if scene.receipt:
        parts.append(Placed.of(command, scene.receipt, terms.contact_ids))
        terms = replace(terms, batch_id=parts[0].batch_id)
    cost = parts[0].cost if parts else scene.price(terms)
    wallet, people = scene.wallet, scene.people
    while (start := parts[-1].part.upto if parts else 0) < len(people):
        if parts and parts[-1].replayed and (done := read_one(command.receipt_key(start))):
            parts.append(Placed.of(command, done, terms.contact_ids, start))
            continue

        def plan(now: list[Standing], purse: Wallet, at: int = start) -> Part:
            return next_part(now, at, cost, purse.available)

        try:
            placed = place(command, terms, cost, people, wallet, plan)
        except Blocked as blocked:
            placed = _nobody(command, terms, cost, blocked, accepted=bool(parts))
        parts.append(placed)
        wallet = placed.wallet or wallet
    return parts


def _nobody(command: Command, terms: Terms, cost: int, blocked: Blocked, *, accepted: bool) -> Placed:
    """A part in which nobody was placed: said if credits were why, and kept if the batch was accepted before."""
    part, balance = blocked.part, blocked.wallet.balance
    if part.short:
        say_refused(blocked.wallet, cost, terms.course_id, command.at)
    placed = Placed(
        part, cost, command.at, balance, balance, None, terms.batch_id if accepted else None, blocked.wallet
    )
    if not accepted:
        return placed
    try:
        commit([receipt(command, placed.kept(), part.start)])
    except Refused as refused:
        _, twin = refused.first
        return Placed.of(command, twin or {}, terms.contact_ids, part.start)
    return placed


def _answer(command: Command, terms: Terms, parts: list[Placed]) -> dict[str, Any]:
    outcomes = [(one, placed.cost) for placed in parts for one in placed.part.outcomes]
    enrolled = sum(placed.cost for placed in parts for one in placed.part.outcomes if one.result == "enrolled")
    answer = {
        "cost": enrolled,
        "balance_before": parts[0].balance_before,
        "balance_after": parts[-1].balance_after,
        "results": [_result(command, terms, one, cost) for one, cost in outcomes],
    }
    return ({"batch_id": parts[0].batch_id} if parts[0].batch_id else {}) | answer


def _result(command: Command, terms: Terms, one: Outcome, cost: int) -> dict[str, Any]:
    result: dict[str, Any] = {"contact_id": one.contact_id, "outcome": one.result, "cost": 0}
    if one.result == "enrolled":
        result["cost"] = cost
    if one.attempt:
        result["enrollment_id"] = EnrollmentKey(command.partner.id, terms.course_id, one.contact_id, one.attempt).id
    return result
