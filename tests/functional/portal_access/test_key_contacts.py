"""Key contacts: given to contacts of the organization, recorded, taken away at once."""

from __future__ import annotations

import pytest

from shared import keys
from shared.dynamo import read_one
from shared.ids import new_id
from tests.builders import a_person, a_platform_admin, everything
from tests.functional.portal_access.scene import ADA, Scene, once


@pytest.mark.criterion("A-01", "A-16")
def test_granting_invites_a_contact_without_sign_in_and_opens_the_business_portal(scene: Scene) -> None:
    made = scene.grant()

    assert made.status == 201
    assert made.json == {
        "contact_id": scene.ada, "organization_id": scene.organization, "first_name": "Ada", "last_name": None,
        "email": ADA, "since": made.json["since"], "by": scene.admin, "how": "granted", "invited": True,
    }  # fmt: skip
    assert scene.views() == [
        ("business", "key_contact", f"/business/{scene.organization}"),
        ("learner", "learner", f"/me/{scene.partner.id}"),
    ]
    names = [one["name"] for one in scene.front.get("/v1/me", scene.person()).json["views"]]
    assert names == ["Officine Beta", "Alfa"]
    [fact] = scene.facts()
    assert (fact["type"], fact["data"]) == (
        "KeyContactGranted",
        {
            "person_id": scene.person(), "partner_id": scene.partner.id, "organization_id": scene.organization,
            "invited_by": scene.admin,
        },
    )  # fmt: skip
    assert (read_one(keys.person(scene.person())) or {})["invited"] is True
    assert scene.front.get(scene.key_contacts(), scene.admin).json["items"] == [made.json]


@pytest.mark.criterion("A-01")
def test_an_organization_may_have_several_key_contacts(scene: Scene) -> None:
    people = [scene.contact(organization_id=scene.organization, email=f"p{n}@beta.example") for n in range(3)]
    for one in people:
        assert scene.grant(one).status == 201

    listed = scene.front.all(scene.key_contacts(), scene.admin, limit=2)

    assert [one["contact_id"] for one in listed] == people


@pytest.mark.criterion("A-17")
def test_a_contact_without_an_address_is_refused_with_the_reason(scene: Scene) -> None:
    nameless = scene.contact(organization_id=scene.organization)
    before = everything()

    answer = scene.grant(nameless)

    assert (answer.status, answer.code) == (409, "contact-without-email")
    assert everything() == before


@pytest.mark.criterion("A-02", "A-15", "A-21")
def test_removal_ends_access_on_the_next_request_and_says_who_and_when(scene: Scene) -> None:
    scene.grant()
    given = scene.member()
    assert (given["role"], given["role_by"], given["role_how"]) == ("key_contact", scene.admin, "granted")

    assert scene.remove().status == 204

    assert scene.views() == []
    ended = scene.member()
    assert "role" not in ended
    assert (ended["role_ended_by"], ended["role_ended_how"]) == (scene.admin, "removed")
    assert ended["since"] == given["since"], "they are still a contact of the organization"
    assert scene.front.get(scene.key_contacts(), scene.admin).json["items"] == []
    records = (scene.ada, scene.organization)
    assert scene.trail() == [(f"key_contact.{what}", one) for what in ("grant", "remove") for one in records]


@pytest.mark.criterion("A-02")
def test_a_portal_user_who_was_a_key_contact_is_a_portal_user_again(scene: Scene) -> None:
    profile = scene.a_profile()
    scene.set(organization_id=scene.organization, profile_id=profile, admin=True)
    key = keys.organization_membership(scene.person(), scene.organization)
    before = read_one(key)
    assert before and (before["role"], before["profile_id"], before["admin"]) == ("portal_user", profile, True)

    scene.grant()
    between = read_one(key)
    assert between and between["role"] == "key_contact"
    assert "profile_id" not in between, "no profile narrows a key contact"
    assert scene.front.get(scene.access(), scene.admin).json["role"] == "key_contact"
    scene.remove()

    assert read_one(key) == before
    assert scene.member()["role"] == "portal_user"


@pytest.mark.criterion("A-25", "C-30")
def test_the_ladder_of_granting(scene: Scene) -> None:
    other = Scene.of(scene.front, "Beta")
    elsewhere = scene.an_organization("Gamma")
    body = {"contact_id": scene.ada}
    before = everything()

    assert scene.front.post(scene.key_contacts(), None, body).code == "not-signed-in"
    for stranger in (other.admin, a_person()):
        assert scene.front.post(scene.key_contacts(), stranger, body).code == "not-found"
        assert scene.front.get(scene.key_contacts(), stranger).code == "not-found"
    assert scene.grant(other.ada).code == "not-found"
    for who in (new_id("con"), "con_x", "..", "\U0001f600"):
        assert scene.grant(who).code == "not-found"
    for organization in (other.organization, new_id("org"), "org_x"):
        assert scene.front.post(scene.key_contacts(organization=organization), scene.admin, body).code == "not-found"
        assert scene.front.get(scene.key_contacts(organization=organization), scene.admin).code == "not-found"
    answer = scene.front.post(scene.key_contacts(organization=elsewhere), scene.admin, body)
    assert (answer.status, answer.code) == (409, "not-in-organization")
    for malformed in ({}, {"contact_id": None}, {"contact_id": [scene.ada]}, body | {"role": "x"}, [], None):
        assert scene.front.post(scene.key_contacts(), scene.admin, malformed).code == "invalid-request"
    assert [one for one in everything() if one["sk"]["S"].startswith("MEMBERSHIP#organization")] == []
    assert scene.remove().code == "not-found"
    assert scene.remove(who=None).code == "not-signed-in"
    assert len(everything()) == len(before) + 2, "but for the stranger made in between"


def test_a_grant_repeated_under_its_key_is_answered_and_mailed_once(scene: Scene) -> None:
    first = scene.grant(key="k")
    after = everything()

    again = scene.grant(key="k")

    assert (again.headers["idempotency-replayed"], again.json) == ("true", first.json)
    assert everything() == after
    assert scene.grant().code == "already-key-contact"
    removed = scene.remove(key="r")
    assert (removed.status, scene.remove(key="r").headers["idempotency-replayed"]) == (204, "true")
    assert scene.remove().code == "not-found"


@pytest.mark.criterion("A-22", "A-24", "C-30")
def test_a_person_known_elsewhere_is_linked_and_the_inviter_learns_nothing(scene: Scene) -> None:
    other = Scene.of(scene.front, "Beta")
    other.grant()
    known = scene.person()

    made = scene.grant()

    assert scene.person() == known
    assert made.json["invited"] is True
    assert known not in made.text
    assert known not in scene.front.get(scene.access(), scene.admin).text
    assert {path for _, _, path in scene.views()} == {
        f"/business/{scene.organization}", f"/business/{other.organization}",
        f"/me/{scene.partner.id}", f"/me/{other.partner.id}",
    }  # fmt: skip
    scene.remove()
    assert {path for _, _, path in scene.views()} == {f"/business/{other.organization}", f"/me/{other.partner.id}"}


def test_of_two_grants_at_once_one_counts(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    once(monkeypatch, scene.grant)

    assert scene.grant().code == "already-key-contact"

    assert len(scene.front.get(scene.key_contacts(), scene.admin).json["items"]) == 1
    assert sum(one["sk"]["S"].startswith("MEMBERSHIP#organization") for one in everything()) == 1


def test_two_partners_who_grant_the_same_new_person_at_once_make_one(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Scene.of(scene.front, "Beta")
    once(monkeypatch, other.grant)

    assert scene.grant().status == 201

    assert len(scene.views()) == 4


def test_a_grant_while_it_is_removed_stands(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.set(organization_id=scene.organization)
    scene.grant()
    once(monkeypatch, scene.remove)
    assert scene.remove().code == "not-found"
    assert ("business", "portal_user", f"/business/{scene.organization}") in scene.views()

    once(monkeypatch, lambda: scene.front.ask("DELETE", scene.access(), scene.admin))
    assert scene.grant().status == 201
    assert scene.views()[0][1] == "key_contact"
    assert scene.remove().status == 204
    assert scene.views() == []


def test_a_contact_who_leaves_while_it_is_granted_is_refused(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    once(monkeypatch, lambda: scene.change(scene.ada, organization_id=None))

    assert scene.grant().code == "not-in-organization"

    assert not [one for one in everything() if one["sk"]["S"].startswith("MEMBERSHIP#organization")]


def test_the_platform_grants_for_its_direct_customers(scene: Scene) -> None:
    house = Scene.of(scene.front, "Direct customers", kind="house")
    admin = a_platform_admin()
    body = {"contact_id": house.ada}

    assert scene.front.post(house.key_contacts(), admin, body).status == 201

    views = scene.front.get("/v1/me", house.person()).json["views"]
    assert [one["name"] for one in views] == ["Officine Beta", "Portico"]


@pytest.mark.criterion("C-06")
def test_at_a_suspended_partner_key_contacts_go_on_and_at_a_closed_one_nobody(scene: Scene) -> None:
    from tests.builders import write

    scene.grant()
    record = read_one(keys.partner(scene.partner.id)) or {}

    write(keys.partner(scene.partner.id), record | {"status": "suspended"})
    assert len(scene.views()) == 2
    assert scene.remove().code == "partner-suspended"
    write(keys.partner(scene.partner.id), record | {"status": "closed"})
    assert scene.views() == []


def test_mails_to_contacts_are_counted(scene: Scene) -> None:
    sent = []
    for _ in range(6):
        sent.append(scene.grant().status)
        scene.remove()

    assert sent == [201] * 5 + [429]
