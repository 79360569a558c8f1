"""How a function starts on Lambda: what every request needs is made as soon as its code stands loaded, and until then
Python's collector of garbage rests.

It would walk all that is being loaded again and again, a seventh of a start. What stands loaded then stays: it is set
apart (`gc.freeze`), and no later collection walks it either. Elsewhere a process is not the function's own, and nothing
of this happens.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable


def begin() -> None:
    """Before the first of a function's modules."""
    if _is_function():
        gc.disable()


def ready(*making: Callable[[], object]) -> None:
    """Behind the last line of a handler's module: make what it goes on with, each of which remembers what it made."""
    if _is_function():
        for make in making:
            make()
        gc.freeze()
        gc.enable()


def _is_function() -> bool:
    return "AWS_LAMBDA_FUNCTION_NAME" in os.environ
