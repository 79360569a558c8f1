"""Admins of the platform and of partners: made, invited, listed, dismissed; the last one stays."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from functions.portal_api.account import guesses, store
from functions.portal_api.account.admin import Invitee
from functions.portal_api.account.dismiss_admin import dismiss_admin
from functions.portal_api.account.invite_admin import invite_admin
from functions.portal_api.command import Asking
from shared import commit, keys
from shared.caller import Caller
from shared.clock import stamp
from shared.dynamo import read_one
from shared.ids import new_id
from tests.builders import a_person, everything
from tests.functional.account.portal import ADMIN, OTHER, Portal, person

LAURA = "laura@alfa.example"
BODY = {"email": LAURA, "first_name": "Laura", "last_name": "Moretti"}


def asking(person_id: str) -> Asking:
    """A platform admin's request, for a verb called without its route."""
    caller = Caller(person_id, "Ada Rossi", ADMIN, "en", frozenset({"platform_admin"}))
    return Asking(caller, stamp(), None, "", "req-2")


def _paths(portal: Portal) -> tuple[str, str]:
    return "/v1/platform/admins", f"/v1/partners/{portal.partner()}/admins"


@pytest.mark.criterion("C-28")
def test_naming_a_partner_makes_a_partner_admin_and_naming_none_a_platform_admin(portal: Portal) -> None:
    platform, partner_path = _paths(portal)
    partner = partner_path.split("/")[3]

    made = portal.front.post(partner_path, portal.admin, BODY)
    other = portal.front.post(platform, portal.admin, BODY | {"email": "marco@portico.example"})

    assert made.status == other.status == 201
    assert made.json | {"since": ""} == {"id": made.json["id"], **BODY, "invited": True, "since": ""}
    views = {view["kind"]: view["id"] for view in portal.front.get("/v1/me", made.json["id"]).json["views"]}
    assert views == {"partner": partner}
    assert [view["kind"] for view in portal.front.get("/v1/me", other.json["id"]).json["views"]] == ["platform"]


@pytest.mark.criterion("C-28", "C-20")
def test_the_invitation_is_told_on_the_person(portal: Portal) -> None:
    partner = portal.partner()
    laura = portal.invited(LAURA, partner)

    [fact] = person(laura)["facts"]["all"]

    assert fact["type"] == "AdminInvited"
    assert fact["data"] == {"person_id": laura, "partner_id": partner, "invited_by": portal.admin}
    assert person(laura)["invited"] is True
    assert read_one(keys.partner_admin(partner, laura)), "who gets mails is read from here, invited ones too"


def test_the_ladder_of_inviting(portal: Portal) -> None:
    partner, other = portal.partner("Alfa"), portal.partner("Beta")
    laura, nobody = portal.invited(LAURA, partner), a_person()
    body = BODY | {"email": "new@alfa.example"}
    before = everything()

    assert portal.front.post(f"/v1/partners/{partner}/admins", None, body).code == "not-signed-in"
    assert portal.front.post(f"/v1/partners/{partner}/admins", nobody, body).code == "not-found"
    assert portal.front.post(f"/v1/partners/{other}/admins", laura, body).code == "not-found"
    assert portal.front.post(f"/v1/partners/{new_id('prt')}/admins", portal.admin, body).code == "not-found"
    assert portal.front.post("/v1/platform/admins", laura, body).code == "not-allowed"
    assert portal.front.get("/v1/platform/admins", laura).code == "not-allowed"
    assert everything() == before
    accepted = portal.front.post(f"/v1/partners/{partner}/admins", laura, body, key="k")
    assert accepted.status == 201
    after = everything()
    again = portal.front.post(f"/v1/partners/{partner}/admins", laura, body, key="k")
    assert (again.headers["idempotency-replayed"], again.json) == ("true", accepted.json)
    assert everything() == after


@pytest.mark.criterion("C-30")
def test_inviting_somebody_known_elsewhere_tells_nothing_of_elsewhere(portal: Portal) -> None:
    alfa, beta = portal.partner("Alfa"), portal.partner("Beta")
    laura = portal.accepted(LAURA, alfa)
    marco = portal.accepted("marco@beta.example", beta)
    named = {"email": LAURA, "first_name": "L.", "last_name": "M."}

    known = portal.front.post(f"/v1/partners/{beta}/admins", marco, named)
    fresh = portal.front.post(f"/v1/partners/{beta}/admins", marco, named | {"email": "new@beta.example"})

    hidden = {"id": "", "email": "", "since": ""}
    assert known.json | hidden == fresh.json | hidden
    assert known.json["id"] == laura
    listed = {item["id"]: item for item in portal.front.get(f"/v1/partners/{beta}/admins", marco).json["items"]}
    assert listed[laura]["first_name"] == "L."
    assert listed[laura]["invited"] is True
    portal.session(LAURA, OTHER)
    listed = {item["id"]: item for item in portal.front.get(f"/v1/partners/{beta}/admins", marco).json["items"]}
    assert listed[laura]["invited"] is False


def test_nobody_is_admin_of_a_place_twice(portal: Portal) -> None:
    for path in _paths(portal):
        assert portal.front.post(path, portal.admin, BODY).status == 201
        before = everything()
        again = portal.front.post(path, portal.admin, BODY)
        assert (again.status, again.code) == (409, "already-admin")
        assert everything() == before
    assert portal.front.post("/v1/platform/admins", portal.admin, BODY | {"email": ADMIN}).code == "already-admin"


def test_two_who_invite_the_same_new_person_at_once_make_one(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    alfa, beta = portal.partner("Alfa"), portal.partner("Beta")
    real = store.person_id_of

    def slow(email: str, sign_in_domain: str) -> str | None:
        found = real(email, sign_in_domain)
        monkeypatch.setattr(store, "person_id_of", real)
        invite_admin(asking(portal.admin), Invitee(**BODY), beta)  # the other one is faster
        return found

    monkeypatch.setattr(store, "person_id_of", slow)

    laura = portal.invited(LAURA, alfa)

    assert {view["id"] for view in portal.front.get("/v1/me", laura).json["views"]} == {alfa, beta}


@pytest.mark.criterion("C-28")
def test_a_dismissed_admin_is_refused_on_the_next_request(portal: Portal) -> None:
    partner = portal.partner()
    laura = portal.accepted(LAURA, partner)
    portal.accepted("marco@alfa.example", partner)
    session = portal.session(LAURA, OTHER)
    assert portal.as_(session, path=f"/v1/partners/{partner}").status == 200

    assert portal.front.ask("DELETE", f"/v1/partners/{partner}/admins/{laura}", portal.admin).status == 204

    assert portal.as_(session, path=f"/v1/partners/{partner}").code == "not-found"
    assert portal.as_(session).json["views"] == []
    assert [one["email"] for one in portal.front.all(f"/v1/partners/{partner}/admins", portal.admin)] == [
        "marco@alfa.example"
    ]


@pytest.mark.criterion("C-28")
def test_the_last_admin_stays(portal: Portal) -> None:
    partner = portal.partner()
    laura = portal.invited(LAURA, partner)
    before = everything()

    for path in (f"/v1/platform/admins/{portal.admin}", f"/v1/partners/{partner}/admins/{laura}"):
        answer = portal.front.ask("DELETE", path, portal.admin)
        assert (answer.status, answer.code) == (409, "last-admin")

    assert everything() == before


def test_of_two_who_remove_each_other_one_stays(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    marco = portal.accepted("marco@portico.example")
    real = commit.commit

    def slow(writes: Any, patience: Any = None) -> None:
        monkeypatch.setattr(commit, "commit", real)
        dismiss_admin(asking(marco), portal.admin, None)  # the faster one
        real(writes, patience)

    monkeypatch.setattr(commit, "commit", slow)

    assert portal.front.ask("DELETE", f"/v1/platform/admins/{marco}", portal.admin).code == "last-admin"
    assert [one["id"] for one in portal.front.all("/v1/platform/admins", marco)] == [marco]


def test_who_is_no_admin_cannot_be_dismissed(portal: Portal) -> None:
    partner = portal.partner()
    portal.invited(LAURA, partner)
    for who in (portal.admin, new_id("per"), "per_x", "..", "%F0%9F"):
        answer = portal.front.ask("DELETE", f"/v1/partners/{partner}/admins/{who}", portal.admin)
        assert answer.code == "not-found", who


def test_an_invitation_is_mailed_again_until_it_is_accepted_and_not_too_often(portal: Portal) -> None:
    partner = portal.partner()
    laura = portal.invited(LAURA, partner)
    path = f"/v1/partners/{partner}/admins/{laura}/invitation"
    told = {person(laura)["facts"]["id"]}
    for _ in range(guesses.INVITATIONS.most):
        assert portal.front.post(path, portal.admin).status == 202
        told.add(person(laura)["facts"]["id"])
    assert len(told) == guesses.INVITATIONS.most + 1
    assert portal.front.post(path, portal.admin).code == "too-many-attempts"

    portal.set_password(portal.mailed_link(laura), OTHER)

    assert portal.front.post(path, portal.admin).code == "already-admin"
    assert portal.front.post(path.replace(laura, new_id("per")), portal.admin).code == "not-found"


@pytest.mark.criterion("C-28")
def test_who_only_is_invited_does_not_let_the_last_admin_go(portal: Portal) -> None:
    partner = portal.partner()
    laura, typo = portal.accepted(LAURA, partner), portal.invited("typo@nowhere.example", partner)
    path = f"/v1/partners/{partner}/admins"
    portal.invited("typo@nowhere.example")

    assert portal.front.ask("DELETE", f"{path}/{laura}", laura).code == "last-admin"
    assert portal.front.ask("DELETE", f"/v1/platform/admins/{portal.admin}", portal.admin).code == "last-admin"
    assert portal.front.ask("DELETE", f"{path}/{typo}", laura).status == 204
    marco = portal.accepted("marco@alfa.example", partner)
    assert portal.front.ask("DELETE", f"{path}/{laura}", laura).status == 204
    assert portal.front.ask("DELETE", f"{path}/{marco}", portal.admin).code == "last-admin"


def test_accepting_between_the_look_and_the_dismissal_is_counted(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner = portal.partner()
    portal.accepted("marco@alfa.example", partner)
    laura = portal.invited(LAURA, partner)
    real = commit.commit

    def slow(writes: Any, patience: Any = None) -> None:
        monkeypatch.setattr(commit, "commit", real)
        known = store.person_of(laura)
        assert known
        store.accepted(known)
        store.accepted(known)  # two sign-ins at once count once
        real(writes, patience)

    monkeypatch.setattr(commit, "commit", slow)

    assert portal.front.ask("DELETE", f"/v1/partners/{partner}/admins/{laura}", portal.admin).status == 204
    place = read_one(keys.partner(partner)) or {}
    assert (place["admins_count"], place["accepted_count"]) == (1, 1)


def test_inviting_and_dismissing_in_turns_mails_nobody_without_end(portal: Portal) -> None:
    partner = portal.partner()
    laura = portal.accepted(LAURA, partner)
    path, sent = f"/v1/partners/{partner}/admins", []
    for _ in range(guesses.INVITATIONS_TO.most + 2):
        made = portal.front.post(path, laura, BODY | {"email": "victim@nowhere.example"})
        sent.append(made.status)
        if made.status == 201:
            portal.front.ask("DELETE", f"{path}/{made.json['id']}", laura)

    assert sent == [201] * guesses.INVITATIONS_TO.most + [429] * 2
    assert made.code == "too-many-attempts"
    assert int(made.headers["retry-after"]) <= 86400
    assert portal.front.post(path, laura, BODY | {"email": "marco@alfa.example"}).status == 201


def test_one_admin_has_a_place_mail_fifty_a_day(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = portal.partner()
    laura = portal.accepted(LAURA, partner)
    few = dataclasses.replace(guesses.INVITATIONS_BY, most=2)
    assert guesses.INVITATIONS_BY.most == 50
    monkeypatch.setattr(guesses, "INVITATIONS_BY", few)
    path = f"/v1/partners/{partner}/admins"

    answers = [portal.front.post(path, laura, BODY | {"email": f"a{n}@alfa.example"}) for n in range(3)]

    assert [answer.status for answer in answers] == [201, 201, 429]
    assert portal.front.post(path, portal.admin, BODY | {"email": "b@alfa.example"}).status == 201


@pytest.mark.parametrize("name", ["YOU WON http://evil.example/claim", "see WWW.evil.example", "<b>Ada</b>", "a/b"])
def test_a_name_carries_no_link_to_strangers(portal: Portal, name: str) -> None:
    for field in ("first_name", "last_name"):
        answer = portal.front.post("/v1/platform/admins", portal.admin, BODY | {field: name})
        assert (answer.code, answer.at) == ("invalid-request", [f"/{field}"])
        assert portal.front.patch("/v1/me", portal.admin, {field: name}).code == "invalid-request"


@pytest.mark.parametrize("name", ["D'Angelo", "Anne-Marie", "J.R.R.", "Łukasz", "María José", "O\u2019Neill"])
def test_a_name_is_what_people_are_called(portal: Portal, name: str) -> None:
    assert portal.front.post("/v1/platform/admins", portal.admin, BODY | {"first_name": name}).status == 201


def test_a_new_person_has_the_language_of_the_place_that_invites(portal: Portal) -> None:
    italian = portal.invited(LAURA, portal.partner(language="it"))
    english = portal.invited("marco@portico.example")
    portal.invited(LAURA, portal.partner("Beta", language="en"))

    assert person(italian)["language"] == "it"
    assert person(english)["language"] == "en"
    assert portal.front.get("/v1/me", italian).json["language"] == "it"


def test_admins_are_listed_page_by_page(portal: Portal) -> None:
    partner = portal.partner()
    made = [portal.invited(f"admin{number}@alfa.example", partner) for number in range(5)]
    assert [one["id"] for one in portal.front.all(f"/v1/partners/{partner}/admins", portal.admin, limit=2)] == made


def test_the_first_admin_is_made_once(portal: Portal) -> None:
    before = everything()
    again = Portal.opened()
    assert again.admin == portal.admin
    assert everything() == before


def test_without_a_password_the_first_admin_is_mailed(aws: None) -> None:
    from infra.first_admin import make_first_admin

    admin = make_first_admin("grace@portico.example", "Grace", "Verdi")
    assert [fact["type"] for fact in person(admin)["facts"]["all"]] == ["AdminInvited"]
    assert read_one(keys.partner(keys.HOUSE))
    assert read_one(keys.PLATFORM)
