"""How often a request waits for AWS, in a time of its own: each call takes one, so calls made together count once.

Not measured but reckoned, and so the same on every machine: a thread that asks for something in another thread lends it
its time, and takes the later of both when it has the result.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.client import BaseClient


@dataclass
class Clock:
    """The time of one thread: how many calls it has waited for."""

    at: int = 0


@dataclass
class Waits:
    """The calls of one request: service, operation, and after how many waits each was answered."""

    calls: list[tuple[str, str, int]] = field(default_factory=list)
    lock: Any = field(default_factory=threading.Lock)

    @property
    def in_a_row(self) -> int:
        return max((at for *_, at in self.calls), default=0)


_CLOCK: ContextVar[Clock] = ContextVar("clock")


@contextmanager
def waiting() -> Iterator[Callable[[], Waits]]:
    """Reckons waits while it lasts; what is yielded begins anew with each call."""
    now = [Waits()]

    def begin() -> Waits:
        now[0] = Waits()
        _CLOCK.set(Clock())
        return now[0]

    def call(client: Any, operation: str, request: Any) -> Any:
        if getattr(client, "is_meter", False):
            return original(client, operation, request)
        clock, waits = _CLOCK.get(None) or Clock(), now[0]
        try:
            return original(client, operation, request)
        finally:
            clock.at += 1
            with waits.lock:
                waits.calls.append((client.meta.service_model.service_name, operation, clock.at))

    original = BaseClient._make_api_call
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseClient, "_make_api_call", call)
        patch.setattr(ThreadPoolExecutor, "submit", _submit(ThreadPoolExecutor.submit))
        patch.setattr(ThreadPoolExecutor, "shutdown", _shutdown(ThreadPoolExecutor.shutdown))
        patch.setattr(Future, "result", _result(Future.result))
        yield begin


def _submit(original: Any) -> Any:
    def submit(pool: Any, work: Any, /, *args: Any, **kwargs: Any) -> Any:
        parent = _CLOCK.get(None)
        if parent is None:
            return original(pool, work, *args, **kwargs)
        given = pool.__dict__.setdefault("given", [])
        clock, former = Clock(parent.at), given[-pool._max_workers :][0] if len(given) >= pool._max_workers else None

        def run() -> Any:
            if former:  # as many as may work do: it begins when an earlier one has ended
                former[1].wait()
                clock.at = max(clock.at, former[0].at)
            _CLOCK.set(clock)
            try:
                return work(*args, **kwargs)
            finally:
                done.set()

        done = threading.Event()
        given.append((clock, done))
        future = original(pool, copy_context().run, run)
        future.clock = clock
        return future

    return submit


def _result(original: Any) -> Any:
    def result(future: Any, timeout: float | None = None) -> Any:
        try:
            return original(future, timeout)
        finally:
            _catch_up(getattr(future, "clock", None))

    return result


def _shutdown(original: Any) -> Any:
    def shutdown(pool: Any, wait: bool = True, **more: Any) -> None:
        original(pool, wait, **more)
        for clock, _ in pool.__dict__.get("given", ()) if wait else ():
            _catch_up(clock)

    return shutdown


def _catch_up(clock: Clock | None) -> None:
    mine = _CLOCK.get(None)
    if mine and clock:
        mine.at = max(mine.at, clock.at)
