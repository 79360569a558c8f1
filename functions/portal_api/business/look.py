"""How a portal is looked into: what somebody may turn out to see is read while it is read what they do see.

What is read ahead and turns out to be withheld is thrown away unseen; what was read for another question is read again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from functions.portal_api.business.standing import Standing, Visitor, guesses, reach
from functions.portal_api.modules.module import Found, Module, Reach, Record
from functions.portal_api.modules.registry import MODULES
from functions.portal_api.modules.sight import Sight
from shared.dynamo import AT_ONCE
from shared.problems import Problem
from shared.together import Together

Question = TypeVar("Question")
Told = TypeVar("Told")


class Door(Protocol):
    """Where somebody comes in: who they are there, and what opens it in one wait."""

    @property
    def standing(self) -> Standing: ...

    def open(self) -> Visitor:
        """Read what counts for them now. Raises: Problem `not-found`, `partner-closed`."""
        ...


@dataclass(frozen=True)
class Seen(Generic[Told]):
    """What was found of one module, for whom, and what they see of it."""

    visitor: Visitor
    sight: Sight
    reach: Reach
    found: Told


def look(
    door: Door,
    module: Module,
    asking: Callable[[Sight], Question],
    reading: Callable[[Reach, Question], Told],
) -> Seen[Told]:
    """Open, and read meanwhile.

    Args: `asking`, the question as a sight lets it be asked; `reading`, what answers it for a reach.
    Raises: Problem `not-found` where the module is not there, and what asking and reading raise.
    """
    with Together() as pool:
        opening = pool.submit(door.open)
        early = [
            (guess, question, pool.submit(reading, reach(door.standing, guess), question))
            for guess in guesses(door.standing, module)
            if (question := _allowed(asking, guess)) is not None
        ]
        visitor = opening.result()
    sight = visitor.sight(module).seen()
    reached, question = reach(visitor.standing, sight), asking(sight)
    for guess, guessed, answer in early:
        if reach(visitor.standing, guess) == reached and guessed == question:
            return Seen(visitor, sight, reached, answer.result())
    return Seen(visitor, sight, reached, reading(reached, question))


def look_round(
    door: Door, reading: Callable[[Module, Reach], Found], showing: Callable[[Seen[Found]], Told]
) -> tuple[Visitor, list[Told]]:
    """Open, and read meanwhile of every module; then show each that is there, in the order of the menu.

    What one module needs beside its records does not wait for the records of another.
    """
    early: dict[tuple[str, Reach], Future[Found]] = {}

    def shown(visitor: Visitor, sight: Sight) -> Told:
        reached = reach(visitor.standing, sight)
        answer = early.get((sight.module.name, reached))
        found = answer.result() if answer else reading(sight.module, reached)
        return showing(Seen(visitor, sight, reached, found))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        opening = pool.submit(door.open)
        for module in MODULES:
            for guess in guesses(door.standing, module):
                reached = reach(door.standing, guess)
                early[module.name, reached] = pool.submit(reading, module, reached)
        visitor = opening.result()
        showings = [pool.submit(shown, visitor, sight) for sight in visitor.menu()]
        return visitor, [one.result() for one in showings]


def named(module: Module, reached: Reach, records: Sequence[Record]) -> list[Record]:
    """The records with what their references are called."""
    return module.named(reached, records) if module.named and records else list(records)


def _allowed(asking: Callable[[Sight], Question], guess: Sight) -> Question | None:
    try:
        return asking(guess)
    except Problem:
        return None
