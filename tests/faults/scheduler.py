"""A deterministic scheduler: actors in threads of their own, of which exactly one runs, from call to call.

An actor stops before each AWS call and whenever it says so; who goes on is chosen by a `Choice`: drawn from a seed, or
walked through so that every order comes once. Sleeping only puts the sleeper's own clock forward (whoever sleeps may be
overtaken at its next call, which is all that time could do), pools of threads work on the spot.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import Any

import pytest

from shared import clock

STUCK = 300
"""Seconds after which a schedule that does not move is a failure."""
_here = threading.local()


class ProcessDied(BaseException):
    """The process is gone: nothing after this line happens. No code of the product may catch it."""


class Abandoned(BaseException):
    """The schedule is over for another reason: whoever still waits in it ends, and never meets a later one."""


class Choice:
    """Whom of `options` to let go on; this one draws from a seed."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def of(self, options: int) -> int:
        return self._rng.randrange(options)


class Walk(Choice):
    """Every order once: follow a prefix, then always the first; `next_prefix` leads to the next order."""

    def __init__(self, prefix: list[int]) -> None:
        self._prefix = prefix
        self.taken: list[tuple[int, int]] = []

    def of(self, options: int) -> int:
        at = len(self.taken)
        choice = self._prefix[at] if at < len(self._prefix) else 0
        self.taken.append((choice, options))
        return choice

    def next_prefix(self) -> list[int] | None:
        """The prefix of the next order, depth first; None when this was the last."""
        taken = list(self.taken)
        while taken:
            choice, options = taken.pop()
            if choice + 1 < options:
                return [chosen for chosen, _ in taken] + [choice + 1]
        return None


@dataclass
class Actor:
    """Somebody who does something, call by call; `skew` is how far their clock is off, `slept` seconds of sleep."""

    name: str
    act: Callable[[], None]
    skew: timedelta = timedelta()
    slept: float = 0.0
    calls: int = 0
    done: bool = False
    error: BaseException | None = None
    scheduler: Scheduler | None = None
    go: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))


class Scheduler:
    """Runs actors to their ends, one step at a time."""

    def __init__(self, choice: Choice) -> None:
        self._choice = choice
        self._back = threading.Semaphore(0)
        self._late: list[tuple[str, Callable[[], None]]] = []
        self._over = False
        self.trace: list[str] = []

    def run(self, actors: list[Actor]) -> None:
        """Raises: the first error that an actor ended with; then the others end too."""
        threads: list[threading.Thread] = []
        try:
            for actor in actors:
                body = threading.Thread(target=self._body, args=(actor,), name=f"actor {actor.name}", daemon=True)
                threads.append(body)
                body.start()
                self._resume(actor)
            self._take_turns(actors)
        finally:
            self._over = True
            for actor in actors:
                actor.go.release()
            for thread in threads:
                thread.join(STUCK)

    def _take_turns(self, actors: list[Actor]) -> None:
        while True:
            ready = [actor for actor in actors if not actor.done]
            if not ready and not self._late:
                return
            chosen = self._choice.of(len(ready) + len(self._late)) if len(ready) + len(self._late) > 1 else 0
            if chosen < len(ready):
                self._resume(ready[chosen])
            else:
                name, happen = self._late.pop(chosen - len(ready))
                self.trace.append(f"late: {name}")
                happen()

    def wait(self) -> None:
        """Called by an actor: let others go on before me."""
        actor = current()
        if actor is None:
            return
        if actor.scheduler is not self or self._over:
            raise Abandoned
        self._back.release()
        actor.go.acquire()
        if self._over:
            raise Abandoned

    def later(self, name: str, happen: Callable[[], None]) -> None:
        """Something on its way through the network that arrives at any later moment."""
        self._late.append((name, happen))

    def note(self, line: str) -> None:
        """Add a line to the trace of this schedule."""
        actor = current()
        self.trace.append(f"{actor.name}: {line}" if actor else line)

    def _resume(self, actor: Actor) -> None:
        actor.go.release()
        if not self._back.acquire(timeout=STUCK):
            raise AssertionError(f"{actor.name} does not come back:\n" + "\n".join(self.trace))
        if actor.error:
            raise actor.error

    def _body(self, actor: Actor) -> None:
        _here.actor = actor
        actor.scheduler = self
        actor.go.acquire()
        try:
            actor.act()
        except BaseException as error:
            actor.error = error
        actor.done = True
        self._back.release()


def current() -> Actor | None:
    """The actor whose thread this is."""
    return getattr(_here, "actor", None)


class _OnTheSpot:
    """What a pool of threads does, done by the one that asks."""

    @staticmethod
    def submit(_: Executor, work: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(work(*arguments, **named))
        except Exception as error:
            future.set_exception(error)
        return future


@contextmanager
def simulated() -> Iterator[None]:
    """Sleeping only moves one's own clock, pools work on the spot, and every actor reads its own clock."""
    real_sleep, real_monotonic = time.sleep, time.monotonic
    nobody = Actor("nobody", lambda: None)
    ours = threading.current_thread()

    def me() -> Actor | None:
        return current() or (nobody if threading.current_thread() is ours else None)

    def sleep(seconds: float) -> None:
        if actor := me():
            actor.slept += seconds
        else:
            real_sleep(seconds)

    def monotonic() -> float:
        actor = me()
        return real_monotonic() + (actor.slept if actor else 0)

    class Now(datetime):
        """The product's clock, whoever imported what of it."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Now:
            actor = me()
            return super().now(tz) + (actor.skew + timedelta(seconds=actor.slept) if actor else timedelta())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "sleep", sleep)
        patch.setattr(time, "monotonic", monotonic)
        patch.setattr(clock, "datetime", Now)
        patch.setattr(ThreadPoolExecutor, "submit", _OnTheSpot.submit)
        yield
