"""A real browser against the whole product, as `make run` starts it.

Chromium is looked for on the path (Debian's package `chromium`), or where PORTICO_BROWSER says; without one these
tests, and only these, are skipped and say so. PORTICO_BROWSER_REQUIRED=1 makes that a failure: what CI sets.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

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
PATIENCE = 30_000
"""Milliseconds for what must become true: a function's first answer on a busy machine takes its time."""
MISSING = "no browser here: these tests need Chromium (Debian: apt-get install chromium) or PORTICO_BROWSER=/its/path"


def found_browser() -> str | None:
    """Where this machine's Chromium is."""
    return os.environ.get("PORTICO_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser a file; every fixture here asks for it first, so that nothing starts without one.

    Not one a session: Playwright keeps its event loop running in this thread until it ends, and other files that the
    same worker runs need one of their own.
    """
    path = found_browser()
    if path is None:
        (pytest.fail if os.environ.get("PORTICO_BROWSER_REQUIRED") == "1" else pytest.skip)(MISSING)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def world(browser: Browser, stack: Stack) -> Iterator[World]:
    """The people of the shared stack."""
    with stack.http() as http:
        yield World(stack, http)


Opens = Callable[..., Person]


@pytest.fixture
def opens(browser: Browser, world: World) -> Iterator[Opens]:
    """Open a browser of its own for somebody: `opens(language="it", width=320, dark=True)`."""
    opened: list[Person] = []

    def open_one(**how: Any) -> Person:
        opened.append(Person.opening(browser, world, **how))
        return opened[-1]

    yield open_one
    for person in opened:
        person.page.context.close()


@pytest.fixture
def partner(world: World) -> str:
    """A partner of the test's own."""
    return world.partner()


@pytest.fixture
def laura(world: World, partner: str) -> str:
    """The e-mail address of an admin of the partner, who has set a password."""
    email = world.email("laura")
    world.admin(partner, email)
    return email
