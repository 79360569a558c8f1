"""Enrol many people into one course: all of them or none, or as many as the credits pay for.

*All or nothing* is one transaction, so it takes what one holds. *Partial* is placed in parts, each with a
receipt of its own; a repetition after a crash finds the parts that are done and goes on behind them, in the same
batch and at the same price. Once a part was accepted every later one leaves a receipt too, so that the answer stays
the same for ever.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from functions.enroll.answers import batch_answer, result_of
from functions.enroll.place import Blocked, place
from functions.enroll.placed import Placed
from functions.enroll.plan import MOST_AT_ONCE, Mode, Part, Standing, fits_at_once, next_part, whole
from functions.enroll.refuse import twin_or_refuse
from functions.enroll.standing import Terms, survey
from functions.wallet.movement import Short, say_refused
from functions.wallet.receipt import Command, receipt, twin
from functions.wallet.wallet import Wallet
from shared.commit import Refused, commit
from shared.problems import Problem


def enroll_batch(command: Command, terms: Terms, mode: Mode) -> tuple[dict[str, Any], bool]:
    """Enrol the contacts of the terms.

    Returns: the answer, and whether all of it is the first answer of an earlier request.
    Raises: Problem `not-found`, `price-changed`, `course-archived`, `partner-suspended`,
    `idempotency-key-reused`, `busy`; all or nothing also `batch-too-large`, `batch-refused` (results),
    `insufficient-credits`.
    """
    enroll = _all_or_nothing if mode == "all_or_nothing" else _partial
    try:
        parts = enroll(command, terms)
    except (Problem, Short) as refusal:
        twin_or_refuse(command, terms, refusal)
        parts = enroll(command, terms)  # a twin was accepted meanwhile: its receipt answers now
    return batch_answer(command, terms, parts), all(part.replayed for part in parts)


def _all_or_nothing(command: Command, terms: Terms) -> list[Placed]:
    scene = survey(command, terms, attempts=True)
    if scene.receipt:
        return [Placed.of(command, scene.receipt, terms.contact_ids)]
    cost = scene.price(terms)

    def plan(people: list[Standing], _: Wallet) -> Part:
        part = whole(people)
        if len(part.seats) < len(people):
            results = [result_of(command, terms, one, 0) for one in part.outcomes if one.result != "enrolled"]
            raise Problem("batch-refused", results=results)
        if not fits_at_once(people):
            raise Problem("batch-too-large", limit=MOST_AT_ONCE)
        return part

    return [place(command, terms, cost, scene.people, scene.wallet, plan)]


def _partial(command: Command, terms: Terms) -> list[Placed]:
    scene = survey(command, terms, attempts=True)
    parts = [Placed.of(command, scene.receipt, terms.contact_ids)] if scene.receipt else []
    cost = parts[0].cost if parts else scene.price(terms)
    wallet = scene.wallet
    while (start := parts[-1].part.upto if parts else 0) < len(scene.people):
        if parts:  # the first part, whoever placed it, says which batch this is and at what price
            terms, cost = replace(terms, batch_id=parts[0].batch_id), parts[0].cost
        if parts and parts[-1].replayed and (done := twin(command, start)):
            parts.append(Placed.of(command, done, terms.contact_ids, start))
            continue
        parts.append(_next(command, terms, cost, scene.people, wallet, start))
        wallet = parts[-1].wallet or wallet
    return parts


def _next(command: Command, terms: Terms, cost: int, people: list[Standing], wallet: Wallet, start: int) -> Placed:
    def plan(now: list[Standing], purse: Wallet) -> Part:
        return next_part(now, start, cost, purse.available)

    try:
        return place(command, terms, cost, people, wallet, plan)
    except Blocked as blocked:
        return _nobody(command, terms, cost, blocked)


def _nobody(command: Command, terms: Terms, cost: int, blocked: Blocked) -> Placed:
    """A part in which nobody was placed: told if credits were why, and kept if the batch was accepted before."""
    part, balance = blocked.part, blocked.wallet.balance
    if found := twin(command, part.start):
        return Placed.of(command, found, terms.contact_ids, part.start)
    if part.short:
        say_refused(blocked.wallet, cost, terms.course_id, command.at)
    batch_id = terms.batch_id if part.start else None
    placed = Placed(part, cost, command.at, balance, None, batch_id, blocked.wallet)
    if part.start:
        try:
            commit([receipt(command, placed.kept(), part.start)])
        except Refused as refused:
            _, stood = refused.first
            return Placed.of(command, stood or {}, terms.contact_ids, part.start)
    return placed
