"""Which names the front answers: what API Gateway would know as custom domains of ours.

The platform's name, by the wildcard all directly below it, and those that the engine's API Gateway was told of by the
worker of partners' domains. The latter are asked for at most once a second.
"""

from __future__ import annotations

import threading
import time
from typing import Any

FRESH = 1.0
"""Seconds that the engine's answer is believed."""


class Names:
    """`is_ours(host)` for the Host header of a request, lower case; `platform` is the platform's name with its port."""

    def __init__(self, gateway: Any, platform: str) -> None:
        self._gateway = gateway
        self._platform, _, self._port = platform.partition(":")
        self._alone = threading.Lock()
        self._custom: frozenset[str] = frozenset()
        self._asked = float("-inf")

    def is_ours(self, host: str) -> bool:
        """Whether a request under this name reaches the API."""
        name, _, port = host.partition(":")
        if port != self._port:
            return False
        return name == self._platform or name.partition(".")[2] == self._platform or name in self._known()

    def _known(self) -> frozenset[str]:
        with self._alone:
            if time.monotonic() - self._asked > FRESH:
                found = self._gateway.get_paginator("get_domain_names").paginate()
                self._custom = frozenset(one["DomainName"] for page in found for one in page["Items"])
                self._asked = time.monotonic()
            return self._custom
