"""The authenticator app: set up with the password and a first code, given up with both, taken away when it is lost."""

from __future__ import annotations

import dataclasses
import re
import time
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import boto3
import pytest

from functions.portal_api.account import cognito, guesses, sealed
from shared import keys
from shared.dynamo import query_all
from shared.ids import new_id
from shared.settings import settings
from tests.builders import everything, write
from tests.functional.account.browser import Browser
from tests.functional.account.portal import ADMIN, OTHER, PASSWORD, Portal, _long_ago, person, totp
from tests.functional.front import Answer

LAURA = "laura@alfa.example"
PATH = "/v1/me/second-factor"


def _begin(browser: Browser, password: str = PASSWORD) -> Answer:
    return browser.post(PATH, {"password": password})


def _set_up(browser: Browser, password: str = PASSWORD) -> str:
    begun = _begin(browser, password)
    assert begun.status == 201, begun
    secret = str(begun.json["secret"])
    done = browser.put(PATH, {"challenge": begun.json["challenge"], "code": totp(secret)})
    assert (done.status, done.text) == (204, "")
    return secret


def _wrong(secret: str) -> str:
    return f"{(int(totp(secret)) + 500_000) % 1_000_000:06d}"


def test_an_app_is_set_up_and_then_asked_for(portal: Portal) -> None:
    browser = Browser.signed_in()

    secret = _set_up(browser)

    assert person(portal.admin)["second_factor_at"]
    assert browser.get("/v1/me").status == 200
    refused = portal.sign_in()
    assert refused.code == "mfa-required"
    body = {"challenge": refused.json["challenge"], "code": totp(secret)}
    assert portal.front.post("/v1/session/mfa", body=body).status == 200
    assert _begin(browser).code == "second-factor-exists"


def test_what_was_signed_in_without_a_code_is_signed_out_by_setting_one_up(portal: Portal) -> None:
    thief, program, mine = Browser.signed_in(), portal.session(), Browser.signed_in()
    copied = Browser(mine.cookie)

    _set_up(mine)

    assert [one.get("/v1/me").status for one in (thief, copied, mine)] == [401, 401, 200]
    assert portal.as_(program).code == "not-signed-in"
    refreshed = portal.front.post("/v1/session/refresh", body={"refresh_token": program["refresh_token"]})
    assert refreshed.code == "not-signed-in"
    assert [one["current"] for one in mine.get("/v1/me/sessions").json["items"]] == [True]


@pytest.mark.parametrize("door", ["/v1/session/mfa", "/v1/browser-sessions/mfa"])
def test_a_sign_in_that_waits_for_its_code_is_void_with_all_else(portal: Portal, door: str) -> None:
    browser = Browser.signed_in()
    secret = _set_up(browser)
    waiting = portal.sign_in().json["challenge"]

    changed = browser.put("/v1/me/password", {"current_password": PASSWORD, "new_password": OTHER})
    assert changed.status == 204

    assert Browser().post(door, {"challenge": waiting, "code": totp(secret)}).code == "mfa-invalid"


def test_what_the_app_is_given_says_whose_it_is_and_fits_a_picture(portal: Portal) -> None:
    begun = _begin(Browser.signed_in()).json

    uri = urlsplit(begun["uri"])
    assert (uri.scheme, uri.netloc, unquote(uri.path)) == ("otpauth", "totp", f"/Portico:{ADMIN}")
    assert parse_qs(uri.query) == {"secret": [begun["secret"]], "issuer": ["Portico"]}
    assert re.fullmatch(r"(M\d+ \d+h\d+v1h-\d+z)+", begun["qr"]["path"])
    assert (begun["qr"]["size"] - 8 - 17) % 4 == 0 and len(begun["qr"]["path"]) < 20_000


def test_a_secret_counts_once_a_code_was_seen(portal: Portal) -> None:
    browser = Browser.signed_in()
    begun = _begin(browser).json

    for code in (_wrong(begun["secret"]), _wrong(begun["secret"])):
        wrong = browser.put(PATH, {"challenge": begun["challenge"], "code": code})
        assert (wrong.status, wrong.at) == (422, ["/code"])
    assert portal.sign_in().status == 200 and "second_factor_at" not in person(portal.admin)

    right = {"challenge": begun["challenge"], "code": totp(begun["secret"])}
    assert browser.put(PATH, right, key="k").status == 204
    again = browser.put(PATH, right, key="k")
    assert (again.status, again.headers["idempotency-replayed"]) == (204, "true")
    assert browser.put(PATH, right).at == ["/challenge"]


def test_nobody_without_a_session_or_the_password_sets_one_up(portal: Portal) -> None:
    assert portal.front.post(PATH, body={"password": PASSWORD}).code == "not-signed-in"
    assert portal.front.ask("PUT", PATH, body={"challenge": "x", "code": "123456"}).code == "not-signed-in"
    browser = Browser.signed_in()
    refused = _begin(browser, "not the right one")
    assert (refused.status, refused.at) == (422, ["/password"])
    browser.fetch_site = "cross-site"
    assert _begin(browser).code == "cross-site"


def test_a_set_up_is_its_persons_alone_and_over_after_ten_minutes(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal.accepted(LAURA)
    browser, other = Browser.signed_in(), Browser.signed_in(LAURA, OTHER)
    begun = _begin(browser).json
    body = {"challenge": begun["challenge"], "code": totp(begun["secret"])}

    assert other.put(PATH, body).at == ["/challenge"]
    assert browser.put(PATH, body | {"challenge": "unknown"}).at == ["/challenge"]
    late = time.time() + 601
    with monkeypatch.context() as patch:
        patch.setattr("functions.portal_api.account.sealed.time.time", lambda: late)
        assert browser.put(PATH, body).at == ["/challenge"]


def test_after_a_sign_out_everywhere_a_set_up_is_over(portal: Portal) -> None:
    browser = Browser.signed_in()
    begun = _begin(browser).json
    browser.delete("/v1/session")
    again = Browser.signed_in()
    assert again.put(PATH, {"challenge": begun["challenge"], "code": totp(begun["secret"])}).at == ["/challenge"]


def test_the_table_holds_no_secret_and_no_token_that_works(portal: Portal) -> None:
    begun = _begin(Browser.signed_in()).json
    for item in everything():
        assert begun["secret"] not in str(item) and begun["challenge"] not in str(item) and "eyJhbGci" not in str(item)
    assert sealed.find(begun["challenge"], portal.admin)
    assert sealed.find(begun["challenge"], new_id("per")) is None


def test_codes_and_passwords_cannot_be_guessed(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PASSWORD_AGAIN", "CODE_AGAIN"):
        monkeypatch.setattr(guesses, name, dataclasses.replace(getattr(guesses, name), most=2))
    browser = Browser.signed_in()
    begun = _begin(browser).json
    wrong = {"challenge": begun["challenge"], "code": _wrong(begun["secret"])}
    assert [browser.put(PATH, wrong).status for _ in range(3)] == [422, 422, 429]
    assert [_begin(browser, f"guess number {n}").status for n in range(3)] == [422, 422, 429]
    assert browser.delete(PATH, {"password": PASSWORD}).code == "too-many-attempts"


def test_one_that_was_planted_is_no_hindrance(portal: Portal) -> None:
    browser, stolen = Browser.signed_in(), portal.session()["access_token"]
    pool = boto3.client("cognito-idp")
    planted = pool.associate_software_token(AccessToken=stolen)["SecretCode"]
    pool.verify_software_token(AccessToken=stolen, UserCode=totp(planted))
    pool.set_user_mfa_preference(AccessToken=stolen, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True})

    secret = _set_up(browser)

    challenge = portal.sign_in().json["challenge"]
    body = {"challenge": challenge, "code": totp(secret)}
    assert portal.front.post("/v1/session/mfa", body=body).status == 200


def test_one_gives_up_ones_own_with_password_and_code(portal: Portal) -> None:
    browser = Browser.signed_in()
    assert browser.delete(PATH, {"password": PASSWORD}).code == "not-found"
    secret = _set_up(browser)

    assert browser.delete(PATH, {"password": "not the right one", "code": totp(secret)}).at == ["/password"]
    assert browser.delete(PATH, {"password": PASSWORD}).at == ["/code"]
    assert browser.delete(PATH, {"password": PASSWORD, "code": _wrong(secret)}).at == ["/code"]
    assert portal.sign_in().code == "mfa-required"

    assert browser.delete(PATH, {"password": PASSWORD, "code": totp(secret)}).status == 204
    assert "second_factor_at" not in person(portal.admin)
    assert portal.sign_in().status == 200
    assert browser.delete(PATH, {"password": PASSWORD}).code == "not-found"
    assert portal.front.ask("DELETE", PATH, body={"password": PASSWORD}).code == "not-signed-in"


def test_in_production_an_admin_of_the_platform_keeps_theirs(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Browser.signed_in()
    monkeypatch.setenv("STAGE", "production")
    settings.cache_clear()
    try:
        assert browser.get("/v1/platform/admins").code == "second-factor-required"
        secret = _set_up(browser)
        assert browser.get("/v1/platform/admins").status == 200
        refused = browser.delete(PATH, {"password": PASSWORD, "code": totp(secret)})
        assert (refused.status, refused.code) == (409, "second-factor-needed")
    finally:
        monkeypatch.undo()
        settings.cache_clear()


def test_a_password_by_link_keeps_what_was_set_up_here(portal: Portal) -> None:
    secret = _set_up(Browser.signed_in())

    assert portal.set_password(portal.mailed_link(portal.admin), OTHER).status == 204

    refused = portal.sign_in(ADMIN, OTHER)
    assert refused.code == "mfa-required"
    body = {"challenge": refused.json["challenge"], "code": totp(secret)}
    assert portal.front.post("/v1/session/mfa", body=body).status == 200


def _lost(portal: Portal) -> tuple[str, str, Browser]:
    """A partner, its admin with an app, and a browser of theirs."""
    partner = portal.partner()
    laura = portal.accepted(LAURA, partner)
    browser = Browser.signed_in(LAURA, OTHER)
    _set_up(browser, OTHER)
    return partner, _long_ago(laura), browser


def test_the_platform_takes_a_lost_app_away_and_signs_everything_out(portal: Portal) -> None:
    partner, laura, browser = _lost(portal)
    path = f"/v1/partners/{partner}/admins/{laura}/second-factor"

    assert portal.front.ask("DELETE", path, portal.admin, key="k").status == 204

    assert "second_factor_at" not in person(laura)
    assert [fact["type"] for fact in person(laura)["facts"]["all"]] == ["SecondFactorTakenAway"]
    assert browser.get("/v1/me").code == "not-signed-in"
    assert Browser().sign_in(LAURA, OTHER).status == 201
    again = portal.front.ask("DELETE", path, portal.admin, key="k")
    assert (again.status, again.headers["idempotency-replayed"]) == (204, "true")
    for scope in (f"PARTNER#{partner}", f"PERSON#{laura}"):
        rows = [row for row in query_all("portal", f"{scope}#AUDIT") if row["action"] == "second_factor.take_away"]
        assert [(row["actor_id"], row["subject"]) for row in rows] == [(portal.admin, laura)]


def test_only_the_platform_does_and_only_to_people_of_that_place(portal: Portal) -> None:
    partner, laura, browser = _lost(portal)
    elsewhere = portal.partner("Beta")
    carla = portal.accepted("carla@beta.example", elsewhere)
    path = f"/v1/partners/{partner}/admins/{laura}/second-factor"

    def asked(path: str, who: str | None) -> tuple[int, str]:
        answer = portal.front.ask("DELETE", path, who)
        return answer.status, answer.code

    assert asked(path, None) == (401, "not-signed-in")
    assert asked(path, carla) == (404, "not-found")
    assert asked(path, laura) == (403, "not-allowed")
    assert asked(f"/v1/platform/admins/{portal.admin}/second-factor", laura) == (403, "not-allowed")
    for person_id in (carla, new_id("per"), "x", portal.admin):
        assert asked(f"/v1/partners/{partner}/admins/{person_id}/second-factor", portal.admin) == (404, "not-found")
    assert asked(f"/v1/platform/admins/{laura}/second-factor", portal.admin) == (404, "not-found")
    assert asked(f"/v1/platform/admins/{portal.admin}/second-factor", portal.admin) == (403, "not-allowed")
    invited = portal.invited("invited@alfa.example", partner)
    assert asked(f"/v1/partners/{partner}/admins/{invited}/second-factor", portal.admin) == (404, "not-found")
    assert portal.sign_in(LAURA, OTHER).code == "mfa-required" and browser.get("/v1/me").status == 200


def test_one_admin_of_the_platform_helps_another(portal: Portal) -> None:
    other = portal.accepted(LAURA)
    _set_up(Browser.signed_in(LAURA, OTHER), OTHER)

    assert portal.front.ask("DELETE", f"/v1/platform/admins/{other}/second-factor", portal.admin).status == 204

    assert portal.sign_in(LAURA, OTHER).status == 200


def test_other_staff_of_a_partner_are_helped_too(portal: Portal) -> None:
    partner, laura, _ = _lost(portal)
    portal.accepted("second@alfa.example", partner)
    assert portal.front.ask("DELETE", f"/v1/partners/{partner}/admins/{laura}", portal.admin).status == 204
    write(keys.partner_staff(partner, laura), {"person_id": laura, "role": "partner_finance"})
    path = f"/v1/partners/{partner}/admins/{laura}/second-factor"
    assert portal.front.ask("DELETE", path, portal.admin).status == 204


def test_who_dies_between_cognito_and_the_table_begins_again(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Browser.signed_in()
    begun = _begin(browser).json

    def die(*_: Any) -> Any:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("functions.portal_api.account.store.second_factor", die)
        body = {"challenge": begun["challenge"], "code": totp(begun["secret"])}
        assert browser.put(PATH, body).code == "internal"

    assert cognito.sign_in(portal.admin, PASSWORD), "Cognito asks for it already"
    _set_up(browser)
    assert portal.sign_in().code == "mfa-required"


@pytest.mark.parametrize(
    ("method", "body"),
    [
        ("POST", {"password": PASSWORD}),
        ("PUT", {"challenge": "x", "code": "123456"}),
        ("DELETE", {"password": PASSWORD, "code": "123456"}),
    ],
)
def test_wrong_shapes_are_named_and_nothing_is_written(portal: Portal, method: str, body: dict[str, str]) -> None:
    before = everything()
    for field in body:
        for value in (7, [], {}, "", True, "x" * 9000):
            answer = portal.front.ask(method, PATH, portal.admin, body=body | {field: value})
            assert (answer.code, answer.at) == ("invalid-request", [f"/{field}"]), (field, value)
    assert portal.front.ask(method, PATH, portal.admin, body=body | {"x": 1}).at == ["/x"]
    for raw in ("", "{", "[]", "null"):
        assert portal.front.ask(method, PATH, portal.admin, raw=raw).code == "invalid-request"
    assert everything() == before
