"""How long a turn is believed to take: learned from turns, hardly from one that was held up."""

from __future__ import annotations

import pytest

from functions.wallet.pace import LONGEST, SHORTEST, Pace


def test_turns_that_take_as_long_are_what_it_comes_to() -> None:
    pace = Pace()
    for _ in range(12):
        pace.took(0.012)
    assert pace.rounded == 12


def test_one_turn_that_was_held_up_says_little_of_the_next() -> None:
    pace = Pace()
    before = pace.length
    pace.took(2.0)
    assert before < pace.length <= 1.2 * before
    for _ in range(60):
        pace.took(2.0)
    assert pace.rounded == LONGEST, "turns that all take so long are believed in the end"


def test_turns_of_which_some_are_held_up_come_to_what_the_others_take() -> None:
    pace = Pace()
    known = []
    for number in range(100):
        pace.took(0.060 if number % 5 == 0 else 0.012)
        known.append(pace.length)
    assert min(known[50:]) >= 12 and max(known[50:]) <= 16


def test_a_turn_is_never_shorter_than_can_be() -> None:
    pace = Pace()
    for _ in range(40):
        pace.took(0.0)
    assert pace.rounded == SHORTEST


@pytest.mark.parametrize("length", [5.0, 290.0])
def test_who_met_others_gives_turns_more_room(length: float) -> None:
    pace = Pace()
    pace.length = length
    pace.too_short()
    assert length < pace.length <= LONGEST
