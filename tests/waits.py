"""How often a request waits for AWS, in a time of its own: each call takes one, so calls made together count once.

Not measured but reckoned, and so the same on every machine: a thread that asks for something in another thread lends it
its time, and takes the later of both when it has the result. A pool's threads may serve many requests: a clock belongs
to one of them, and tells the others nothing. A thread without one, such as that of a stack's DNS, serves no request
that is reckoned here.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.client import BaseClient


@dataclass
class Waits:
    """The calls of one request: service, operation, and after how many waits each was answered.

    `items` is how many items DynamoDB's queries and batches brought, `given` what each pool was asked to do, in order.
    """

    calls: list[tuple[str, str, int]] = field(default_factory=list)
    items: int = 0
    given: dict[ThreadPoolExecutor, list[Any]] = field(default_factory=lambda: defaultdict(list), repr=False)
    lock: Any = field(default_factory=threading.Lock, repr=False)

    @property
    def in_a_row(self) -> int:
        return max((at for *_, at in self.calls), default=0)


@dataclass
class Clock:
    """The time of one thread in one request: how many calls it has waited for."""

    of: Waits
    at: int = 0


_CLOCK: ContextVar[Clock | None] = ContextVar("clock", default=None)


@contextmanager
def waiting(service: str | None = None) -> Iterator[Callable[[], Waits]]:
    """Reckons waits for a service, or for all, while it lasts; what is yielded begins anew with each call."""

    def begin() -> Waits:
        waits = Waits()
        _CLOCK.set(Clock(waits))
        return waits

    def call(client: Any, operation: str, request: Any) -> Any:
        asked = client.meta.service_model.service_name
        clock, answer = _CLOCK.get(), {}
        if clock is None or getattr(client, "is_meter", False) or service not in (None, asked):
            return original(client, operation, request)
        try:
            answer = original(client, operation, request)
            return answer
        finally:
            clock.at += 1
            with clock.of.lock:
                clock.of.calls.append((asked, operation, clock.at))
                clock.of.items += _items(operation, answer)

    original = BaseClient._make_api_call
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseClient, "_make_api_call", call)
        patch.setattr(ThreadPoolExecutor, "submit", _submit(ThreadPoolExecutor.submit))
        patch.setattr(ThreadPoolExecutor, "shutdown", _shutdown(ThreadPoolExecutor.shutdown))
        patch.setattr(Future, "result", _result(Future.result))
        patch.setattr("shared.together.wait", _wait(wait))
        try:
            yield begin
        finally:
            _CLOCK.set(None)


@contextmanager
def waits_for(service: str) -> Iterator[Waits]:
    """The waits for a service of what is asked while it lasts, and of nothing that comes after."""
    with waiting(service) as begin:
        yield begin()


def _items(operation: str, answer: dict[str, Any]) -> int:
    found = answer.get("Responses", {}).values() if operation == "BatchGetItem" else [answer.get("Items", ())]
    return sum(map(len, found))


def _submit(original: Any) -> Any:
    def submit(pool: Any, work: Any, /, *args: Any, **kwargs: Any) -> Any:
        parent = _CLOCK.get()
        if parent is None:
            return original(pool, work, *args, **kwargs)
        clock = Clock(parent.of, parent.at)

        def run() -> Any:
            if former:  # as many as may work do: it begins when an earlier one has ended
                wait(former)
                clock.at = max(clock.at, former[0].clock.at)
            _CLOCK.set(clock)
            return work(*args, **kwargs)

        with clock.of.lock:
            given = clock.of.given[pool]
            former = given[-pool._max_workers :][:1] if len(given) >= pool._max_workers else []
            future = original(pool, copy_context().run, run)
            future.clock = clock
            given.append(future)
        return future

    return submit


def _result(original: Any) -> Any:
    def result(future: Any, timeout: float | None = None) -> Any:
        try:
            return original(future, timeout)
        finally:
            _catch_up([future])

    return result


def _wait(original: Any) -> Any:
    """Of the product's own threads: whoever ends a `with Together()` has waited for all it asked, read or not."""

    def wait_for(futures: Collection[Any]) -> Any:
        ended = original(futures)
        _catch_up(futures)
        return ended

    return wait_for


def _shutdown(original: Any) -> Any:
    def shutdown(pool: Any, wait: bool = True, **more: Any) -> None:
        original(pool, wait, **more)
        mine = _CLOCK.get()
        if mine and wait:
            _catch_up(mine.of.given.get(pool, ()))

    return shutdown


def _catch_up(futures: Collection[Any]) -> None:
    """Whoever waited for these goes on at the latest of their times, where it is a time of the same request."""
    mine = _CLOCK.get()
    for future in futures if mine else ():
        clock = getattr(future, "clock", None)
        if mine and clock and clock.of is mine.of:
            mine.at = max(mine.at, clock.at)
