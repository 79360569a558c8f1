"""Who of a list of people gets a place in the next write, decided without I/O.

A transaction holds 100 writes: receipt, wallet and entry are three, every person one, and one more for who was
here before (a check that the former attempt is over). A list that does not fit is placed in parts, each with a
receipt of its own that says how far it reaches.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from shared.commit import ITEMS_A_TRANSACTION

Mode = Literal["all_or_nothing", "partial"]
Known = Literal["new", "active", "unknown"]
Result = Literal["enrolled", "already_enrolled", "unknown_contact", "insufficient_credits"]
OTHER_WRITES = 3
MOST_AT_ONCE = ITEMS_A_TRANSACTION - OTHER_WRITES
"""People that one transaction can hold: 97."""


@dataclass(frozen=True)
class Standing:
    """How one person stands with the course: `attempt` is the active one, or the one that would be made."""

    contact_id: str
    known: Known = "new"
    attempt: int = 1

    @property
    def writes(self) -> int:
        """Writes that enrolling takes: the enrollment, and for another attempt a look at the former."""
        return 1 if self.attempt == 1 else 2


@dataclass(frozen=True)
class Outcome:
    """What becomes, or became, of one person of the list."""

    contact_id: str
    result: Result
    attempt: int | None = None


@dataclass(frozen=True)
class Part:
    """The next part of a list: people from `start` up to (not with) `upto`, their outcomes in order.

    `short` says that credits ran out in it; then it reaches to the end of the list.
    """

    start: int
    upto: int
    outcomes: tuple[Outcome, ...]
    seats: tuple[Standing, ...]
    short: bool = False


def whole(people: Sequence[Standing]) -> Part:
    """All of them at once, or none: what everybody's outcome is if the money suffices."""
    outcomes = tuple(_outcome(one) for one in people)
    return Part(0, len(people), outcomes, tuple(one for one in people if one.known == "new"))


def next_part(people: Sequence[Standing], start: int, cost: int, available: int) -> Part:
    """As many as one transaction holds and the credits pay for, from `start` on.

    Those who need no place (already enrolled, unknown) ride along. Once somebody cannot be paid for, nobody
    after can: all have the same price, and the part then reaches to the end.
    """
    outcomes: list[Outcome] = []
    seats: list[Standing] = []
    room, left, short = MOST_AT_ONCE, available, False
    for one in people[start:]:
        if one.known == "new":
            if short or left < cost:
                short = True
                outcomes.append(Outcome(one.contact_id, "insufficient_credits"))
                continue
            if room < one.writes:
                break
            room, left = room - one.writes, left - cost
            seats.append(one)
        outcomes.append(_outcome(one))
    return Part(start, start + len(outcomes), tuple(outcomes), tuple(seats), short)


def fits_at_once(people: Sequence[Standing]) -> bool:
    """Whether one transaction can enrol them all."""
    return sum(one.writes for one in people if one.known == "new") <= MOST_AT_ONCE


def revised(people: Sequence[Standing], news: dict[str, Standing]) -> list[Standing]:
    """The list with what was learned meanwhile."""
    return [news.get(one.contact_id, one) for one in people]


def affordable(part: Part, cost: int, available: int) -> Part:
    """The same people, as many of them enrolled, in order, as the credits pay for."""
    outcomes: list[Outcome] = []
    left = available
    for one in part.outcomes:
        if one.result == "enrolled":
            left -= cost
            one = one if left >= 0 else Outcome(one.contact_id, "insufficient_credits")
        outcomes.append(one)
    return replace(part, outcomes=tuple(outcomes), short=left < 0)


def _outcome(one: Standing) -> Outcome:
    if one.known == "unknown":
        return Outcome(one.contact_id, "unknown_contact")
    return Outcome(one.contact_id, "already_enrolled" if one.known == "active" else "enrolled", one.attempt)
