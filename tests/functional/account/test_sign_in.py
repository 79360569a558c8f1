"""Signing in: one answer for every failure, guesses counted, second factor, refresh, and the end of a session."""

from __future__ import annotations

import dataclasses
import time
from typing import Any

import boto3
import pytest

from functions.portal_api.account import cognito, guesses
from functions.portal_api.account.cognito import SecondFactor, Tokens
from shared import keys
from shared.settings import settings
from tests.builders import everything, token_for, write
from tests.functional.account.portal import ADMIN, OTHER, PASSWORD, Portal, calls, person, totp

LAURA = "laura@alfa.example"


def test_signing_in_gives_tokens_that_say_who_one_is(portal: Portal) -> None:
    answer = portal.sign_in("Admin@Portico.Example ", PASSWORD)

    assert answer.status == 200
    assert set(answer.json) == {"access_token", "refresh_token", "expires_in", "token_type"}
    assert answer.json["token_type"] == "Bearer"
    assert answer.headers["cache-control"] == "no-store"
    assert portal.as_(answer.json).json["id"] == portal.admin


def _reasons(portal: Portal) -> dict[str, tuple[str, str]]:
    """Every reason to be refused, as e-mail address and password."""
    disabled = portal.accepted("disabled@alfa.example")
    write(keys.person(disabled), person(disabled) | {"status": "disabled"})
    closed = portal.partner("Chiusa")
    portal.accepted("closed@alfa.example", closed)
    portal.front.post(f"/v1/partners/{closed}/closure", portal.admin)
    gone = portal.accepted("gone@alfa.example")
    assert portal.front.ask("DELETE", f"/v1/platform/admins/{gone}", portal.admin).status == 204
    portal.invited("invited@alfa.example")
    return {
        "wrong password": (ADMIN, "not the right one"),
        "unknown": ("nobody@alfa.example", PASSWORD),
        "disabled": ("disabled@alfa.example", OTHER),
        "only at a closed partner": ("closed@alfa.example", OTHER),
        "no role left": ("gone@alfa.example", OTHER),
        "never set a password": ("invited@alfa.example", PASSWORD),
        "nothing that could be a password": (ADMIN, " blank at the ends "),
        "longer than any": (ADMIN, "x" * 300),
    }


@pytest.mark.criterion("C-06")
def test_every_reason_is_refused_alike_with_the_same_work(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = {}
    for reason, (email, password) in _reasons(portal).items():
        with calls(monkeypatch) as made:
            answer = portal.sign_in(email, password)
        seen[reason] = (answer.status, answer.text, tuple(made))

    assert len(set(seen.values())) == 1, seen
    status, text, made = seen["unknown"]
    assert (status, '"invalid-credentials"' in text) == (401, True)
    assert made.count("AdminInitiateAuth") == 1


@pytest.mark.criterion("C-06")
def test_who_is_also_admin_of_an_open_partner_signs_in_and_does_not_see_the_closed_one(portal: Portal) -> None:
    closed, open_ = portal.partner("Chiusa"), portal.partner("Aperta")
    portal.accepted(LAURA, closed)
    portal.invited(LAURA, open_)
    portal.front.post(f"/v1/partners/{closed}/closure", portal.admin)

    session = portal.session(LAURA, OTHER)

    views = portal.as_(session).json["views"]
    assert [(view["name"], view["path"]) for view in views] == [("Aperta", f"/partner/{open_}")]
    assert portal.as_(session, path=f"/v1/partners/{closed}").code == "partner-closed"


def test_after_ten_wrong_passwords_even_the_right_one_waits(portal: Portal) -> None:
    for _ in range(10):
        assert portal.sign_in(ADMIN, "not the right one").code == "invalid-credentials"

    answer = portal.sign_in()

    assert answer.code == "too-many-attempts"
    assert 1 <= int(answer.headers["retry-after"]) <= 900
    assert answer.json["retry_after"] == int(answer.headers["retry-after"])


def test_a_strangers_guesses_do_not_keep_out_whose_address_it_is(portal: Portal) -> None:
    for _ in range(11):
        stranger = portal.sign_in(ADMIN, "not the right one", address="198.51.100.7")
    unknown = [portal.sign_in("nobody@alfa.example", "x" * 12, address="203.0.113.9") for _ in range(11)][-1]

    assert stranger.code == unknown.code == "too-many-attempts"
    assert stranger.json | {"retry_after": 0, "detail": ""} == unknown.json | {"retry_after": 0, "detail": ""}
    assert portal.sign_in().status == 200


def test_guesses_from_everywhere_are_too_many_together(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guesses, "SIGN_IN_BY_EMAIL", dataclasses.replace(guesses.SIGN_IN_BY_EMAIL, most=5))

    answers = [portal.sign_in(ADMIN, "not the right one", address=f"198.51.100.{n}").status for n in range(7)]

    assert answers == [401] * 5 + [429] * 2
    assert portal.sign_in().code == "too-many-attempts"


def test_unknown_addresses_are_counted_the_same_way(portal: Portal) -> None:
    answers = [portal.sign_in("nobody@alfa.example", "not the right one").status for _ in range(11)]
    assert answers == [401] * 10 + [429]


def test_a_right_password_forgives_the_wrong_ones_before(portal: Portal) -> None:
    for _ in range(3):
        for _ in range(9):
            portal.sign_in(ADMIN, "not the right one")
        assert portal.sign_in().status == 200


def test_when_the_window_is_over_counting_begins_anew(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(11):
        portal.sign_in(ADMIN, "not the right one")
    later = time.time() + 901
    monkeypatch.setattr(guesses.time, "time", lambda: later)

    assert portal.sign_in().status == 200


def test_one_address_may_guess_fifty_times_whoever_it_tries(portal: Portal) -> None:
    for number in range(49):
        portal.sign_in(f"person{number}@alfa.example", "not the right one")

    assert [portal.sign_in().status for _ in range(3)] == [200] * 3, "right passwords are no guesses"
    assert portal.sign_in("one@alfa.example", "not the right one").status == 401
    assert portal.sign_in("two@alfa.example", "not the right one").status == 429
    assert portal.sign_in().status == 429


def test_counters_name_nobody_and_take_themselves_away(portal: Portal) -> None:
    portal.sign_in("nobody@alfa.example", "not the right one")

    counters = [item for item in everything() if item["pk"]["S"].startswith("COUNTER#")]

    assert counters
    for item in counters:
        assert "nobody" not in item["pk"]["S"]
        assert "192.0.2.1" not in item["pk"]["S"]
        assert time.time() < int(item["expires_at"]["N"]) <= time.time() + 3600


def _with_authenticator(monkeypatch: pytest.MonkeyPatch, right: str = "123456") -> list[tuple[str, str, str]]:
    """Cognito that asks everybody for a second factor."""
    asked: list[tuple[str, str, str]] = []
    real = cognito.sign_in
    kept: dict[str, Tokens] = {}

    def sign_in(person_id: str, password: str) -> Any:
        tokens = real(person_id, password)
        if not isinstance(tokens, Tokens):
            return tokens
        kept[person_id] = tokens
        return SecondFactor("a session of Cognito's")

    def answer(person_id: str, session: str, code: str) -> Tokens | None:
        asked.append((person_id, session, code))
        return kept[person_id] if code == right else None

    monkeypatch.setattr(cognito, "sign_in", sign_in)
    monkeypatch.setattr(cognito, "answer_second_factor", answer)
    return asked


def test_a_second_factor_is_asked_for_and_answered_once(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _with_authenticator(monkeypatch)
    answer = portal.sign_in()
    assert answer.code == "mfa-required"
    assert answer.status == 409
    challenge = answer.json["challenge"]

    def respond(code: str) -> Any:
        return portal.front.post("/v1/session/mfa", body={"challenge": challenge, "code": code})

    good = respond("123456")
    assert good.status == 200
    assert portal.as_(good.json).status == 200
    assert asked == [(portal.admin, "a session of Cognito's", "123456")]
    assert respond("123456").code == "mfa-invalid"
    assert len(asked) == 1


def test_the_code_of_a_real_authenticator_is_right_and_another_is_not(portal: Portal) -> None:
    session = portal.session()
    pool = cognito.client()
    secret = pool.associate_software_token(AccessToken=session["access_token"])["SecretCode"]
    pool.verify_software_token(AccessToken=session["access_token"], UserCode=totp(secret))
    pool.admin_set_user_mfa_preference(
        UserPoolId=settings().user_pool_id,
        Username=portal.admin,
        SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True},
    )

    def respond(code: str) -> Any:
        challenge = portal.sign_in().json["challenge"]
        return portal.front.post("/v1/session/mfa", body={"challenge": challenge, "code": code})

    right = totp(secret)
    wrong = f"{(int(right) + 500_000) % 1_000_000:06d}"
    assert respond(wrong).code == "mfa-invalid"
    assert portal.as_(respond(totp(secret)).json).json["id"] == portal.admin


def test_codes_cannot_be_guessed_by_signing_in_again_and_again(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    _with_authenticator(monkeypatch)
    for _ in range(10):
        challenge = portal.sign_in().json["challenge"]
        wrong = portal.front.post("/v1/session/mfa", body={"challenge": challenge, "code": "000000"})
        assert (wrong.status, wrong.code) == (401, "mfa-invalid")

    assert portal.sign_in().code == "too-many-attempts"


def test_a_challenge_is_over_after_three_minutes(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    _with_authenticator(monkeypatch)
    challenge = portal.sign_in().json["challenge"]
    later = time.time() + 181
    monkeypatch.setattr("functions.portal_api.account.links.time.time", lambda: later)

    body = {"challenge": challenge, "code": "123456"}
    assert portal.front.post("/v1/session/mfa", body=body).code == "mfa-invalid"


def test_a_challenge_sets_no_password_and_a_link_answers_no_challenge(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_authenticator(monkeypatch)
    challenge = portal.sign_in().json["challenge"]
    link = portal.mailed_link(portal.admin)

    assert portal.set_password(challenge, OTHER).code == "link-invalid"
    body = {"challenge": link, "code": "123456"}
    assert portal.front.post("/v1/session/mfa", body=body).code == "mfa-invalid"


def test_a_refresh_token_goes_on_and_is_given_back(portal: Portal) -> None:
    session = portal.session()

    answer = portal.front.post("/v1/session/refresh", body={"refresh_token": session["refresh_token"]})

    assert answer.status == 200
    assert answer.json["refresh_token"] == session["refresh_token"]
    assert portal.as_(answer.json).status == 200


def test_a_refresh_token_ends_with_the_authority(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = portal.partner()
    portal.accepted(LAURA, partner)
    session = portal.session(LAURA, OTHER)
    portal.front.post(f"/v1/partners/{partner}/closure", portal.admin)

    body = {"refresh_token": session["refresh_token"]}
    assert portal.front.post("/v1/session/refresh", body=body).code == "not-signed-in"
    monkeypatch.setattr(cognito, "refresh", lambda _: None)
    assert portal.front.post("/v1/session/refresh", body={"refresh_token": "forged"}).code == "not-signed-in"


def test_signing_out_voids_every_token_at_once_and_signing_in_again_works_at_once(portal: Portal) -> None:
    one, two = portal.session(), portal.session()

    assert portal.as_(one, "DELETE", "/v1/session").status == 204

    for session in (one, two):
        assert portal.as_(session).code == "not-signed-in"
        body = {"refresh_token": session["refresh_token"]}
        assert portal.front.post("/v1/session/refresh", body=body).code == "not-signed-in"
    assert portal.as_(portal.session()).status == 200
    assert portal.as_(one).code == "not-signed-in"


def test_a_forged_expired_or_foreign_token_is_nobody(portal: Portal) -> None:
    now = int(time.time())
    spoiled = {
        "expired": token_for(portal.admin, exp=now - 6),
        "of another client": token_for(portal.admin, client_id="another"),
        "of another pool": token_for(portal.admin, iss=settings().token_issuer + "x"),
        "an id token": token_for(portal.admin, token_use="id"),
        "of no person": token_for("admin"),
        "cut off": token_for(portal.admin)[:-3],
        "no token": "admin",
    }
    for name, token in spoiled.items():
        answer = portal.front.ask("GET", "/v1/me", headers={"authorization": f"Bearer {token}"})
        assert answer.code == "not-signed-in", name
        assert answer.headers["www-authenticate"] == "Bearer"
    assert portal.front.get("/v1/me").code == "not-signed-in"


def test_cognito_that_is_busy_is_503_and_one_that_refuses_the_flow_is_a_bug(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = boto3.client("cognito-idp")

    def refuse(code: str) -> Any:
        def call(**_: Any) -> Any:
            raise client.exceptions.ClientError({"Error": {"Code": code}}, "AdminInitiateAuth")

        return call

    monkeypatch.setattr("shared.patience.time.sleep", lambda _: None)
    monkeypatch.setattr(cognito.client(), "admin_initiate_auth", refuse("TooManyRequestsException"))
    busy = portal.sign_in()
    assert (busy.status, busy.code, busy.headers["retry-after"]) == (503, "busy", "1")
    monkeypatch.setattr(cognito.client(), "admin_initiate_auth", refuse("InvalidParameterException"))
    assert portal.sign_in().code == "internal"
