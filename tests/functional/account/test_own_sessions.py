"""One's own account: where one is signed in, what happened to it, and a password changed knowing the present one."""

from __future__ import annotations

import dataclasses
import time
from typing import Any

import pytest

from functions.portal_api.account import cognito, guesses
from shared import keys
from shared.dynamo import read_one
from shared.ids import new_id
from shared.problems import Problem
from tests.builders import everything, token_for, write
from tests.functional.account.browser import Browser
from tests.functional.account.portal import ADMIN, OTHER, PASSWORD, Portal, person
from tests.functional.front import Answer, at_once

LAURA = "laura@alfa.example"
NEW = "una password lunga e nuova"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile/15E Safari/604.1"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"


def test_ones_own_browsers_are_listed_newest_first_and_nobody_elses(portal: Portal) -> None:
    portal.accepted(LAURA)
    Browser.signed_in(LAURA, OTHER)
    phone = Browser.signed_in(agent=PHONE)
    Browser.signed_in(agent="curl/8.0 <script>alert(1)</script>")
    here = Browser.signed_in(agent=EDGE)

    items = here.get("/v1/me/sessions").json["items"]

    assert [one["device"] for one in items] == ["Edge on Windows", "A browser we do not know", "Safari on iPhone"]
    assert [one["current"] for one in items] == [True, False, False]
    assert items[2]["id"] == phone.item["id"]
    assert set(items[0]) == {"id", "device", "created_at", "last_seen_at", "expires_at", "current"}
    assert all(one["created_at"] <= one["expires_at"] for one in items)


def test_a_program_sees_them_too_and_none_is_its_own(portal: Portal) -> None:
    Browser.signed_in()
    items = portal.as_(portal.session(), path="/v1/me/sessions").json["items"]
    assert [one["current"] for one in items] == [False]


def test_the_list_comes_in_pages_and_leaves_out_what_is_over(portal: Portal) -> None:
    browsers = [Browser.signed_in() for _ in range(4)]
    ids = [one.item["id"] for one in browsers][::-1]

    assert [one["id"] for one in portal.front.all("/v1/me/sessions", portal.admin, limit=1)] == ids
    assert browsers[0].get("/v1/me/sessions", cursor="x").code == "cursor-invalid"
    assert browsers[0].get("/v1/me/sessions", q="x").code == "invalid-request"
    for over, gone in ((ids[1], {"expires_at": int(time.time())}), (ids[2], {"signed_in_at": 0})):
        key = keys.own_session(portal.admin, over)
        write(key, (read_one(key) or {}) | gone)
    write(keys.person(portal.admin), person(portal.admin) | {"tokens_from": 1})
    assert [one["id"] for one in portal.front.all("/v1/me/sessions", portal.admin, limit=1)] == [ids[0], ids[3]]


def test_one_ends_ones_own_sessions_and_nobody_elses(portal: Portal) -> None:
    portal.accepted(LAURA)
    laura, there, here = Browser.signed_in(LAURA, OTHER), Browser.signed_in(), Browser.signed_in()

    def path(browser: Browser) -> str:
        return f"/v1/me/sessions/{browser.item['id']}"

    own, others = path(there), path(laura)
    assert portal.front.ask("DELETE", own).code == "not-signed-in"
    for odd in (others, f"/v1/me/sessions/{new_id('ses')}", "/v1/me/sessions/x", f"/v1/me/sessions/{portal.admin}"):
        assert (here.delete(odd).status, here.delete(odd).code) == (404, "not-found")
    assert laura.get("/v1/me").status == 200

    done = here.delete(own, key="k")

    assert (done.status, done.cookies) == (204, ())
    assert there.get("/v1/me").code == "not-signed-in"
    again = here.delete(own, key="k")
    assert (again.status, again.headers["idempotency-replayed"]) == (204, "true")
    assert here.delete(own).code == "not-found"


def test_two_who_end_the_same_session_at_once_end_it_once(portal: Portal) -> None:
    there, here = Browser.signed_in(), Browser.signed_in()
    path, cookie = f"/v1/me/sessions/{there.item['id']}", here.cookie

    def end() -> Answer:
        return Browser(cookie).delete(path)

    assert sorted(answer.status for answer in at_once(end, end)) == [204, 404]


def test_ending_the_very_session_that_asks_takes_its_cookie(portal: Portal) -> None:
    here = Browser.signed_in()
    answer = here.delete(f"/v1/me/sessions/{here.item['id']}")
    assert (answer.status, here.cookie) == (204, "")
    assert "clear-site-data" in answer.headers


def test_what_happened_to_ones_account_is_read_by_its_person_alone(portal: Portal) -> None:
    portal.accepted(LAURA)
    browser = Browser.signed_in()
    portal.ask_link(ADMIN)
    browser.put("/v1/me/password", {"current_password": PASSWORD, "new_password": NEW})

    items = browser.get("/v1/me/audit").json["items"]

    assert [one["action"] for one in items] == ["password.change", "password_link.ask", "session.begin"]
    assert items[0]["actor"] == {"id": portal.admin, "name": "Ada Rossi"} and items[1]["actor"] is None
    assert [one["action"] for one in Browser.signed_in(LAURA, OTHER).get("/v1/me/audit").json["items"]] == [
        "session.begin", "password.set",
    ]  # fmt: skip
    assert portal.front.get("/v1/me/audit").code == "not-signed-in"
    page = browser.get("/v1/me/audit", limit=2)
    rest = browser.get("/v1/me/audit", cursor=page.json["next_cursor"]).json
    assert page.json["items"] + rest["items"] == items and rest["next_cursor"] is None


def _change(browser: Browser, current: str = PASSWORD, new: str = NEW, **more: Any) -> Answer:
    return browser.put("/v1/me/password", {"current_password": current, "new_password": new}, **more)


def test_a_changed_password_ends_all_else_and_keeps_this_browser_under_a_new_cookie(portal: Portal) -> None:
    here, there, token = Browser.signed_in(), Browser.signed_in(), portal.session()
    old = Browser(here.cookie)

    answer = _change(here)

    assert (answer.status, answer.text) == (204, "")
    assert here.cookie != old.cookie and here.get("/v1/me").status == 200
    assert old.get("/v1/me").code == there.get("/v1/me").code == portal.as_(token).code == "not-signed-in"
    body = {"refresh_token": token["refresh_token"]}
    assert portal.front.post("/v1/session/refresh", body=body).code == "not-signed-in"
    assert [one["current"] for one in here.get("/v1/me/sessions").json["items"]] == [True]
    assert portal.sign_in(ADMIN, PASSWORD).code == "invalid-credentials"
    assert portal.sign_in(ADMIN, NEW).status == 200


def test_a_program_changes_it_too_and_signs_in_again(portal: Portal) -> None:
    browser, token = Browser.signed_in(), portal.session()
    body = {"current_password": PASSWORD, "new_password": NEW}
    answer = portal.as_(token, "PUT", "/v1/me/password", body=body)
    assert (answer.status, answer.cookies) == (204, ())
    assert portal.as_(token).code == browser.get("/v1/me").code == "not-signed-in"


def test_a_password_is_changed_only_by_who_is_signed_in_and_knows_it(portal: Portal) -> None:
    body = {"current_password": PASSWORD, "new_password": NEW}
    assert portal.front.ask("PUT", "/v1/me/password", body=body).code == "not-signed-in"
    browser = Browser.signed_in()
    for wrong in ("not the right one", " blank at the ends ", "x" * 300):
        refused = _change(browser, wrong)
        assert (refused.status, refused.code, refused.at) == (422, "invalid-request", ["/current_password"])
    assert _change(browser, PASSWORD, "short").code == "password-too-weak"
    assert _change(browser, PASSWORD, "a control \x07 character").at == ["/new_password"]
    assert _change(browser, PASSWORD, PASSWORD).at == ["/new_password"]
    browser.fetch_site = "cross-site"
    assert _change(browser).code == "cross-site"
    browser.fetch_site = "same-origin"
    assert browser.get("/v1/me").status == 200 and portal.sign_in().status == 200


def test_guessing_it_from_an_open_browser_is_counted(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guesses, "PASSWORD_AGAIN", dataclasses.replace(guesses.PASSWORD_AGAIN, most=3))
    browser = Browser.signed_in()
    assert [_change(browser, f"guess number {n}").status for n in range(4)] == [422, 422, 422, 429]
    refused = _change(browser)
    assert (refused.code, refused.json["retry_after"] <= 900) == ("too-many-attempts", True)
    assert portal.sign_in().status == 200


def test_what_cognito_refuses_changes_nothing(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Browser.signed_in()

    def refuse(*_: Any) -> None:
        raise cognito.PasswordRefused

    def away(*_: Any) -> None:
        raise Problem("busy", retry_after=1)

    for trouble, code in ((refuse, "password-too-weak"), (away, "busy")):
        with monkeypatch.context() as patch:
            patch.setattr(cognito, "set_password", trouble)
            assert _change(browser).code == code
    assert browser.get("/v1/me").status == 200 and portal.sign_in().status == 200


def test_no_receipt_holds_what_a_password_could_be_guessed_from(portal: Portal) -> None:
    browser = Browser.signed_in()
    assert _change(browser, key="k").status == 204
    assert not [item for item in everything() if item["pk"]["S"].startswith("RECEIPT#")]


@pytest.mark.parametrize("field", ["current_password", "new_password"])
def test_what_is_no_password_is_named(portal: Portal, field: str) -> None:
    body = {"current_password": PASSWORD, "new_password": NEW}
    for value in (None, 7, [], {}, "", True, "x" * 1025):
        answer = portal.front.ask("PUT", "/v1/me/password", portal.admin, body=body | {field: value})
        assert (answer.code, answer.at) == ("invalid-request", [f"/{field}"]), value
    extra = portal.front.ask("PUT", "/v1/me/password", portal.admin, body=body | {"is_admin": True})
    assert extra.at == ["/is_admin"]


def test_a_token_of_before_the_change_is_void(portal: Portal) -> None:
    long_ago = token_for(portal.admin, auth_time=int(time.time()) - 100)
    assert _change(Browser.signed_in()).status == 204
    answer = portal.front.ask("GET", "/v1/me", headers={"authorization": f"Bearer {long_ago}"})
    assert answer.code == "not-signed-in"
