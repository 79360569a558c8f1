"""Guards of signing in that nothing else stands in for, each met alone: when it goes, its test fails."""

from __future__ import annotations

import time
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import jwt
import pytest

from functions.portal_api.account import cognito, guesses, links, store
from functions.portal_api.account import set_password as setting
from functions.portal_api.account.cognito import Tokens
from functions.portal_api.account.person import Person
from shared import keys
from shared.caller import identify
from shared.clock import now, stamp
from shared.dynamo import query_all
from shared.hosts import Host
from shared.ids import new_id
from tests.builders import KEY_ID, _signing_key, everything, token_for, write
from tests.functional.account.portal import ADMIN, OTHER, Portal, person
from tests.functional.account.test_sign_in import _with_authenticator


def counts() -> list[int]:
    return [int(item["count"]["N"]) for item in everything() if item["pk"]["S"].startswith("COUNTER#")]


def as_known(person_id: str) -> Person:
    found = Person.of(query_all("portal", keys.person(person_id).pk))
    assert found
    return found


def disable(person_id: str) -> None:
    write(keys.person(person_id), person(person_id) | {"status": "disabled"})


def test_giving_tries_back_never_leaves_fewer_than_none(portal: Portal) -> None:
    limit = guesses.Limit("tests", 2, 900)
    guesses.count(limit, "ada")
    guesses.forget(limit, "ada")

    guesses.give_back(limit, "ada")
    guesses.give_back(limit, "nobody")

    assert counts() == [0]


def test_a_used_link_is_none_whatever_happened_since(portal: Portal) -> None:
    link = portal.mailed_link(portal.admin)
    assert links.link(link)
    assert portal.set_password(link, OTHER).status == 204
    write(keys.person(portal.admin), person(portal.admin) | {"password_set_at": ""})

    assert links.link(link) is None
    assert portal.set_password(link, OTHER).code == "link-invalid"


def test_a_link_that_ends_while_it_is_used_sets_nothing(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    link, admin = portal.mailed_link(portal.admin), as_known(portal.admin)
    before = person(portal.admin)
    monkeypatch.setattr(links, "time", SimpleNamespace(time=lambda: time.time() + 86_401))

    assert links.use_link(link, admin, stamp(), 1) is False
    assert person(portal.admin) == before


def test_what_was_signed_in_while_a_password_was_set_is_void(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    this = int(time.time())
    seconds = [this + 1, this + 5]
    monkeypatch.setattr(setting, "next_second", lambda: seconds.pop(0))

    assert portal.set_password(portal.mailed_link(portal.admin), OTHER).status == 204
    assert person(portal.admin)["tokens_from"] == this + 5


def test_since_when_tokens_count_never_goes_back(portal: Portal) -> None:
    store.tokens_void(portal.admin, 200)
    store.tokens_void(portal.admin, 100)

    assert person(portal.admin)["tokens_from"] == 200


def test_who_may_sign_in_no_more_answers_no_challenge(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _with_authenticator(monkeypatch)
    challenge = portal.sign_in().json["challenge"]
    disable(portal.admin)

    answer = portal.front.post("/v1/session/mfa", body={"challenge": challenge, "code": "123456"})

    assert (answer.code, asked) == ("mfa-invalid", [])


def test_a_refresh_token_of_before_the_void_gives_nothing(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    session = portal.session()

    def still_good_at_cognito(_: str) -> Tokens:
        return Tokens(session["access_token"], session["refresh_token"], 3600)

    monkeypatch.setattr(cognito, "refresh", still_good_at_cognito)
    body = {"refresh_token": session["refresh_token"]}
    assert portal.front.post("/v1/session/refresh", body=body).status == 200
    store.tokens_void(portal.admin, int(time.time()) + 100)

    assert portal.front.post("/v1/session/refresh", body=body).code == "not-signed-in"


def test_who_may_sign_in_no_more_refreshes_nothing_even_where_cognito_would(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = portal.session(ADMIN)
    given: Any = Tokens(session["access_token"], session["refresh_token"], 3600)
    monkeypatch.setattr(cognito, "refresh", lambda _: given)
    disable(portal.admin)

    body = {"refresh_token": session["refresh_token"]}
    assert portal.front.post("/v1/session/refresh", body=body).code == "not-signed-in"


def test_of_two_who_read_a_link_one_uses_it(portal: Portal) -> None:
    link, admin = portal.mailed_link(portal.admin), as_known(portal.admin)

    assert links.use_link(link, admin, stamp(), 1) is True
    assert links.use_link(link, admin, stamp(), 1) is False


def test_a_link_past_its_day_is_none(portal: Portal) -> None:
    assert links.link(portal.mailed_link(portal.admin, at=now() - timedelta(hours=24, seconds=1))) is None
    assert links.link(portal.mailed_link(portal.admin, at=now() - timedelta(hours=23)))


@pytest.mark.parametrize("left_out", ["exp", "iat", "iss", "auth_time", "token_use", "client_id", "username"])
def test_a_token_that_leaves_out_when_it_ends_is_nobodys(portal: Portal, left_out: str) -> None:
    whole = jwt.decode(token_for(portal.admin), options={"verify_signature": False})
    said = {name: value for name, value in whole.items() if name != left_out}
    for claims, status in ((whole, 200), (said, 401)):
        token = jwt.encode(claims, _signing_key(), "RS256", {"kid": KEY_ID})
        assert portal.front.ask("GET", "/v1/me", headers={"authorization": f"Bearer {token}"}).status == status


@pytest.mark.criterion("C-30")
def test_what_a_contact_is_at_another_partner_is_not_found_on_a_partners_domain(portal: Portal) -> None:
    mine, theirs, organization = new_id("prt"), new_id("prt"), new_id("org")
    headers = {"authorization": f"Bearer {token_for(portal.admin)}"}
    here, platform = Host("alfa.portico.localhost", mine), Host("portico.localhost")
    key = keys.organization_membership(portal.admin, organization)
    for partner, found_here in ((theirs, False), (mine, True)):
        write(key, {"role": "key_contact", "partner_id": partner, "organization_id": organization})
        asked = [identify(headers, host, mine, organization_id=organization) for host in (here, platform)]
        assert [key in caller.found for caller in asked] == [found_here, True]
