"""Every page: open to all by day and by night, on a phone in Italian, light to carry, quiet, with records and without.

A page without a row in `places.py` fails here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from infra.local.stack import Stack
from tests.browser import places
from tests.browser.person import LIMIT, SCRIPT_LIMIT, Person
from tests.browser.places import PLACES, Place, Stage
from tests.browser.wire import Wire
from tests.flow.api import World

Looks = Callable[[Stage, str, str], tuple[Person, Wire]]


@pytest.fixture(scope="module")
def anew(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A platform where nobody has done anything yet."""
    stack = Stack.start(tmp_path_factory.mktemp("anew"))
    with stack.http() as http:
        yield World(stack, http)
    stack.stop()


@pytest.fixture(scope="module")
def bare(anew: World) -> Stage:
    return places.bare(anew)


@pytest.fixture(scope="module")
def full(anew: World, bare: Stage) -> Stage:
    return places.full(anew)


@pytest.fixture(scope="module")
def looks(browser: Browser, anew: World) -> Iterator[Looks]:
    """Who looks, in which language: signed in once, for all pages of theirs; at a desk by day, on a phone by night."""
    opened: dict[tuple[str, str], tuple[Person, Wire]] = {}
    reads: dict[str, str] = {}

    def look(stage: Stage, role: str, language: str) -> tuple[Person, Wire]:
        email, password = stage.people.get(role, ("", ""))
        if email and reads.get(email) != language:  # their own choice goes before what their browser asks for
            anew.sign_in(email, password).ok("PATCH", "/v1/me", {"language": language})
            reads[email] = language
        if (email, language) not in opened:
            size = {"width": 320, "height": 640, "dark": True} if language == "it" else {}
            person = Person.opening(browser, anew, language=language, **size)
            if email:
                person.signs_in(email, password)
            opened[email, language] = person, person.wire()
        return opened[email, language]

    yield look
    for person, _ in opened.values():
        person.page.context.close()


ALL = [(place, address) for place in PLACES for address in place.asked]
NEW = [(place, address) for place, address in ALL if place.role == "platform" and "{" not in address]
"""What the platform shows before there is any partner."""
BARE = [(place, address) for place, address in ALL if place.bare and (place, address) not in NEW]


def _named(cases: list[tuple[Place, str]]) -> list[object]:
    return [pytest.param(place.role, address, id=f"{place.role} {address}") for place, address in cases]


def _shown(person: Person, wire: Wire, path: str) -> None:
    person.errors.clear()
    person.foreign.clear()
    wire.forget()
    answer = person.goes_to(path)
    assert answer.status == 200, f"{path}: {answer.status}"
    assert person.page.url.partition("?")[0].endswith(path.partition("?")[0]), f"{path} leads to {person.page.url}"
    assert person.page.locator("h1:visible").count() == 1 and person.page.title()


def _at_a_desk(person: Person, wire: Wire, path: str) -> None:
    """In English, by day and by night."""
    _shown(person, wire, path)
    assert person.page.locator("html").get_attribute("lang") == "en"
    person.finds_no_barrier()
    person.finds_no_barrier_by_night()
    assert wire.total < LIMIT and wire.script < SCRIPT_LIMIT, f"{path}: {wire.script} bytes of script, {wire}"
    person.is_content()


def _on_a_phone(person: Person, wire: Wire, path: str, only: list[str] | None = None) -> None:
    """In Italian, 320 pixels wide, by night."""
    _shown(person, wire, path)
    assert person.page.locator("html").get_attribute("lang") == "it"
    person.scrolls_down_only()
    person.finds_no_barrier(only)
    person.is_content()


def test_every_page_has_a_row() -> None:
    assert {place.route for place in PLACES} == set(places.routes())


@pytest.mark.parametrize(("role", "address"), _named(NEW))
def test_on_a_platform_where_nothing_is_yet(looks: Looks, role: str, address: str) -> None:
    _on_a_phone(*looks(Stage(), role, "it"), address)


@pytest.mark.parametrize(("role", "address"), _named(BARE))
def test_where_hardly_anything_is(looks: Looks, bare: Stage, role: str, address: str) -> None:
    _on_a_phone(*looks(bare, role, "it"), address.format_map(bare.ids))


@pytest.mark.parametrize(("role", "address"), _named(ALL))
def test_with_records(looks: Looks, full: Stage, role: str, address: str) -> None:
    _at_a_desk(*looks(full, role, "en"), address.format_map(full.ids))


@pytest.mark.parametrize(("role", "address"), _named(ALL))
def test_with_records_on_a_phone(looks: Looks, full: Stage, role: str, address: str) -> None:
    _on_a_phone(*looks(full, role, "it"), address.format_map(full.ids), ["target-size"])
