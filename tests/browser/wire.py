"""What a page takes over the wire, as the browser itself counts it: bytes as transferred, compressed as they came."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import CDPSession, Page

KEPT = 100
"""Bytes below which an answer came from what the browser had kept."""


@dataclass
class Wire:
    """Counts since `forget()`. What the browser kept from before counts as when it was transferred."""

    session: CDPSession
    known: dict[str, int] = field(default_factory=dict)
    asked: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    headers: dict[str, int] = field(default_factory=dict)
    taken: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, page: Page) -> Wire:
        """Watch this page's network."""
        wire = cls(page.context.new_cdp_session(page))
        wire.session.on("Network.responseReceived", wire._answered)
        wire.session.on("Network.loadingFinished", wire._finished)
        wire.session.send("Network.enable")
        return wire

    def _answered(self, told: dict[str, Any]) -> None:
        answer = told["response"]
        self.asked[told["requestId"]] = (answer["url"], told["type"], int(answer.get("encodedDataLength", 0)))

    def _finished(self, told: dict[str, Any]) -> None:
        url, kind, headers = self.asked.pop(told["requestId"], ("", "", 0))
        size = int(told["encodedDataLength"])
        if size > KEPT:
            self.known[url], self.headers[url] = size, headers
        self.taken[url] = size if size > KEPT else self.known.get(url, size)
        self.kinds[url] = kind

    def forget(self) -> None:
        """Count anew; what was transferred before is still known."""
        self.taken.clear()

    @property
    def total(self) -> int:
        """Bytes of all that the page needs, headers of the answers included."""
        return sum(self.taken.values())

    @property
    def script(self) -> int:
        """Bytes of its scripts themselves."""
        return sum(size - self.headers.get(url, 0) for url, size in self.taken.items() if self.kinds[url] == "Script")

    def __str__(self) -> str:
        return ", ".join(f"{url.rpartition('/')[2] or '/'} {size}" for url, size in self.taken.items())
