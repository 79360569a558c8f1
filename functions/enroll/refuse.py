"""The last look before a refusal, and what is said when it stands."""

from __future__ import annotations

from functions.enroll.standing import Terms
from functions.wallet.movement import Short, disperse, say_refused
from functions.wallet.receipt import Command, twin
from shared.dynamo import Item
from shared.problems import Problem

NOT_A_REFUSAL = frozenset({"busy", "idempotency-key-reused"})


def twin_or_refuse(command: Command, terms: Terms, refusal: Problem | Short) -> Item:
    """The receipt of a twin of this request that was accepted meanwhile, else the refusal.

    For lack of credits the platform and the partner are told, once an episode.
    Raises: Problem.
    """
    if isinstance(refusal, Problem) and refusal.code in NOT_A_REFUSAL:
        raise refusal
    if isinstance(refusal, Short) and terms.batch_id is None:
        disperse(refusal.wallet)  # whoever was asked to pay for it has done so by now, or never will
    if found := twin(command):
        return found
    if isinstance(refusal, Problem):
        raise refusal
    say_refused(refusal.wallet, refusal.required, terms.course_id, command.at)
    raise Problem("insufficient-credits", required=refusal.required, available=refusal.wallet.available)
