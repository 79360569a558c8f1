"""Sessions in a real browser: signed out here, in another tab or from another browser, and nothing typed is lost."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Opens
from tests.browser.person import Person
from tests.flow.api import World


def test_signing_out_ends_the_session_and_leaves_nothing_in_the_tab(opens: Opens, partner: str, laura: str) -> None:
    person = opens()
    person.signs_in(laura, path=f"/partner/{partner}/contacts/new")
    (cookie,) = person.page.context.cookies()
    assert cookie["name"] == "__Host-portico" and cookie["httpOnly"] and cookie["secure"]
    assert person.page.evaluate("document.cookie") == ""
    thief = opens()
    thief.page.context.add_cookies([{**cookie}])
    thief.goes_to("/account")
    assert "/sign-in" not in thief.page.url

    _signs_out(person)
    assert person.page.evaluate("Object.keys(sessionStorage)") == []
    person.page.go_back()
    person.page.wait_for_url(re.compile("/sign-in"))
    thief.goes_to("/account")
    assert "/sign-in?next=" in thief.page.url


def _signs_out(person: Person) -> None:
    person.page.get_by_role("button", name="Account of").click()
    person.page.get_by_role("button", name="Sign out").click()
    person.page.wait_for_url(re.compile("/sign-in$"))


def test_what_was_typed_outlives_a_session_that_was_ended_in_another_tab(
    opens: Opens, world: World, partner: str, laura: str
) -> None:
    person = opens()
    person.signs_in(laura, path=f"/partner/{partner}/contacts/new")
    page = person.page
    form = page.locator("main form[data-send]").first
    form.get_by_label("First name").fill("Grazia")
    form.get_by_label("Last name").fill("Deledda")

    other = Person(page.context.new_page(), world)
    other.goes_to("/account")
    _signs_out(other)
    form.locator("button[type=submit]").last.click()
    ended = page.get_by_role("dialog", name="Your session has ended")
    expect(ended).to_be_visible()
    person.finds_no_barrier()
    ended.get_by_role("link", name="Sign in again").click()

    person.fills_in_sign_in(laura)
    page.wait_for_url(lambda url: url.endswith("/contacts/new"))
    assert form.get_by_label("First name").input_value() == "Grazia"
    assert form.get_by_label("Last name").input_value() == "Deledda"
    form.locator("button[type=submit]").last.click()
    page.wait_for_url(re.compile("/contacts/con_|/contacts$"))
    found = world.platform.ok("GET", f"/v1/partners/{partner}/contacts")["items"]
    assert [one["first_name"] for one in found] == ["Grazia"]
    person.is_content()


def test_another_browser_is_signed_out_from_the_list_of_sessions(opens: Opens, laura: str) -> None:
    here, lost = opens(), opens()
    lost.signs_in(laura)
    here.signs_in(laura, path="/account/security")
    rows = here.page.locator("#sessions tbody tr")
    assert rows.count() == 2
    here.page.get_by_role("button", name=re.compile("^Sign out .+")).first.click()
    expect(rows).to_have_count(1)
    lost.goes_to("/account")
    assert "/sign-in?next=" in lost.page.url
    assert here.goes_to("/account").status == 200 and "/sign-in" not in here.page.url
