"""Somebody in front of a browser: what they do, and what must be true of every page they see."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request, Response

from tests.flow.api import PASSWORD, World

LIMIT, SCRIPT_LIMIT = 60_000, 25_000
"""Bytes that a page may take over the wire, all of it and its scripts, nothing kept from before."""
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass
class Person:
    """A page of their own in a browser of their own; errors of the console and foreign requests are remembered."""

    page: Page
    world: World
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", self._asked)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 4" not in message.text:  # a refusal is an answer
            self.errors.append(message.text)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.world.stack.url, "data:", "blob:")):
            self.foreign.append(request.url)

    def goes_to(self, path: str) -> Response:
        """The page at this path, once it is there."""
        response = self.page.goto(path)
        assert response is not None
        return response

    def signs_in(self, email: str, password: str = PASSWORD, path: str | None = None) -> None:
        """By the sign-in page, as people do; then to `path`."""
        self.goes_to("/sign-in")
        self.page.get_by_label("E-mail").fill(email)
        self.page.locator("input[type=password]").fill(password)
        self.page.locator("main form button[type=submit]").first.click()
        self.page.wait_for_url(lambda url: "/sign-in" not in url)
        if path:
            self.goes_to(path)

    def is_content(self) -> None:
        """No error in the console, nothing asked of a foreign host."""
        assert self.errors == [] and self.foreign == []

    def finds_no_barrier(self) -> None:
        """axe-core finds nothing against WCAG 2.2 AA on the page as it stands."""
        found: dict[str, Any] = Axe().run(self.page, options={"runOnly": {"type": "tag", "values": WCAG}}).response
        said = [
            f"{one['id']}: {one['help']} at {[node['target'] for node in one['nodes']][:3]}"
            for one in found["violations"]
        ]
        assert said == [], f"{self.page.url}: {said}"

    def scrolls_down_only(self) -> None:
        """Nothing stands beyond the right edge of the window."""
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} is {wide} pixels too wide"
