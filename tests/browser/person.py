"""Somebody in front of a browser: what they do, and what must be true of every page they see."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response

from tests.browser.wire import Wire
from tests.flow.api import PASSWORD, World

LIMIT, SCRIPT_LIMIT = 60_000, 25_000
"""Bytes that a page may take over the wire, all of it and its scripts, nothing kept from before."""
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOUR = ["color-contrast", "link-in-text-block"]
"""The rules that a change of colours alone may break."""


@dataclass
class Person:
    """A page of their own in a browser of their own; errors of the console and foreign requests are remembered."""

    page: Page
    world: World
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    home: str = ""
    """Scheme and name of the pages they are at; the platform's until they sign in elsewhere."""

    @classmethod
    def opening(
        cls,
        browser: Browser,
        world: World,
        *,
        language: str = "en",
        width: int = 1280,
        height: int = 900,
        dark: bool = False,
        scripts: bool = True,
    ) -> Person:
        """Somebody whose browser asks for this language and these colours, in a window of this size."""
        options: dict[str, Any] = {
            "locale": "it-IT" if language == "it" else "en-GB",
            "color_scheme": "dark" if dark else "light",
            "viewport": {"width": width, "height": height},
            "reduced_motion": "reduce",
            "java_script_enabled": scripts,
        }
        context = browser.new_context(**options)
        context.set_default_timeout(30_000)
        return cls(context.new_page(), world)

    def __post_init__(self) -> None:
        self.home = self.home or self.world.stack.url
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", self._asked)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 4" not in message.text:  # a refusal is an answer
            self.errors.append(message.text)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.foreign.append(request.url)

    def goes_to(self, path: str) -> Response:
        """The page at this path, once it is there."""
        response = self.page.goto(self.home + path)
        assert response is not None
        return response

    def signs_in(self, email: str, password: str = PASSWORD, path: str | None = None) -> None:
        """By the sign-in page of where their links lead, as people do; then to `path`."""
        if email in self.world.homes:
            self.home = f"http://{self.world.homes[email]}"
        self.goes_to("/sign-in")
        self.fills_in_sign_in(email, password)
        self.is_in()
        if path:
            self.goes_to(path)

    def fills_in_sign_in(self, email: str, password: str = PASSWORD) -> None:
        """The sign-in page's first step, sent."""
        self.page.locator("#email").fill(email)
        self.page.locator("#password").fill(password)
        self.page.locator("#password").press("Enter")

    def is_in(self) -> None:
        """Signed in: the sign-in page is left behind."""
        self.page.wait_for_url(lambda url: "/sign-in" not in url)

    def says_in(self, form: Locator) -> str:
        """What the summary of a form says, which has the focus."""
        summary = form.locator(".summary")
        summary.wait_for()
        assert summary.evaluate("one => one === document.activeElement"), "the summary has no focus"
        return summary.inner_text()

    def has_focus(self, place: Locator) -> bool:
        """Whether the focus stands there."""
        return bool(place.evaluate("one => one === document.activeElement"))

    def wire(self) -> Wire:
        """What is transferred from now on."""
        return Wire.of(self.page)

    def is_content(self) -> None:
        """No error in the console, nothing asked of a foreign host."""
        assert self.errors == [] and self.foreign == [], f"{self.page.url}: {self.errors} {self.foreign}"

    def finds_no_barrier(self, only: list[str] | None = None) -> None:
        """axe-core finds nothing against WCAG 2.2 AA on the page as it stands; `only` these rules, if given."""
        rules = {"type": "rule", "values": only} if only else {"type": "tag", "values": WCAG}
        found: dict[str, Any] = Axe().run(self.page, options={"runOnly": rules, "resultTypes": ["violations"]}).response
        said = [
            f"{one['id']}: {one['help']} at {[node['target'] for node in one['nodes']][:3]}"
            for one in found["violations"]
        ]
        assert said == [], f"{self.page.url}: {said}"

    def finds_no_barrier_by_night(self) -> None:
        """The same page in dark colours; afterwards it is light again."""
        self.page.emulate_media(color_scheme="dark")
        self.finds_no_barrier(OF_COLOUR)
        self.page.emulate_media(color_scheme="light")

    def scrolls_down_only(self) -> None:
        """Nothing stands beyond the right edge of the window."""
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} is {wide} pixels too wide: {self._beyond_the_edge()}"

    def _beyond_the_edge(self) -> Any:
        return self.page.evaluate(
            """() => [...document.querySelectorAll("body *")]
                .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
                .slice(0, 5).map((one) => `${one.localName}.${one.className}`)"""
        )
