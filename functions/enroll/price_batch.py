"""What a batch would cost and who would be enrolled, before it is done; writes nothing and alerts nobody."""

from __future__ import annotations

from typing import Any

from functions.enroll.answers import balance_of, result_of
from functions.enroll.plan import MOST_AT_ONCE, Mode, affordable, fits_at_once, whole
from functions.enroll.standing import Terms, survey
from functions.wallet.receipt import Command
from shared.problems import Problem


def price_batch(command: Command, terms: Terms, mode: Mode) -> dict[str, Any]:
    """The batch as it would go now.

    Returns: the answer of a batch, with `required`, the price of all who could be enrolled, and `refusal`, the
    code with which *all or nothing* would be refused (None: it would not); then nothing would be deducted.
    Raises: Problem `not-found`, `price-changed`, `course-archived`, `course-not-published`, `whitelabel-only`,
    `batch-too-large`.
    """
    scene = survey(command, terms, attempts=True)
    cost = scene.price(terms)
    everybody, available = whole(scene.people), scene.wallet.available
    required = cost * len(everybody.seats)
    part, refusal = everybody, None
    if mode == "all_or_nothing":
        if not fits_at_once(scene.people):
            raise Problem("batch-too-large", limit=MOST_AT_ONCE)
        if len(everybody.seats) < len(scene.people):
            refusal = "batch-refused"
        elif required > available:
            part, refusal = affordable(everybody, cost, 0), "insufficient-credits"
    elif cost:
        part = affordable(everybody, cost, available)
    results = [result_of(command, terms, one, cost) for one in part.outcomes]
    charged = 0 if refusal else sum(result["cost"] for result in results)
    return {
        "cost": charged,
        "required": required,
        "refusal": refusal,
        "balance_before": balance_of(command.partner, scene.wallet.balance),
        "balance_after": balance_of(command.partner, scene.wallet.balance - charged),
        "results": [_foreseen(result) for result in results],
    }


def _foreseen(result: dict[str, Any]) -> dict[str, Any]:
    """A result before the fact: who would be enrolled has no enrollment yet."""
    return {name: value for name, value in result.items() if name != "enrollment_id" or result["outcome"] != "enrolled"}
