"""One request weighed: its waits and calls, what DynamoDB takes for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from shared import dynamo
from tests.meter import Meter
from tests.waits import Waits, waiting

Weighed = dict[str, Any]


class Scales:
    """Weighs what is asked at the doors of this process."""

    def __init__(self, meter: Meter, begin: Callable[[], Waits]) -> None:
        self._meter, self._begin = meter, begin

    def weigh(self, ask: Callable[[], httpx.Response]) -> tuple[Weighed, httpx.Response]:
        """What the request takes, with its answer."""
        self._meter.reset()
        waits = self._begin()
        with self._meter:
            answer = ask()
        used = self._meter.used
        calls = [operation for service, operation, _ in waits.calls if service == "dynamodb"]
        others = [f"{service} {operation}" for service, operation, _ in waits.calls if service != "dynamodb"]
        weighed = {"waits": waits.in_a_row, "calls": len(calls), "reads": used.reads, "writes": used.writes}
        weighed |= {"index_writes": used.index_writes} | ({"others": sorted(others)} if others else {})
        weighed["touched"] = f"{_words(self._meter.read)} ¦ {_words(self._meter.written)}"
        return weighed, answer


def _words(counted: Counter[str]) -> str:
    """As in `infra/capacity/least.txt`, in the order of the alphabet."""
    return " ".join(word if number == 1 else f"{number}*{word}" for word, number in sorted(counted.items()))


@contextmanager
def scales() -> Iterator[Scales]:
    """Scales for the client of DynamoDB that this process has now."""
    with waiting() as begin:
        yield Scales(Meter(dynamo.client()), begin)
