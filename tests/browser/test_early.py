"""A page on a slow line: what is sent or pressed before its scripts came is not lost, and never ends in the address."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Opens


@pytest.fixture
def held() -> Callable[[Page], list[Route]]:
    """Have a page's scripts wait, all but the one that comes first, until each route here is continued."""

    def hold(page: Page) -> list[Route]:
        waiting: list[Route] = []
        page.route(
            "**/static/*.js",
            lambda route: route.continue_() if "/early." in route.request.url else waiting.append(route),
        )
        return waiting

    return hold


def _come(waiting: list[Route]) -> None:
    assert waiting, "no script was asked for"
    for route in waiting:
        route.continue_()


def test_a_form_sent_before_its_script_came_is_sent_once_when_it_has(
    opens: Opens, held: Callable[[Page], list[Route]]
) -> None:
    person = opens()
    page, bodies = person.page, []

    def answer(route: Route) -> None:
        bodies.append(json.loads(route.request.post_data or "null"))
        route.fulfill(status=201, json={"id": "con_1"})

    page.route("**/v1/**", answer)
    waiting = held(page)
    page.goto(f"{person.home}/styleguide", wait_until="commit")
    form = page.locator("#new-student")
    form.get_by_label("First name").fill("Ada")
    form.get_by_label("Cost").fill("1.200")
    for _ in range(2):
        form.get_by_role("button", name="Add student").click()
    assert page.url == f"{person.home}/styleguide"
    assert bodies == []
    _come(waiting)
    expect(page.locator("#toasts .toast")).to_contain_text("Student added")
    assert [body["first_name"] for body in bodies] == ["Ada"]
    person.is_content()


def test_a_link_asked_for_before_the_script_came_is_asked_for_when_it_has(
    opens: Opens, held: Callable[[Page], list[Route]], laura: str
) -> None:
    person = opens()
    waiting = held(person.page)
    person.page.goto(f"{person.home}/password", wait_until="commit")
    person.page.locator("#link-form").get_by_label("E-mail address").fill(laura)
    person.page.get_by_role("button", name="Mail me a new link").click()
    assert person.page.url == f"{person.home}/password"
    _come(waiting)
    person.page.locator("#link-asked").wait_for()
    assert person.world.mails(laura)
    person.is_content()


def test_a_dialog_asked_for_before_the_script_came_opens_when_it_has(
    opens: Opens, held: Callable[[Page], list[Route]]
) -> None:
    person = opens()
    page = person.page
    waiting = held(page)
    page.goto(f"{person.home}/styleguide", wait_until="commit")
    page.locator("#more").get_by_role("button", name="Top up…").click()
    expect(page.locator("#top-up")).to_be_hidden()
    _come(waiting)
    expect(page.locator("#top-up")).to_be_visible()
    person.is_content()


def test_what_sends_no_command_goes_its_own_way_before_the_scripts_come(
    opens: Opens, held: Callable[[Page], list[Route]]
) -> None:
    person = opens()
    page = person.page
    held(page)
    page.goto(f"{person.home}/sign-in", wait_until="commit")
    page.get_by_role("link", name="Forgot your password?").click()
    page.wait_for_url(f"{person.home}/password", wait_until="commit")
