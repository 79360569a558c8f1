"""Portal access of contacts: active, admin, profile; ended at once, and with what it rests on."""

from __future__ import annotations

import pytest

from functions.portal_api.account import store
from functions.portal_api.portal_access import store as access_store
from functions.portal_api.profiles.count_users import users_key
from shared import keys
from shared.dynamo import read_one
from shared.ids import new_id
from tests.builders import a_person, everything, write
from tests.functional.front import Front
from tests.functional.portal_access.scene import ADA, Scene, once


@pytest.mark.criterion("B-01", "B-23", "B-26", "B-27", "B-32")
def test_a_contact_is_activated_with_admin_and_profile_and_mailed_once(scene: Scene) -> None:
    profile = scene.a_profile()
    nothing = scene.front.get(scene.access(), scene.admin).json
    assert (nothing["active"], nothing["role"]) == (False, None)

    made = scene.set(organization_id=scene.organization, admin=True, profile_id=profile, key="k")

    assert made.status == 200
    assert made.json == {
        "contact_id": scene.ada, "active": True, "role": "portal_user", "organization_id": scene.organization,
        "admin": True, "profile_id": profile, "key_contact_of": [], "invited": True, "since": made.json["since"],
    }  # fmt: skip
    assert scene.front.get(scene.access(), scene.admin).json == made.json
    assert [(kind, role) for kind, role, _ in scene.views()] == [("business", "portal_user"), ("learner", "learner")]
    [fact] = scene.facts()
    assert fact["type"] == "PortalAccessGranted"
    assert fact["data"]["organization_id"] == scene.organization
    record = read_one(keys.person(scene.person())) or {}
    assert (record["email"], record["invited"]) == (ADA, True)
    membership = read_one(keys.contact_membership(scene.person(), scene.partner.id)) or {}
    assert (membership["role"], membership["contact_id"], membership["profile_id"]) == ("learner", scene.ada, profile)
    told, after = scene.facts(), everything()
    assert scene.set(organization_id=scene.organization, admin=True, profile_id=profile, key="k").json == made.json
    assert everything() == after
    assert scene.set(organization_id=scene.organization).json["profile_id"] is None
    assert scene.facts() == told, "the first activation is mailed, later changes are not"
    assert scene.trail() == [("portal_access.set", scene.ada)] * 2


@pytest.mark.criterion("B-23", "B-25")
def test_only_a_contact_with_an_address_is_activated(scene: Scene) -> None:
    nobody = scene.contact()
    before = everything()
    answer = scene.set(nobody)
    assert (answer.status, answer.code) == (409, "contact-without-email")
    assert everything() == before


@pytest.mark.criterion("A-43x", "B-28")
def test_not_active_refuses_everything_at_once(scene: Scene) -> None:
    scene.set(organization_id=scene.organization)
    scene.grant()

    ended = scene.set(active=False)

    assert (ended.status, ended.json["active"], ended.json["key_contact_of"]) == (200, False, [])
    assert scene.views() == []
    assert [one for one in everything() if one["sk"]["S"].startswith("MEMBERSHIP#")] == [
        one for one in everything() if one["sk"]["S"].startswith("MEMBERSHIP#partner#")
    ]
    assert scene.front.get(scene.key_contacts(), scene.admin).json["items"] == []
    assert scene.set(active=False).status == 200
    assert scene.front.ask("DELETE", scene.access(), scene.admin).code == "not-found"
    scene.set()
    assert scene.front.ask("DELETE", scene.access(), scene.admin).status == 204
    assert scene.views() == []


@pytest.mark.criterion("B-28")
def test_the_audit_tells_of_the_organization_too_that_a_key_contact_was_ended_there(scene: Scene) -> None:
    scene.grant()
    assert scene.front.ask("DELETE", scene.access(), scene.admin).status == 204
    assert ("key_contact.remove", scene.organization) in scene.trail()
    assert ("portal_access.end", scene.ada) in scene.trail()


def test_what_somebody_is_elsewhere_stays_when_access_ends(scene: Scene) -> None:
    other = Scene.of(scene.front, "Beta")
    other.set()
    scene.set()

    scene.set(active=False)

    assert scene.views() == [("learner", "learner", f"/me/{other.partner.id}")]


@pytest.mark.criterion("B-24")
def test_one_person_is_one_contact_of_a_partner(scene: Scene) -> None:
    scene.set()
    person = scene.person()
    write(keys.identity("platform", "new@beta.example"), {"person_id": person})  # their owner changed the address
    second = scene.contact(email="new@beta.example")

    refused = scene.set(second)

    assert (refused.status, refused.code) == (409, "email-active")
    assert "Beta" not in refused.json["detail"]
    assert (read_one(keys.contact_membership(person, scene.partner.id)) or {})["contact_id"] == scene.ada
    assert scene.front.get(scene.access(second), scene.admin).json["active"] is False


@pytest.mark.criterion("C-30")
def test_the_ladder_of_access(scene: Scene) -> None:
    other = Scene.of(scene.front, "Beta")
    elsewhere = scene.an_organization("Gamma")
    stranger = a_person()
    before = everything()

    assert scene.set(who=None).code == "not-signed-in"
    for who in (other.admin, stranger):
        assert scene.set(who=who).code == "not-found"
        assert scene.front.get(scene.access(), who).code == "not-found"
        assert scene.front.ask("DELETE", scene.access(), who).code == "not-found"
        assert scene.front.post(scene.access(scene.ada, "invitation"), who).code == "not-found"
    for contact in (other.ada, new_id("con"), "con_x"):
        assert scene.set(contact).code == "not-found"
        assert scene.front.get(scene.access(contact), scene.admin).code == "not-found"
    for fields in (
        {"organization_id": other.organization}, {"organization_id": "org_x"}, {"profile_id": other.a_profile()},
        {"profile_id": "prf_x"}, {"profile_id": new_id("prf")},
    ):  # fmt: skip
        assert scene.set(**fields).code == "not-found", fields
    assert scene.set(organization_id=elsewhere).code == "not-in-organization"
    for malformed in ({"admin": True}, {"active": "yes"}, {"active": None}, {"role": "x"}, {"organization_id": 5}):
        assert scene.set(**malformed).code == "invalid-request", malformed
    assert scene.front.ask("PUT", scene.access(), scene.admin, body={}).code == "invalid-request"
    assert scene.front.post(scene.access(scene.ada, "invitation"), scene.admin).code == "not-found"
    assert len(everything()) == len(before) + 1, "but for the profile made in between"


@pytest.mark.criterion("B-27", "B-28")
def test_archiving_a_contact_ends_its_access_in_the_same_moment(scene: Scene) -> None:
    scene.set(organization_id=scene.organization)
    scene.grant()

    assert scene.change(scene.ada, archived=True).status == 200

    assert scene.views() == []
    assert scene.member()["role_ended_how"] == "archived"
    assert ("portal_access.end", scene.ada) in scene.trail()
    assert ("key_contact.remove", scene.organization) in scene.trail()
    for refused in (scene.grant(), scene.set()):
        assert (refused.status, refused.code) == (409, "contact-archived")
    scene.change(scene.ada, archived=False)
    assert scene.views() == [], "fetched back, nobody is let in again unseen"


@pytest.mark.criterion("A-25")
def test_who_leaves_an_organization_has_no_access_to_it_any_more(scene: Scene) -> None:
    gamma = scene.an_organization("Gamma")
    scene.set(organization_id=scene.organization, admin=True)
    scene.grant()

    assert scene.change(scene.ada, organization_id=gamma).status == 200

    assert scene.views() == [("learner", "learner", f"/me/{scene.partner.id}")]
    shown = scene.front.get(scene.access(), scene.admin).json
    assert (shown["role"], shown["organization_id"], shown["admin"]) == ("learner", None, False)
    assert scene.member() == {}
    assert scene.front.get(scene.key_contacts(), scene.admin).json["items"] == []


def test_a_mere_key_contact_who_leaves_has_nothing_left(scene: Scene) -> None:
    scene.grant()

    scene.change(scene.ada, organization_id=None)

    assert scene.views() == []
    assert ("portal_access.end", scene.ada) in scene.trail()


@pytest.mark.criterion("B-25", "B-31")
def test_an_address_somebody_signs_in_with_stays_and_no_account_moves_with_another(scene: Scene) -> None:
    scene.set()
    person = scene.person()
    before = everything()

    for email in ("thief@beta.example", None):
        refused = scene.change(scene.ada, email=email)
        assert (refused.status, refused.code) == (409, "contact-has-access")
    assert everything() == before
    assert scene.change(scene.ada, email=ADA, first_name="Adele").status == 200
    scene.set(active=False)
    assert scene.change(scene.ada, email="thief@beta.example").status == 200
    scene.set()
    assert scene.person("thief@beta.example") != person
    assert scene.views() == []


def test_archiving_while_access_is_given_wins(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    once(monkeypatch, lambda: scene.change(scene.ada, archived=True))

    assert scene.set().code == "contact-archived"

    assert not [one for one in everything() if one["sk"]["S"].startswith("MEMBERSHIP#contact")]


def test_access_given_while_the_contact_is_archived_ends_with_it(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    once(monkeypatch, scene.set)

    assert scene.change(scene.ada, archived=True).status == 200

    assert scene.views() == []


def test_of_two_activations_at_once_the_later_counts_and_one_is_mailed(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    once(monkeypatch, lambda: scene.set(organization_id=scene.organization))

    assert scene.set().json["role"] == "learner"

    assert scene.views() == [("learner", "learner", f"/me/{scene.partner.id}")]
    assert scene.facts()[0]["data"]["organization_id"] == scene.organization


@pytest.mark.criterion("B-27", "B-32")
def test_who_has_a_profile_is_counted_wherever_access_changes_or_ends(scene: Scene) -> None:
    first, second = scene.a_profile(), scene.a_profile()

    def users() -> list[int]:
        rows = (read_one(users_key(scene.partner.id, one)) or {"users": 0} for one in (first, second))
        return [row["users"] for row in rows]

    scene.set(profile_id=first)
    scene.set(profile_id=first, organization_id=scene.organization)
    assert users() == [1, 0]
    scene.grant()
    scene.set(profile_id=second)
    assert users() == [0, 1]
    scene.remove()
    assert users() == [0, 1]
    scene.change(scene.ada, archived=True)
    assert users() == [0, 0]
    scene.change(scene.ada, archived=False)
    scene.set(profile_id=first)
    scene.set(active=False)
    assert users() == [0, 0]


def test_a_profile_that_goes_meanwhile_is_not_given(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access_store, "has_profile", lambda *_: True)

    assert scene.set(profile_id=new_id("prf")).code == "not-found"

    assert scene.front.get(scene.access(), scene.admin).json["active"] is False


def test_an_invitation_is_mailed_again_until_it_is_accepted(scene: Scene) -> None:
    scene.set()
    path = scene.access(scene.ada, "invitation")
    first = scene.facts()

    again = scene.front.post(path, scene.admin, key="k")

    assert (again.status, again.json["active"]) == (202, True)
    assert scene.facts() != first
    assert scene.front.post(path, scene.admin, key="k").headers["idempotency-replayed"] == "true"
    person = store.person_of(scene.person())
    assert person
    store.accepted(person)
    assert scene.front.get(scene.access(), scene.admin).json["invited"] is False
    assert scene.front.post(path, scene.admin).code == "already-accepted"


def test_a_name_that_is_an_address_reaches_no_mail_as_one(front: Front) -> None:
    scene = Scene.of(front)
    named = scene.contact(
        first_name="http://evil.example/win", last_name="<b>www.evil.example</b>", email="x@b.example"
    )

    scene.set(named)

    record = read_one(keys.person(scene.person("x@b.example"))) or {}
    assert not any(sign in record["first_name"] + record["last_name"] for sign in ("/", "<", "www."))


def test_staff_who_may_read_contacts_see_access_and_do_not_change_it(scene: Scene) -> None:
    body = {"email": "m@alfa.example", "first_name": "M", "last_name": "V", "role": "partner_enrollment"}
    marco = scene.front.post(f"{scene.base}/staff", scene.admin, body).json["id"]

    assert scene.front.get(scene.access(), marco).status == 200
    assert scene.front.get(scene.key_contacts(), marco).status == 200
    assert scene.set(who=marco).code == "not-allowed"
    assert scene.front.post(scene.key_contacts(), marco, {"contact_id": scene.ada}).code == "not-allowed"
