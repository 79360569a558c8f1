"""Enrol one person: the credits go out exactly when the person becomes a participant, once."""

from __future__ import annotations

from typing import Any

from functions.enroll.answers import contact_answer
from functions.enroll.place import Blocked, place
from functions.enroll.placed import Placed
from functions.enroll.plan import whole
from functions.enroll.refuse import twin_or_refuse
from functions.enroll.standing import Terms, survey
from functions.wallet.movement import Short
from functions.wallet.receipt import Command
from shared.ids import EnrollmentKey
from shared.problems import Problem


def enroll_contact(command: Command, terms: Terms) -> tuple[dict[str, Any], bool]:
    """Enrol the one contact of the terms.

    Returns: the answer, and whether it is the first answer of an earlier request.
    Raises: Problem `not-found` (contact, course or organization not the partner's), `price-changed`,
    `course-archived`, `partner-suspended`, `already-enrolled`, `insufficient-credits`,
    `idempotency-key-reused`, `busy`.
    """
    try:
        placed = _enroll(command, terms)
    except (Problem, Short) as refusal:
        placed = Placed.of(command, twin_or_refuse(command, terms, refusal), terms.contact_ids)
    return contact_answer(command, terms, placed), placed.replayed


def _enroll(command: Command, terms: Terms) -> Placed:
    scene = survey(command, terms, attempts=False)
    if scene.receipt:
        return Placed.of(command, scene.receipt, terms.contact_ids)
    cost = scene.price(terms)
    if scene.people[0].known == "unknown":
        raise Problem("not-found")
    try:
        return place(command, terms, cost, scene.people, scene.wallet, lambda people, _: whole(people))
    except Blocked as blocked:
        attempt = blocked.part.outcomes[0].attempt or 1
        key = EnrollmentKey(command.partner.id, terms.course_id, terms.contact_ids[0], attempt)
        raise Problem("already-enrolled", enrollment_id=key.id) from None
