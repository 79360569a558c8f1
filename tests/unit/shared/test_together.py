"""Calls at the same time: all are over at the end, whatever becomes of one, and those that wait for others get on."""

from __future__ import annotations

from threading import Barrier, Event

import pytest

from shared.together import Together


def test_calls_run_at_the_same_time() -> None:
    meeting = Barrier(3, timeout=10)

    with Together() as beside:
        met = [beside.submit(meeting.wait) for _ in range(2)]
        meeting.wait()

    assert all(one.done() for one in met)


def test_all_are_over_at_the_end_and_what_one_raised_is_told() -> None:
    go, done = Event(), Event()

    def later() -> None:
        go.wait(10)
        done.set()

    with Together() as beside:
        beside.submit(later)
        failed = beside.submit(lambda: {}["its"])
        go.set()

    assert done.is_set()
    with pytest.raises(KeyError, match="its"):
        failed.result()


def test_calls_that_wait_for_calls_are_not_starved() -> None:
    def nested(depth: int) -> int:
        if not depth:
            return 1
        with Together() as inner:
            return sum(one.result(10) for one in [inner.submit(nested, depth - 1) for _ in range(2)])

    assert nested(6) == 64
