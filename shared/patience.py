"""Trying again, with full jitter, what failed for no reason of its own.

A throttle, a timeout, a lost connection, a 500 of AWS and a transaction conflict say nothing about the
command: they are tried again for a bounded time and then become 503 with `Retry-After`, never a refusal.
Source of the backoff: "full jitter", AWS Architecture Blog, Exponential Backoff And Jitter (2015).
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable
from typing import TypeVar

from botocore.exceptions import ClientError, ConnectionError, HTTPClientError, ReadTimeoutError

from shared.problems import Problem

T = TypeVar("T")

PASSING = frozenset({
    "ThrottlingException",
    "ThrottledException",
    "TooManyRequestsException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "LimitExceededException",
    "InternalServerError",
    "InternalFailure",
    "InternalErrorException",
    "ServiceUnavailable",
    "ServiceUnavailableException",
    "TransactionConflictException",
    "TransactionInProgressException",
})  # fmt: skip
PASSING_FAULTS = (ConnectionError, HTTPClientError, ReadTimeoutError)


A_TRY = 3.0
"""Seconds that one more try may take at worst: the read timeout of the clients."""


class _Deadline:
    """When this process must have answered; one request at a time, as Lambda has it."""

    at = float("inf")


def answer_within(seconds: float) -> None:
    """Set by each door for the event it serves: after so many seconds nobody waits for the answer any more."""
    _Deadline.at = time.monotonic() + seconds


class Patience:
    """A bounded number of tries with growing random pauses, within the time that the door has given.

    Args: tries at most, base and cap of the pause in seconds.
    Raises (from `again`): Problem `busy` when the tries or the time are used up.
    """

    def __init__(self, tries: int = 6, base: float = 0.02, cap: float = 0.6) -> None:
        self.left, self.base, self.cap, self.made = tries, base, cap, 0

    def again(self) -> None:
        """Count one failed try and wait before the next."""
        self.made += 1
        pause = random.uniform(0, min(self.cap, self.base * 2**self.made))
        if self.made >= self.left:
            raise Problem("busy", retry_after=1)
        self.wait(pause)

    def conflicted(self) -> None:
        """What to do when another transaction was at the same items: to try the same once more, as after a throttle."""
        self.again()

    @staticmethod
    def wait(seconds: float) -> None:
        """Wait so long, if there is time for another try after it.

        Raises: Problem `busy`, with when to come again.
        """
        if time.monotonic() + seconds + A_TRY > _Deadline.at:
            raise Problem("busy", retry_after=max(1, math.ceil(seconds)))
        time.sleep(seconds)


def is_passing(error: Exception) -> bool:
    """Whether trying the same call again may go better."""
    if isinstance(error, ClientError):
        code = error.response.get("Error", {}).get("Code", "")
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        return code in PASSING or status >= 500
    return isinstance(error, PASSING_FAULTS)


def patiently(call: Callable[[], T], patience: Patience | None = None) -> T:
    """The call's result, tried again while its failures are passing ones."""
    patience = patience or Patience()
    while True:
        try:
            return call()
        except (ClientError, *PASSING_FAULTS) as error:
            if not is_passing(error):
                raise
            patience.again()
