"""A real browser against the whole product, as `make run` starts it.

Chromium is looked for on the path (Debian's package `chromium`), or where PORTICO_BROWSER says; without one these
tests, and only these, are skipped and say so.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from infra.local.stack import Stack
from tests.browser.person import Person
from tests.flow.api import World

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)
MISSING = "no browser here: these tests need Chromium (Debian: apt-get install chromium) or PORTICO_BROWSER=/its/path"


def found_browser() -> str | None:
    """Where this machine's Chromium is."""
    return os.environ.get("PORTICO_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser a session and worker."""
    path = found_browser()
    if path is None:
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def world(stack: Stack, browser: Browser) -> Iterator[World]:
    """The people of the shared stack; not even started where there is no browser."""
    with stack.http() as http:
        yield World(stack, http)


Opens = Callable[..., Person]


@pytest.fixture
def opens(browser: Browser, world: World) -> Iterator[Opens]:
    """Open a browser of its own for somebody: `opens(language="it", width=320, dark=True)`."""
    contexts: list[BrowserContext] = []

    def open_one(*, language: str = "en", width: int = 1280, height: int = 900, dark: bool = False) -> Person:
        options: dict[str, Any] = {
            "base_url": world.stack.url,
            "locale": "it-IT" if language == "it" else "en-GB",
            "color_scheme": "dark" if dark else "light",
            "viewport": {"width": width, "height": height},
            "reduced_motion": "reduce",
        }
        context = browser.new_context(**options)
        contexts.append(context)
        page: Page = context.new_page()
        return Person(page, world)

    yield open_one
    for context in contexts:
        context.close()
