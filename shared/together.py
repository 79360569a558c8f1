"""Several waits of one request at the same time, on threads that stay: starting one costs as much as a small read."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import cache
from typing import ParamSpec, Self, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
_MOST = 500
"""Far more than one request ever asks for, those that wait for others included: nobody waits for a thread."""


class Together:
    """`with Together() as beside: answer = beside.submit(call, argument)`; at its end all of them are over.

    For a handful of calls; a long list goes through a pool of its own that is as wide as the client's connections.
    """

    def __init__(self) -> None:
        self._asked: list[Future[object]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        wait(self._asked)

    def submit(self, call: Callable[P, T], *args: P.args, **more: P.kwargs) -> Future[T]:
        """Begin this call; its result, or what it raised, is that of the future."""
        future = _threads().submit(call, *args, **more)
        self._asked.append(future)  # type: ignore[arg-type]
        return future


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_MOST, "together")
