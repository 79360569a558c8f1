"""Signing in and out in a real browser: forgotten passwords, the authenticator app, several tabs and browsers."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opens
from tests.flow.api import PASSWORD, World
from tests.functional.account.portal import totp

OTHER = "another-horse-entirely"


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("it", 320)])
@pytest.mark.parametrize("path", ["/sign-in", "/password", "/password#token=x"])
def test_the_ways_in_are_without_barrier(opens: Opens, path: str, language: str, width: int) -> None:
    person = opens(language=language, width=width)
    person.goes_to(path)
    assert person.page.locator("html").get_attribute("lang") == language
    person.finds_no_barrier()
    person.finds_no_barrier_by_night()
    person.scrolls_down_only()
    person.is_content()


def test_what_is_missing_or_wrong_is_said_and_the_address_stays(opens: Opens, laura: str) -> None:
    person = opens()
    person.goes_to("/sign-in")
    page, whole = person.page, person.page.locator("#sign-in")
    page.locator("button[type=submit]").first.click()
    assert person.says_in(whole).count("Enter") == 2
    assert page.locator("[aria-invalid=true]").count() == 2
    person.finds_no_barrier()

    person.fills_in_sign_in(laura, "not the right one")
    expect(page.locator(".summary a")).to_have_count(0)
    said = person.says_in(whole)
    person.fills_in_sign_in("nobody-knows@example.com", "not the right one")
    expect(page.locator("button[type=submit]").first).to_have_attribute("aria-disabled", "false")
    assert person.says_in(whole) == said, "an address that is known is told from one that is not"
    assert page.locator("#email").input_value() == "nobody-knows@example.com"

    person.fills_in_sign_in(laura)
    person.is_in()


def test_who_guesses_is_locked_out_in_words_and_others_are_not(opens: Opens, world: World, laura: str) -> None:
    guessed = world.email("guessed")
    for _ in range(10):
        world.anonymous().refused("POST", "/v1/session", {"email": guessed, "password": "wrong-again"}, 401)
    person = opens()
    person.goes_to("/sign-in")
    person.fills_in_sign_in(guessed)
    assert re.search(
        r"Too many attempts\. Try again in (a minute|\d+ minutes)\.", person.says_in(person.page.locator("#sign-in"))
    )
    person.signs_in(laura)


def test_a_forgotten_password_is_set_anew_by_a_mailed_link(opens: Opens, world: World, laura: str) -> None:
    person = opens()
    page = person.page
    person.goes_to("/sign-in")
    page.get_by_role("link", name="Forgot your password?").click()
    page.locator("#link-form").get_by_label("E-mail address").fill(laura)
    page.get_by_role("button", name="Mail me a new link").click()
    page.locator("#link-asked").wait_for()

    page.goto(_link_in(world, laura))  # the very page that is open: only its fragment changes
    page.locator("#new").fill("short")
    page.get_by_role("button", name="Set password").click()
    expect(page.locator("#new-error")).to_be_visible()
    assert person.has_focus(page.locator("#new"))
    for name in ("#new", "#again"):
        page.locator(name).fill(OTHER)
    page.get_by_role("button", name="Set password").click()
    page.locator("#done").wait_for()
    assert "token" not in page.url
    page.locator("#done").get_by_role("link", name="Sign in").click()
    person.fills_in_sign_in(laura, OTHER)
    person.is_in()
    person.is_content()


def _link_in(world: World, email: str) -> str:
    found = re.search(r"http\S+/password#token=[\w%-]+", world.mails(email)[0]["text"])
    assert found
    return found[0]


def test_who_followed_a_link_comes_to_its_page_after_signing_in(opens: Opens, partner: str, laura: str) -> None:
    person = opens()
    wanted = f"/partner/{partner}/contacts?q=ada"
    person.goes_to(wanted)
    assert "/sign-in?next=" in person.page.url
    person.fills_in_sign_in(laura)
    person.page.wait_for_url(lambda url: url.endswith(wanted))
    person.goes_to("/sign-in?next=//elsewhere.example/")
    assert person.page.url.startswith(person.world.stack.url)
    person.is_content()


def test_an_authenticator_app_is_set_up_and_asked_for(opens: Opens, laura: str) -> None:
    person = opens()
    person.signs_in(laura, path="/account/security")
    page = person.page
    page.locator("#app-begin").get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Set up an app").click()
    page.locator("#app-code").wait_for()
    person.finds_no_barrier()
    assert page.locator("#app-qr path").get_attribute("d")
    secret = page.locator("#app-secret").inner_text()
    page.locator("#app-confirm").get_by_label("Code").fill(totp(secret))
    page.get_by_role("button", name="Finish").click()
    page.get_by_role("button", name="Remove the app").first.wait_for()

    elsewhere = opens()
    elsewhere.goes_to("/sign-in")
    elsewhere.fills_in_sign_in(laura)
    code = elsewhere.page.locator("#code")
    code.wait_for()
    assert elsewhere.has_focus(code)
    elsewhere.finds_no_barrier()
    code.fill("12345")
    code.press("Enter")
    assert "six digits" in elsewhere.says_in(elsewhere.page.locator("#sign-in"))
    code.fill(totp(secret))
    code.press("Enter")
    elsewhere.is_in()
    person.is_content()
    elsewhere.is_content()
