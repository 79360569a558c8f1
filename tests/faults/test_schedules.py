"""Two to four commands on one wallet, interleaved at every call, one or two faults each, drawn from seeds.

`make test-faults` plays 10,000 and more; `make test` the first few hundreds. What is checked: `invariants`.
"""

from __future__ import annotations

import os

import pytest

from tests.faults.conftest import EVERYTHING, SEED, judge
from tests.faults.play import Player, Schedule, told
from tests.faults.scheduler import Choice

FIRST = int(os.environ.get("FAULT_FIRST", "0"))
"""The first seed: another one tries schedules that nobody has tried."""
SCHEDULES = int(os.environ.get("FAULT_SCHEDULES", "12000" if EVERYTHING else "320"))
PIECE = 40


@pytest.mark.criterion("X-02", "X-06", "C-18", "C-25")
@pytest.mark.parametrize("start", [int(SEED)] if SEED else range(FIRST, FIRST + SCHEDULES, PIECE))
def test_whatever_fails_in_whatever_order_the_money_is_right(playing: Player, start: int) -> None:
    for seed in range(start, start + (1 if SEED else PIECE)):
        schedule, rng = Schedule.of(seed)
        played = judge(playing, schedule, Choice(rng), rng, f"make test-faults FAULT_SEED={seed}")
        if SEED:
            print(f"\n{schedule}\n\n{told(played)}")
