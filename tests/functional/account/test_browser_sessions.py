"""Sessions of browsers: opened with the same proof as tokens, by our own pages alone, good on one domain."""

from __future__ import annotations

import dataclasses
import time
from typing import Any

import boto3
import pytest

from functions.portal_api.account import sessions
from shared import keys
from shared.caller import identify
from shared.dynamo import decode, query_all, read_one
from shared.hosts import trusted_host
from shared.ids import new_id
from tests.builders import everything, write
from tests.functional.account.browser import Browser
from tests.functional.account.portal import ADMIN, OTHER, PASSWORD, Portal, calls, person, totp
from tests.functional.account.test_sign_in import _reasons, _with_authenticator
from tests.functional.front import DOMAIN

LAURA = "laura@alfa.example"


def _own(person_id: str) -> list[dict[str, Any]]:
    return list(query_all("portal", f"PERSON#{person_id}", prefix="SESSION#"))


def _trail(person_id: str) -> list[tuple[str, str | None, str]]:
    rows = query_all("portal", f"PERSON#{person_id}#AUDIT")
    return [(row["action"], row.get("actor_id"), row["subject"]) for row in rows]


def test_signing_in_gives_a_cookie_of_this_very_host_and_nothing_a_script_could_read(portal: Portal) -> None:
    answer = Browser().sign_in("Admin@Portico.Example ", PASSWORD)

    assert (answer.status, answer.json) == (201, {"next": "/platform"})
    assert answer.headers["cache-control"] == "no-store"
    (cookie,) = answer.cookies
    value, *attributes = cookie.split("; ")
    assert value.startswith(f"__Host-portico={portal.admin}.")
    assert set(attributes) == {"Path=/", "Secure", "HttpOnly", "SameSite=Lax", "Max-Age=1209600"}


def test_a_browser_reads_and_changes_with_its_cookie(portal: Portal) -> None:
    browser = Browser.signed_in()

    assert browser.get("/v1/me").json["id"] == portal.admin
    changed = browser.ask("PATCH", "/v1/me", body={"first_name": "Adele"}, key="k")
    assert (changed.status, changed.json["first_name"]) == (200, "Adele")


def test_what_is_kept_is_a_hash_and_no_text_of_the_browser(portal: Portal) -> None:
    browser = Browser.signed_in()
    secret = browser.cookie.partition(".")[2]

    item, (twin,) = browser.item, _own(portal.admin)

    assert (item["person_id"], item["domain"], item["browser"], item["system"]) == (
        portal.admin, DOMAIN, "Firefox", "Linux",
    )  # fmt: skip
    assert twin["id"] == item["id"] and keys.session(twin["token_hash"]) == browser.key
    assert item["expires_at"] == twin["expires_at"] == item["last_seen_at"] + 12 * 3600
    for stored in everything():
        assert secret not in str(stored) and "Mozilla" not in str(stored)


def test_every_reason_is_refused_as_with_tokens_and_with_the_same_work(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, tokens = {}, {}
    for reason, (email, password) in _reasons(portal).items():
        with calls(monkeypatch) as made:
            answer = Browser().sign_in(email, password)
        seen[reason] = (answer.status, answer.text, answer.cookies, tuple(made))
        with calls(monkeypatch) as made:
            refused = portal.sign_in(email, password, address="198.51.100.4")
        tokens[reason] = (refused.status, refused.text, refused.cookies, tuple(made))

    assert len(set(seen.values())) == 1, seen
    assert set(seen.values()) == set(tokens.values())
    assert seen["unknown"][0] == 401


def test_guesses_are_counted_together_with_those_of_programs(portal: Portal) -> None:
    for number in range(10):
        guess = Browser().sign_in if number % 2 else portal.sign_in
        assert guess(ADMIN, "not the right one").status == 401

    refused = Browser().sign_in()
    assert (refused.code, refused.cookies) == ("too-many-attempts", ())
    assert refused.json["retry_after"] == int(refused.headers["retry-after"])


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_no_other_site_signs_a_browser_in_or_out(portal: Portal, site: str) -> None:
    browser = Browser.signed_in()
    before, browser.fetch_site = everything(), site

    for path, body in (
        ("/v1/browser-sessions", {"email": ADMIN, "password": PASSWORD}),
        ("/v1/browser-sessions/mfa", {"challenge": "x", "code": "123456"}),
    ):
        assert (browser.post(path, body).status, browser.post(path, body).code) == (403, "cross-site")
    assert browser.delete("/v1/browser-sessions/current").code == "cross-site"
    assert browser.ask("PATCH", "/v1/me", body={"first_name": "Adele"}).code == "cross-site"
    assert browser.delete("/v1/session").code == "cross-site"
    assert everything() == before
    assert browser.get("/v1/me").status == 200, "to read is no change, and nobody else sees the answer"


def test_a_browser_that_says_only_its_origin_is_held_to_that(portal: Portal) -> None:
    body = {"email": ADMIN, "password": PASSWORD}

    def sent(**headers: str) -> Any:
        return portal.front.post("/v1/browser-sessions", body=body, headers=headers)

    assert sent(origin=f"https://{DOMAIN}").status == 201
    assert sent(origin="https://evil.example").code == sent(origin="null").code == sent().code == "cross-site"


def test_a_second_factor_is_answered_before_there_is_a_cookie(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    _with_authenticator(monkeypatch)
    browser = Browser()
    asked = browser.sign_in(next="/account/security")
    assert (asked.status, asked.code, browser.cookie) == (409, "mfa-required", "")
    body = {"challenge": asked.json["challenge"], "code": "123456", "next": "/account/security"}

    good = browser.post("/v1/browser-sessions/mfa", body)

    assert (good.status, good.json) == (201, {"next": "/account/security"})
    assert browser.get("/v1/me").json["id"] == portal.admin
    assert Browser().post("/v1/browser-sessions/mfa", body).code == "mfa-invalid"


def test_a_wrong_code_opens_nothing(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    _with_authenticator(monkeypatch)
    browser = Browser()
    challenge = browser.sign_in().json["challenge"]

    wrong = browser.post("/v1/browser-sessions/mfa", {"challenge": challenge, "code": "000000"})

    assert (wrong.status, wrong.code, wrong.cookies) == (401, "mfa-invalid", ())
    assert _own(portal.admin) == []


@pytest.mark.parametrize(
    ("wanted", "where"),
    [
        ("/account/security?tab=1", "/account/security?tab=1"),
        ("https://evil.example/", "/platform"),
        ("//evil.example", "/platform"),
        ("/\\evil.example", "/platform"),
        ("/\t/evil.example", "/platform"),
        ("javascript:alert(1)", "/platform"),
        ("/v1/me", "/platform"),
        ("/sign-in?next=/sign-in", "/platform"),
        ("x" * 4000, "/platform"),
        ("", "/platform"),
    ],
)
def test_one_goes_on_to_pages_of_ours_alone(portal: Portal, wanted: str, where: str) -> None:
    assert Browser().sign_in(next=wanted).json == {"next": where}


@pytest.mark.criterion("A-22")
def test_who_has_several_views_chooses_and_who_has_one_goes_there(portal: Portal) -> None:
    one, two = portal.partner("Alfa"), portal.partner("Beta")
    portal.accepted(LAURA, one)
    assert Browser().sign_in(LAURA, OTHER).json == {"next": f"/partner/{one}"}
    portal.invited(LAURA, two)
    assert Browser().sign_in(LAURA, OTHER).json == {"next": "/"}


def test_signing_in_again_takes_no_session_over_and_ends_the_one_before(portal: Portal) -> None:
    laura = portal.accepted(LAURA)
    browser = Browser.signed_in()
    first, its_id = Browser(browser.cookie), browser.item["id"]

    assert browser.sign_in(LAURA, OTHER).status == 201

    assert first.get("/v1/me").code == "not-signed-in"
    assert browser.get("/v1/me").json["id"] == laura
    assert _own(portal.admin) == []
    assert ("session.end", None, its_id) in _trail(portal.admin), "who came after is not told to who was before"
    assert _trail(laura)[-1] == ("session.begin", laura, browser.item["id"])


@pytest.mark.criterion("X-09")
def test_a_session_of_another_domain_is_none_here(portal: Portal) -> None:
    browser = Browser.signed_in()
    browser.change(domain="learn.partner.example")

    assert browser.get("/v1/me").code == "not-signed-in"
    assert browser.delete("/v1/me/sessions/" + browser.item["id"]).code == "not-signed-in"
    assert Browser(browser.cookie).delete("/v1/browser-sessions/current").status == 204
    assert read_one(browser.key) is not None, "nor is it ended from here"


def test_a_session_that_is_over_or_anothers_or_made_up_is_none(portal: Portal) -> None:
    laura = portal.accepted(LAURA)
    good = Browser.signed_in()
    secret = good.cookie.partition(".")[2]
    over, revoked = Browser.signed_in(), Browser.signed_in()
    over.change(expires_at=int(time.time()))
    boto3.client("dynamodb").delete_item(
        TableName="portal", Key={"pk": {"S": revoked.key.pk}, "sk": {"S": revoked.key.sk}}
    )
    spoiled = {
        "over": over.cookie,
        "revoked": revoked.cookie,
        "another person's id before the secret": f"__Host-portico={laura}.{secret}",
        "made up": f"__Host-portico={portal.admin}.{'x' * 43}",
        "nobody's": f"__Host-portico={new_id('per')}.{secret}",
        "no secret": f"__Host-portico={portal.admin}.",
        "no person": f"__Host-portico={secret}",
        "another name": good.cookie.replace("__Host-", ""),
        "garbage": "__Host-portico=\x00;;==",
    }
    for name, cookie in spoiled.items():
        assert Browser(cookie).get("/v1/me").code == "not-signed-in", name
    assert good.get("/v1/me").status == 200


def test_a_bearer_token_comes_before_the_cookie(portal: Portal) -> None:
    browser = Browser.signed_in()
    assert browser.ask("GET", "/v1/me", headers={"authorization": "Bearer nonsense"}).code == "not-signed-in"


def test_whoever_may_sign_in_no_more_is_out_at_the_next_request(portal: Portal) -> None:
    laura = portal.accepted(LAURA)
    browser = Browser.signed_in(LAURA, OTHER)
    write(keys.person(laura), person(laura) | {"status": "disabled"})
    assert browser.get("/v1/me").code == "not-signed-in"


def test_signing_out_ends_this_browser_alone_and_is_done_as_often_as_one_likes(portal: Portal) -> None:
    here, there = Browser.signed_in(), Browser.signed_in()
    old, its_id = Browser(here.cookie), here.item["id"]

    answer = here.delete("/v1/browser-sessions/current")

    assert (answer.status, answer.text, here.cookie) == (204, "", "")
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert old.get("/v1/me").code == "not-signed-in"
    assert there.get("/v1/me").status == 200
    assert [one["id"] for one in _own(portal.admin)] == [there.item["id"]]
    assert _trail(portal.admin)[-1] == ("session.end", portal.admin, its_id)
    rows = len(_trail(portal.admin))
    for browser in (old, here):
        assert browser.delete("/v1/browser-sessions/current").status == 204
    assert len(_trail(portal.admin)) == rows


def test_signing_out_everywhere_ends_every_browser(portal: Portal) -> None:
    here, there, token = Browser.signed_in(), Browser.signed_in(), portal.session()
    old = Browser(here.cookie)

    answer = here.delete("/v1/session")

    assert (answer.status, here.cookie) == (204, "")
    assert old.get("/v1/me").code == there.get("/v1/me").code == portal.as_(token).code == "not-signed-in"
    assert _own(portal.admin) == []
    assert Browser.signed_in().get("/v1/me").status == 200


def test_a_password_by_link_ends_every_browser(portal: Portal) -> None:
    browser = Browser.signed_in()
    assert portal.set_password(portal.mailed_link(portal.admin), OTHER).status == 204
    assert browser.get("/v1/me").code == "not-signed-in"
    assert _own(portal.admin) == []


def test_one_person_has_twenty_sessions_and_the_oldest_gives_way(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "MOST", 3)
    browsers = [Browser.signed_in() for _ in range(5)]

    assert [one.get("/v1/me").status for one in browsers] == [401, 401, 200, 200, 200]
    assert len(_own(portal.admin)) == 3


def _alive(browser: Browser) -> None:
    headers = {"cookie": browser.cookie, "host": DOMAIN}
    sessions.keep_alive(identify(headers, trusted_host(headers)), headers)


def test_being_used_moves_the_end_but_not_beyond_fourteen_days(portal: Portal) -> None:
    browser, now = Browser.signed_in(), int(time.time())
    _alive(browser)
    fresh = browser.item
    browser.change(last_seen_at=now - 601, expires_at=now + 100)
    twin = keys.own_session(portal.admin, fresh["id"])
    write(twin, (read_one(twin) or {}) | {"last_seen_at": now - 601, "expires_at": now + 100})

    _alive(browser)

    for key in (browser.key, twin):
        item = read_one(key) or {}
        assert now <= item["last_seen_at"] <= time.time()
        assert item["expires_at"] == item["last_seen_at"] + 12 * 3600
    old = now - 14 * 24 * 3600 + 60
    for key in (browser.key, twin):
        write(key, (read_one(key) or {}) | {"last_seen_at": now - 700, "signed_in_at": old})
    _alive(browser)
    assert browser.item["expires_at"] == old + 14 * 24 * 3600


def test_use_is_noted_once_in_ten_minutes_and_never_brings_a_session_back(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Browser.signed_in()
    headers = {"cookie": browser.cookie, "host": DOMAIN}
    caller = identify(headers, trusted_host(headers))
    with calls(monkeypatch) as made:
        sessions.keep_alive(caller, headers)
    assert made == []
    long_ago = dataclasses.replace(caller.session, last_seen_at=0) if caller.session else None
    later = dataclasses.replace(caller, session=long_ago)
    Browser(browser.cookie).delete("/v1/browser-sessions/current")
    before = everything()
    with calls(monkeypatch) as made:
        sessions.keep_alive(later, headers)
    assert (made, everything()) == (["TransactWriteItems"], before)
    sessions.keep_alive(dataclasses.replace(caller, session=None), headers)


def test_a_page_comes_although_its_use_could_not_be_noted(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Browser.signed_in()
    headers = {"cookie": browser.cookie, "host": DOMAIN}
    caller = identify(headers, trusted_host(headers))
    assert caller.session is not None
    error = boto3.client("dynamodb").exceptions.ProvisionedThroughputExceededException({"Error": {}}, "x")

    def away(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr("functions.portal_api.account.sessions.commit", away)
    sessions.keep_alive(
        dataclasses.replace(caller, session=dataclasses.replace(caller.session, last_seen_at=0)), headers
    )


@pytest.mark.parametrize("path", ["/v1/browser-sessions", "/v1/browser-sessions/mfa"])
def test_what_is_no_sign_in_is_refused_and_nothing_written(portal: Portal, path: str) -> None:
    whole = (
        {"email": ADMIN, "password": PASSWORD} if path.endswith("sessions") else {"challenge": "x", "code": "123456"}
    )
    before = everything()
    for field in whole:
        for value in (None, 7, [], {}, "", True):
            answer = Browser().post(path, whole | {field: value})
            assert (answer.code, answer.at) == ("invalid-request", [f"/{field}"]), (field, value)
    for value in (7, [], "x" * 4001):
        assert Browser().post(path, whole | {"next": value}).at == ["/next"]
    for raw in ("", "{", "[]", "null"):
        assert Browser().post(path, raw=raw).code == "invalid-request"
    assert everything() == before


def test_nothing_personal_is_in_the_trail(portal: Portal) -> None:
    Browser.signed_in().delete("/v1/session")
    rows = [decode(item) for item in everything() if item["pk"]["S"].endswith("#AUDIT")]
    assert rows and not any(said in str(row) for row in rows for said in (ADMIN, PASSWORD, "Firefox"))


def test_the_code_of_a_real_app_opens_a_session(portal: Portal) -> None:
    browser = Browser.signed_in()
    begun = browser.post("/v1/me/second-factor", {"password": PASSWORD}).json
    code = {"challenge": begun["challenge"], "code": totp(begun["secret"])}
    assert browser.put("/v1/me/second-factor", code).status == 204
    other = Browser()
    challenge = other.sign_in().json["challenge"]
    answer = other.post("/v1/browser-sessions/mfa", {"challenge": challenge, "code": totp(begun["secret"])})
    assert answer.status == 201 and other.get("/v1/me").status == 200
