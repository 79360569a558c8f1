"""Passwords by one-time links: asked for without telling anything, used once, followed by a clean slate."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.portal_api.account import cognito, guesses, store
from functions.portal_api.account.set_password import set_password
from shared import keys
from shared.clock import now
from shared.hosts import Host
from tests.builders import write
from tests.functional.account.portal import ADMIN, OTHER, PASSWORD, Portal, calls, person

HERE = Host("portico.localhost")

LAURA = "laura@alfa.example"
NEW = "una password lunga e nuova"


def test_an_invited_person_sets_a_password_and_signs_in(portal: Portal) -> None:
    partner = portal.partner()
    laura = portal.invited(LAURA, partner)
    assert portal.sign_in(LAURA, NEW).code == "invalid-credentials"

    answer = portal.set_password(portal.mailed_link(laura), NEW)

    assert (answer.status, answer.text) == (204, "")
    assert person(laura)["invited"] is False
    session = portal.session(LAURA, NEW)
    assert [view["id"] for view in portal.as_(session).json["views"]] == [partner]


def test_a_link_works_once(portal: Portal) -> None:
    link = portal.mailed_link(portal.admin)

    assert portal.set_password(link, NEW).status == 204
    again = portal.set_password(link, OTHER)

    assert (again.status, again.code) == (410, "link-invalid")
    assert portal.sign_in(ADMIN, NEW).status == 200


def test_links_that_are_unknown_or_over_are_refused_alike(portal: Portal) -> None:
    old = portal.mailed_link(portal.admin, at=now() - timedelta(hours=24, seconds=1))
    unknown = portal.set_password("never-mailed", NEW)

    assert unknown.code == "link-invalid"
    assert portal.set_password(old, NEW).text == unknown.text
    assert portal.sign_in().status == 200


def test_a_new_password_voids_the_links_from_before_and_the_sessions(portal: Portal) -> None:
    first, second = portal.mailed_link(portal.admin), portal.mailed_link(portal.admin)
    session = portal.session()

    assert portal.set_password(first, NEW).status == 204

    assert portal.set_password(second, OTHER).code == "link-invalid"
    assert portal.as_(session).code == "not-signed-in"
    body = {"refresh_token": session["refresh_token"]}
    assert portal.front.post("/v1/session/refresh", body=body).code == "not-signed-in"
    assert portal.sign_in(ADMIN, PASSWORD).code == "invalid-credentials"
    assert portal.as_(portal.session(ADMIN, NEW)).status == 200


def test_a_new_password_forgives_wrong_ones(portal: Portal) -> None:
    for _ in range(11):
        portal.sign_in(ADMIN, "not the right one")
    portal.set_password(portal.mailed_link(portal.admin), NEW)
    assert portal.sign_in(ADMIN, NEW).status == 200


@pytest.mark.parametrize(
    "weak", ["short", "password1234", "PASSWORD1234", "aaaaaaaaaaaaaaaa", "123456789012", "admin has a password"]
)
def test_a_weak_password_is_refused_and_the_link_stays_good(portal: Portal, weak: str) -> None:
    link = portal.mailed_link(portal.admin)

    answer = portal.set_password(link, weak)

    assert (answer.status, answer.code, answer.json["min_length"]) == (422, "password-too-weak", 12)
    assert portal.set_password(link, NEW).status == 204


@pytest.mark.parametrize(
    "odd", [" blank in front and long", "x" * 257, "a control \x07 character", "lone \ud800 surrogate"]
)
def test_what_nobody_can_type_is_malformed(portal: Portal, odd: str) -> None:
    answer = portal.set_password(portal.mailed_link(portal.admin), odd)
    assert (answer.code, answer.at) == ("invalid-request", ["/new_password"])


def test_a_password_of_any_script_works_however_it_is_composed(portal: Portal) -> None:
    portal.set_password(portal.mailed_link(portal.admin), "perche\u0301 no, città e 東京")
    assert portal.sign_in(ADMIN, "perch\u00e9 no, città e 東京").status == 200


def test_what_cognito_refuses_gives_the_link_back(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    link = portal.mailed_link(portal.admin)

    def refuse(*_: Any) -> None:
        raise cognito.PasswordRefused

    with monkeypatch.context() as patch:
        patch.setattr(cognito, "set_password", refuse)
        assert portal.set_password(link, NEW).code == "password-too-weak"

    assert portal.set_password(link, NEW).status == 204


def test_death_between_link_and_password_locks_nobody_out(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    laura = portal.invited(LAURA, portal.partner())
    link = portal.mailed_link(laura)

    class Killed(BaseException):
        """The process ends here."""

    def die(*_: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(cognito, "set_password", die)
        with pytest.raises(Killed):
            set_password(link, NEW, HERE)

    assert portal.set_password(link, NEW).code == "link-invalid"
    before = person(laura)["facts"]["id"]
    assert portal.ask_link(LAURA).status == 202
    assert person(laura)["facts"]["id"] != before
    assert portal.set_password(portal.mailed_link(laura), NEW).status == 204
    assert portal.sign_in(LAURA, NEW).status == 200


def test_two_at_once_with_one_link_and_one_wins(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    link = portal.mailed_link(portal.admin)
    real = store.person_of

    def slow(person_id: str, host: Host) -> Any:
        monkeypatch.setattr(store, "person_of", real)
        set_password(link, NEW, HERE)  # the twin, between this one's read and its write
        return real(person_id, host)

    monkeypatch.setattr(store, "person_of", slow)

    assert portal.set_password(link, OTHER).code == "link-invalid"
    assert portal.sign_in(ADMIN, NEW).status == 200


def test_asking_for_a_link_never_tells_whose_address_it_is(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = portal.partner("Chiusa")
    portal.accepted("closed@alfa.example", closed)
    portal.front.post(f"/v1/partners/{closed}/closure", portal.admin)
    disabled = portal.accepted("disabled@alfa.example")
    write(keys.person(disabled), person(disabled) | {"status": "disabled"})
    seen = set()
    for email in (ADMIN, "nobody@alfa.example", "closed@alfa.example", "disabled@alfa.example"):
        with calls(monkeypatch) as made:
            answer = portal.ask_link(email)
        seen.add((answer.status, answer.text, tuple(made)))

    assert len(seen) == 1, seen
    assert next(iter(seen))[:2] == (202, '{"accepted":true}')


def test_asking_states_the_fact_on_the_person_and_on_nobody_else(portal: Portal) -> None:
    disabled = portal.accepted("disabled@alfa.example")
    write(keys.person(disabled), person(disabled) | {"status": "disabled"})
    before = person(disabled)["facts"]

    portal.ask_link(ADMIN)
    portal.ask_link("disabled@alfa.example")

    facts = person(portal.admin)["facts"]
    assert [(fact["type"], fact["data"]) for fact in facts["all"]] == [
        ("PasswordLinkAsked", {"person_id": portal.admin})
    ]
    assert person(disabled)["facts"] == before


def test_only_a_few_links_an_hour_are_mailed_and_nobody_is_told(portal: Portal) -> None:
    said = set()
    for _ in range(guesses.LINKS_BY_EMAIL.most + 3):
        assert portal.ask_link(ADMIN).status == 202
        said.add(person(portal.admin)["facts"]["id"])
    assert len(said) == guesses.LINKS_BY_EMAIL.most
