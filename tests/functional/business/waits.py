"""How often a request waits for DynamoDB: calls at the same time are one wait, one after another's end is a further.

Every call is made to take a while, so that those that are asked at the same time overlap.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any, Self

A_CALL = 0.08
"""Seconds that each call takes at least: enough for another thread to begin meanwhile."""


@dataclass
class Waits:
    """Listens at botocore's hooks; `count` is the longest chain of calls of which each began after the former's end."""

    client: Any
    spans: list[tuple[float, float, str]] = field(default_factory=list)

    def __enter__(self) -> Self:
        self.client.meta.events.register("before-parameter-build.dynamodb", self._begin)
        self.client.meta.events.register("after-call.dynamodb", self._end)
        return self

    def __exit__(self, *_: object) -> None:
        self.client.meta.events.unregister("before-parameter-build.dynamodb", self._begin)
        self.client.meta.events.unregister("after-call.dynamodb", self._end)

    @property
    def count(self) -> int:
        depths: list[tuple[float, int]] = []
        for began, ended, _what in sorted(self.spans):
            depth = 1 + max((before for end, before in depths if end <= began), default=0)
            depths.append((ended, depth))
        return max((depth for _, depth in depths), default=0)

    def _begin(self, context: dict[str, Any], **_: Any) -> None:
        context["portico_began"] = time.monotonic()
        time.sleep(A_CALL)

    def _end(self, model: Any, context: dict[str, Any], **_: Any) -> None:
        self.spans.append((context["portico_began"], time.monotonic(), model.name))
