"""The player of schedules for each file, and whether some hundreds are played or all of `make test-faults`.

A failing schedule tells how to see it again; `FAULT_SEED` plays that one alone and prints its story.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from typing import Any

import pytest

from functions.enroll import plan
from tests.faults.invariants import check_all
from tests.faults.play import Played, Player, Schedule, told
from tests.faults.scheduler import Choice, simulated
from tests.faults.wire import wired

EVERYTHING = bool(os.environ.get("PORTICO_ALL_FAULTS"))
"""Whether this is `make test-faults`."""
SEED = os.environ.get("FAULT_SEED")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With a seed, only what plays that seed."""
    if SEED:
        items[:] = [item for item in items if item.path.name == "test_schedules.py"]


@pytest.fixture(scope="module")
def player() -> Iterator[Player]:
    """Plays schedules in this process; nothing is logged, nothing is waited for.

    A part of a batch has three writes instead of 97, so that a batch of four people already has two parts.
    """
    logging.disable(logging.CRITICAL)
    try:
        with wired() as wire, simulated(), pytest.MonkeyPatch.context() as patch:
            patch.setattr(plan, "MOST_AT_ONCE", 3)
            yield Player(wire)
    finally:
        logging.disable(logging.NOTSET)


@pytest.fixture
def playing(player: Player) -> Player:
    """The same, with a schedule that a former test left behind forgotten."""
    player.wire.scheduler = None
    return player


def judge(
    player: Player, schedule: Schedule, choice: Choice, rng: Any, again: str, *, own_proof: bool = True
) -> Played:
    """Play a schedule and check every invariant; a failure tells the whole story and how to see it `again`."""
    played: Played | None = None
    try:
        played = player.play(schedule, choice, rng)
        check_all(played, own_proof=own_proof)
    except Exception as error:
        story = told(played) if played else "\n".join(player.trace)
        note = f"\n{schedule}\n\n{story}\n\nagain: {again}"
        raise AssertionError(f"{type(error).__name__}: {error}{note}") from error
    return played
