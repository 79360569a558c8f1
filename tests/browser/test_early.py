"""A page on a slow line: what is sent or pressed before its scripts came is not lost, and never ends in the address."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import Opens
from tests.browser.person import Person


class Line:
    """A slow line: a page's scripts wait, all but the one that comes first, until they are let through."""

    def __init__(self, page: Page) -> None:
        self._waiting: list[Route] = []
        self._open = False
        page.route("**/static/*.js", self._asked)

    def _asked(self, route: Route) -> None:
        if self._open or "/early." in route.request.url:
            route.continue_()
        else:
            self._waiting.append(route)

    def comes(self) -> None:
        """All that is asked for arrives."""
        assert self._waiting, "no script was asked for"
        self._open = True
        for route in self._waiting:
            route.continue_()

    def breaks(self) -> None:
        """None of it ever comes."""
        self._open = True
        for route in self._waiting:
            route.abort()


def _opened(person: Person, path: str) -> Line:
    line = Line(person.page)
    person.page.goto(person.home + path, wait_until="commit")
    return line


def _answered(page: Page) -> list[Any]:
    """What is sent to the API from now on, each answered that it was done."""
    bodies: list[Any] = []

    def answer(route: Route) -> None:
        bodies.append(json.loads(route.request.post_data or "null"))
        route.fulfill(status=201, json={"id": "con_1"})

    page.route("**/v1/**", answer)
    return bodies


def _fill_in(page: Page, name: str) -> Locator:
    form = page.locator("#new-student")
    form.get_by_label("First name").fill(name)
    form.get_by_label("Cost").fill("1.200")
    return form


def test_a_form_sent_before_its_script_came_is_sent_once_when_it_has(opens: Opens) -> None:
    person = opens()
    page = person.page
    bodies = _answered(page)
    line = _opened(person, "/styleguide")
    form = _fill_in(page, "Ada")
    for _ in range(2):
        form.get_by_role("button", name="Add student").click()
    page.locator("#more").get_by_role("button", name="Top up…").click()
    assert page.url == f"{person.home}/styleguide"
    assert bodies == []
    line.comes()
    expect(page.locator("#toasts .toast")).to_contain_text("Student added")
    assert [body["first_name"] for body in bodies] == ["Ada"]
    expect(page.locator("#top-up")).to_be_hidden()  # what was sent goes before what was pressed
    person.is_content()


def test_what_was_under_way_before_is_looked_at_before_anything_is_sent(opens: Opens) -> None:
    person = opens()
    page = person.page
    page.route("**/v1/**", lambda route: route.abort())
    person.goes_to("/styleguide")
    _fill_in(page, "Ada").get_by_role("button", name="Add student").click()
    expect(page.locator("#new-student .summary")).to_be_visible()  # nobody knows whether it was done
    page.unroute("**/v1/**")
    bodies = _answered(page)
    line = _opened(person, "/styleguide")
    form = _fill_in(page, "Ben")
    form.get_by_role("button", name="Add student").click()
    line.comes()
    expect(form.get_by_label("First name")).to_have_value("Ada")
    expect(form.locator(".summary")).to_be_visible()
    assert bodies == []


def test_a_link_asked_for_before_the_script_came_is_asked_for_when_it_has(opens: Opens, laura: str) -> None:
    person = opens()
    line = _opened(person, "/password")
    person.page.locator("#link-form").get_by_label("E-mail address").fill(laura)
    person.page.get_by_role("button", name="Mail me a new link").click()
    assert person.page.url == f"{person.home}/password"
    line.comes()
    person.page.locator("#link-asked").wait_for()
    assert person.world.mails(laura)
    person.is_content()


def test_where_the_scripts_never_come_what_was_typed_stays(opens: Opens, laura: str) -> None:
    person = opens()
    sent: list[str] = []
    person.page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    line = _opened(person, "/password")
    field = person.page.locator("#link-form").get_by_label("E-mail address")
    field.fill(laura)
    person.page.get_by_role("button", name="Mail me a new link").click()
    expect(person.page.locator("html.waiting")).to_be_attached()
    line.breaks()
    expect(person.page.locator("html.waiting")).not_to_be_attached()
    person.page.evaluate("() => new Promise((after) => setTimeout(after, 300))")
    assert not sent and field.input_value() == laura


def test_a_dialog_asked_for_before_the_script_came_opens_when_it_has(opens: Opens) -> None:
    person = opens()
    page = person.page
    line = _opened(person, "/styleguide")
    page.locator("#more").get_by_role("button", name="Top up…").click()
    expect(page.locator("#top-up")).to_be_hidden()
    line.comes()
    expect(page.locator("#top-up")).to_be_visible()
    person.is_content()


def test_what_needs_no_script_goes_its_own_way_before_the_scripts_come(opens: Opens, partner: str, laura: str) -> None:
    person = opens()
    person.signs_in(laura)
    page = person.page
    _opened(person, f"/partner/{partner}/contacts")
    page.get_by_role("button", name="Account").click()
    expect(page.locator("#account-menu")).to_be_visible()
    page.keyboard.press("Escape")
    search = page.get_by_role("search").get_by_role("searchbox")
    search.fill("ada")
    search.press("Enter")
    page.wait_for_url("**/contacts?*q=ada*", wait_until="commit")
