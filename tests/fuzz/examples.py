"""How many examples a fuzz test asks, and which: the same ones each time, unless another seed is named."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, seed, settings

T = TypeVar("T", bound=Callable[..., Any])
MORE = int(os.environ.get("PORTICO_EXAMPLES", "1"))
"""How many times as many examples as `make test` takes."""
SEED = os.environ.get("PORTICO_SEED")
"""None: the examples follow from the test itself, so that a run can be repeated without being told anything."""


def examples(number: int, **more: Any) -> settings:
    """Hypothesis' settings for so many examples (times `PORTICO_EXAMPLES`)."""
    return settings(
        max_examples=number * MORE,
        database=None,
        deadline=None,
        derandomize=SEED is None,
        suppress_health_check=list(HealthCheck),
        **more,
    )


def generated(number: int, **more: Any) -> settings:
    """The same without shrinking what failed: for what keeps state from one example to the next."""
    return examples(number, phases=[Phase.generate], **more)


def seeded(test: T) -> T:
    """The test with the seed that was named, if one was."""
    return seed(int(SEED))(test) if SEED else test


def fuzzed(number: int) -> Callable[[T], T]:
    """Decorates a test under `@given`: so many examples, by the seed that was named."""

    def decorate(test: T) -> T:
        decorated: T = examples(number)(test)
        return seeded(decorated)

    return decorate
