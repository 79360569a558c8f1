"""The line at a wallet that many want at once (`LINE#`, an item of its own, never in a transaction).

Its item says from when on nobody has taken a turn yet (`free_at`, milliseconds since 1970), how long the latest turn is
(`length`), and who waits together for the next one: `asks` holds what each of them asks for, so that whoever came first
can do it for all, `waiting` how many they are, `round` how often their asks were taken.

Nothing that is right or wrong depends on it: an ask may be lost, taken twice, or arrive when its sender has given up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from shared.commit import update_returning
from shared.dynamo import Item
from shared.keys import Key

FURTHEST = 16_000
"""Milliseconds ahead that a turn may lie, as long as a door can wait; a longer line was written by a wrong clock."""
MOST = 33
"""Who may wait together: as many as one transaction holds. Each ask is a quarter of a kilobyte, and each that comes is
charged for all that stand there: an item takes some 300 that come a second."""
LEFT = 3
"""Lengths of a turn after which a line that is full is believed to have been left by all."""
_NAME = re.compile(r"#\w+")


@dataclass(frozen=True)
class Group:
    """Those who wait for the turn that begins `at` and takes `length` milliseconds; `first` who goes for all."""

    round: int
    at: int
    length: int
    first: bool


def reserve(key: Key, at: int, length: int) -> int:
    """Take the next stretch of `length` of the line, behind all that were taken and not before `at`.

    One update, two when nobody was there before; after a lost answer a second stretch is taken and the first left
    unused. Returns: where the stretch ends.
    """
    behind = "SET #free_at = #free_at + :length, #length = :length", "#free_at BETWEEN :at AND :furthest"
    first = "SET #free_at = :end, #length = :length", f"attribute_not_exists(#free_at) OR NOT ({behind[1]})"
    bounds = {":at": at, ":furthest": at + FURTHEST, ":length": length}
    while True:
        for (expression, condition), more in ((behind, {}), (first, {":end": at + length})):
            done, stood = _change(key, expression, condition, bounds | more, "UPDATED_NEW")
            if done:
                return int(stood["free_at"])


def join(key: Key, me: str, ask: str, at: int, length: int, latest: int = 0) -> Group | None:
    """Wait with the others, or be the first to; one update, two at a wallet that nobody ever waited for.

    Args: `me`, a name for this ask; `ask`, what others need to do it; `at`, now; `length`, of a turn if none is known;
    `latest`, the last round that the wallet knows of: a line that is new, or behind it, goes on from there.
    Returns: None when they are too many; where none of these seems to be there any more, who comes goes ahead for
    them. Raises: Problem `busy` when the line can't be had.
    """
    told = ", #round = #round, #free_at = #free_at, #length = #length"  # as they are, to have them back
    values: Item = {":ask": ask, ":one": 1, ":most": MOST, ":latest": latest}
    too = f"SET #asks.#me = :ask, #waiting = #waiting + :one{told}"
    done, stood = _change(key, too, "#waiting < :most AND #round > :latest", values, "UPDATED_NEW", me=me)
    if not done and stood.get("round", 0) <= latest:
        known = "#free_at = if_not_exists(#free_at, :at), #length = if_not_exists(#length, :length)"
        first = f"SET #asks = :asks, #waiting = :one, #round = :next, {known}"
        values = {":asks": {me: ask}, ":one": 1, ":latest": latest, ":next": latest + 1, ":at": at, ":length": length}
        done, stood = _change(key, first, "attribute_not_exists(#round) OR #round <= :latest", values, "UPDATED_NEW")
    if not done and _is_left(stood, at):
        return Group(stood["round"], at, stood["length"], first=True)
    if not done:
        return None
    free_at = stood["free_at"] if at <= stood["free_at"] <= at + FURTHEST else at
    return Group(stood["round"], free_at, stood["length"], stood["waiting"] == 1)


def _is_left(stood: Item, at: int) -> bool:
    """Whether the turn of those who wait began long ago, or lies where only a wrong clock can have put it."""
    return "round" in stood and not at - LEFT * stood["length"] <= stood["free_at"] <= at + FURTHEST


def take(key: Key, group: Group, until: int, length: int) -> dict[str, Any] | None:
    """Have the asks of all who wait, by name, and the turn until then; None when somebody else has them."""
    expression = "SET #round = #round + :one, #asks = :nobody, #waiting = :none, #free_at = :until, #length = :length"
    values = {":round": group.round, ":one": 1, ":nobody": {}, ":none": 0, ":until": until, ":length": length}
    done, stood = _change(key, expression, "#round = :round", values, "ALL_OLD")
    return stood["asks"] if done else None


def _change(
    key: Key, expression: str, condition: str, values: Item, returned: str, me: str | None = None
) -> tuple[bool, Item]:
    """One update of the line. Returns: whether the condition held, and what is asked for, or the item as it stood."""
    spoken = set(_NAME.findall(f"{expression} {condition}")) - {"#me"}
    names = {name: name[1:] for name in spoken} | ({"#me": me} if me else {})
    return update_returning(key, expression, condition, returned, names=names, values=values)
