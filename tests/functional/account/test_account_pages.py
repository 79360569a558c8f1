"""The pages of signing in and of one's own account: who sees them, what stands on them, how often they wait."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest

from functions.portal_api.web import static
from tests.functional.account.browser import Browser
from tests.functional.account.portal import ADMIN, OTHER, PASSWORD, Portal, calls, totp

LAURA = "laura@alfa.example"
PAGES = ("/account", "/account/security", "/account/activity")


def test_the_way_in_is_made_for_password_managers_and_readers(portal: Portal) -> None:
    page = Browser().get("/sign-in")

    assert page.status == 200 and page.headers["cache-control"] == "no-store"
    for wanted in ('autocomplete="username"', 'autocomplete="current-password"', 'autocomplete="one-time-code"'):
        assert wanted in page.text
    for name in ("email", "password", "code"):
        assert f'<label for="{name}">' in page.text and f'id="{name}-error"' in page.text
    assert 'method="post"' in page.text and 'href="/password"' in page.text
    assert Browser().get(static.address("sign-in.js")).status == 200
    assert not re.search(r"<script(?![^>]*\bsrc=)|\bon\w+=|\bstyle=|<style", page.text), "nothing inline"


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("/account/security?x=1", "/account/security?x=1"),
        ("//evil.example", "/"),
        ("https://evil.example", "/"),
        ('"><script>', "/"),
        ("", "/"),
    ],
)
def test_the_page_asked_for_is_kept_only_as_one_of_ours(portal: Portal, asked: str, kept: str) -> None:
    assert f'data-next="{kept}"' in Browser().get("/sign-in", next=asked).text
    sent_on = Browser.signed_in().get("/sign-in", next=asked)
    assert (sent_on.status, sent_on.headers["location"]) == (303, kept)


def test_a_session_that_is_over_is_asked_to_sign_in(portal: Portal) -> None:
    browser = Browser.signed_in()
    browser.change(expires_at=1)
    assert browser.get("/sign-in").status == 200


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_is_shown_the_way_in_and_back(portal: Portal, path: str) -> None:
    for browser in (Browser(), Browser("__Host-portico=nonsense")):
        answer = browser.get(path)
        assert (answer.status, answer.headers["location"]) == (303, f"/sign-in?next={quote(path)}")
        assert ADMIN not in answer.text


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_ones_account_is_ones_own_and_waits_little(
    portal: Portal, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal.accepted(LAURA)
    Browser.signed_in(LAURA, OTHER)
    browser = Browser.signed_in()
    browser.get(path)
    with calls(monkeypatch) as made:
        page = browser.get(path)

    assert page.status == 200 and ADMIN in page.text and LAURA not in page.text
    assert len(made) <= 4, made  # two of them beside each other, before the session is known
    assert not re.search(r"<script(?![^>]*\bsrc=)|\bon\w+=|\bstyle=|<style", page.text), "nothing inline"
    assert len(re.findall(r'aria-current="page"', page.text)) == 1
    assert browser.ask("PATCH", "/v1/me", body={"language": "it"}).status == 200
    assert browser.get(path).headers["content-language"] == "it"


def test_sessions_are_listed_with_a_way_to_end_each(portal: Portal) -> None:
    there, here = Browser.signed_in(), Browser.signed_in()

    page = here.get("/account/security").text

    assert f'data-send="DELETE /v1/me/sessions/{there.item["id"]}"' in page
    assert f'data-send="DELETE /v1/me/sessions/{here.item["id"]}"' not in page
    assert page.count("This browser") == 1 and "Firefox on Linux" in page
    assert 'data-send="DELETE /v1/session"' in page
    assert Browser().get("/account/sessions").headers["location"] == "/account/security#sessions"


def test_the_page_offers_to_set_an_app_up_or_to_remove_it(portal: Portal) -> None:
    browser = Browser.signed_in()
    before = browser.get("/account/security").text
    begun = browser.post("/v1/me/second-factor", {"password": PASSWORD}).json
    browser.put("/v1/me/second-factor", {"challenge": begun["challenge"], "code": totp(begun["secret"])})

    after = browser.get("/account/security").text

    for form in ("POST /v1/me/second-factor", "PUT /v1/me/second-factor"):
        assert f'data-send="{form}"' in before and f'data-send="{form}"' not in after
    assert 'data-send="DELETE /v1/me/second-factor"' in after and begun["secret"] not in after


def test_activity_is_told_in_words_and_in_pages(portal: Portal) -> None:
    browser = Browser.signed_in()
    portal.ask_link(ADMIN)

    page = browser.get("/account/activity").text

    assert "Signed in with a browser" in page and "Link to set the password asked for" in page
    assert "session.begin" not in page
    first = browser.get("/account/activity", limit=1).text
    assert "cursor=" in first
    odd = browser.ask("GET", "/account/activity", query={"cursor": "x"}, headers={"accept": "text/html"})
    assert odd.status == 422 and "<html" in odd.text
