"""How a function starts on Lambda: what its requests go on with is made once its code stands loaded, and until then
Python's collector of garbage rests.

The collector would walk all that is being loaded again and again, a seventh of a start. What stands then stays: it is
set apart (`gc.freeze`), so that no later collection walks it either. In any other process, such as a test's, nothing of
this happens.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable


def begin() -> None:
    """Let the collector rest; called before the first of a function's modules."""
    if _is_function():
        gc.disable()


def ready(*making: Callable[[], object]) -> None:
    """Make these, each of which remembers what it made, and let the collector work again: a handler's last line."""
    if _is_function():
        for make in making:
            make()
        gc.freeze()
        gc.enable()


def _is_function() -> bool:
    return "AWS_LAMBDA_FUNCTION_NAME" in os.environ
