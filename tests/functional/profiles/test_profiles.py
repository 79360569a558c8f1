"""Access profiles of a partner: who may, what is accepted, what would change, and through whose eyes one looks."""

from __future__ import annotations

from typing import Any

import pytest

from functions.portal_api.modules.registry import MODULES, module_of
from functions.portal_api.profiles import store
from functions.portal_api.profiles.count_users import in_use
from shared import keys
from shared.commit import commit
from shared.ids import new_id
from tests.builders import a_partner, a_partner_admin, a_person, a_platform_admin, everything, write
from tests.functional.business.scene import Firm, all_of
from tests.functional.front import Front, at_once, meanwhile

OFFICE: dict[str, Any] = {
    "people": {
        "visible": True,
        "order": 2,
        "records": "organization",
        "actions": ["export"],
        "fields": {"first_name": "read", "email": "hidden"},
    }
}


def profiles(partner: Any) -> str:
    return f"/v1/partners/{partner.id}/profiles"


def test_nobody_signed_in_and_nobody_of_another_partner_gets_in(front: Front) -> None:
    ours, theirs = a_partner("Alfa"), a_partner("Beta")
    admin, stranger = a_partner_admin(ours), a_partner_admin(theirs)
    made = front.post(profiles(ours), admin, {"name": "Office", "modules": OFFICE}).json["id"]
    one, before = f"{profiles(ours)}/{made}", everything()
    asked = [
        lambda who, path: front.get(path, who),
        lambda who, path: front.patch(path, who, {"version": 1, "name": "Mine"}),
        lambda who, path: front.ask("DELETE", path, who),
        lambda who, path: front.post(f"{path}/differences", who, {"modules": {}}),
        lambda who, path: front.get(f"{path}/preview", who, contact_id=new_id("con")),
        lambda who, path: front.post(
            f"{path}/preview/people", who, {"modules": {}}, query={"contact_id": new_id("con")}
        ),
    ]

    for ask in asked:
        assert ask(None, one).code == "not-signed-in"
        assert ask(stranger, one).code == "not-found"
        assert ask(stranger, f"{profiles(theirs)}/{made}").code == "not-found"
    for path in (profiles(ours), f"/v1/partners/{ours.id}/modules"):
        assert front.get(path).code == "not-signed-in"
        assert front.get(path, stranger).code == "not-found"
    assert front.post(profiles(ours), stranger, {"name": "Mine", "modules": {}}).code == "not-found"
    assert front.all(profiles(theirs), stranger) == []
    assert everything() == before


def test_staff_without_the_right_may_not(front: Front) -> None:
    partner = a_partner()
    clerk = a_person()
    write(keys.partner_membership(clerk, partner.id), {"role": "partner_enrollment", "partner_id": partner.id})

    assert front.get(profiles(partner), clerk).code == "not-allowed"
    assert front.post(profiles(partner), clerk, {"name": "Office", "modules": {}}).code == "not-allowed"


@pytest.mark.criterion("B-20", "B-21", "B-22", "B-33", "B-41x")
def test_several_named_profiles_exist_at_once_and_what_they_do_not_name_is_withheld(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)

    office = front.post(profiles(partner), admin, {"name": "Office", "modules": OFFICE}, key="k")
    plain = front.post(profiles(partner), admin, {"name": "Plain", "modules": {}})

    assert (office.status, plain.status) == (201, 201)
    assert front.post(profiles(partner), admin, {"name": "Office", "modules": OFFICE}, key="k").json == office.json
    assert front.all(profiles(partner), admin, limit=1) == [office.json, plain.json]
    assert front.get(f"{profiles(partner)}/{office.json['id']}", admin).json == office.json
    people = office.json["modules"]["people"]
    assert people["fields"] == {one.name: "hidden" for one in module_of("people").fields} | {"first_name": "read"}
    assert (people["order"], people["records"], people["actions"]) == (2, "organization", ["export"])
    assert set(office.json["modules"]) == {one.name for one in MODULES}
    assert not any(one["visible"] for one in plain.json["modules"].values())
    assert (office.json["version"], office.json["users"], office.json["built_in"]) == (1, 0, False)


def test_what_there_is_to_grant_is_told(front: Front) -> None:
    partner = a_partner()

    items = front.get(f"/v1/partners/{partner.id}/modules", a_partner_admin(partner)).json["items"]

    assert [one["name"] for one in items] == [one.name for one in MODULES]
    people = next(one for one in items if one["name"] == "people")
    assert people["records"] == ["own", "organization"]
    assert [one["name"] for one in people["actions"]] == ["create", "edit", "export"]
    language = next(one for one in people["fields"] if one["name"] == "language")
    assert [one["value"] for one in language["choices"]] == ["en", "it"] and language["access"] == "edit"


@pytest.mark.criterion("A-44x")
def test_the_built_in_profiles_can_be_neither_changed_nor_deleted_nor_imitated(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    before = everything()

    for one in ("key_contact", "learner"):
        path = f"{profiles(partner)}/{one}"
        assert front.get(path, admin).json["built_in"] is True
        assert front.patch(path, admin, {"version": 1, "modules": {}}).code == "profile-built-in"
        assert front.ask("DELETE", path, admin).code == "profile-built-in"
    assert front.post(profiles(partner), admin, {"name": "key CONTACT", "modules": {}}).code == "profile-exists"
    key = front.get(f"{profiles(partner)}/key_contact", admin).json["modules"]
    assert all(grant["visible"] and "hidden" not in grant["fields"].values() for grant in key.values())
    assert everything() == before


@pytest.mark.criterion("A-44x")
def test_grants_that_cannot_be_are_refused_with_their_place(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    before = everything()
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"nothing": {}}, "/modules/nothing"),
        ({"people": {"actions": ["fly"]}}, "/modules/people/actions/0"),
        ({"people": {"fields": {"shoe_size": "read"}}}, "/modules/people/fields/shoe_size"),
        ({"people": {"fields": {"created_at": "edit"}}}, "/modules/people/fields/created_at"),
        ({"people": {"fields": {"email": "maybe"}}}, "/modules/people/fields/email"),
        ({"people": {"actions": ["create"], "fields": {"first_name": "read"}}}, "/modules/people/fields/first_name"),
        ({"people": {"visible": "yes"}}, "/modules/people/visible"),
        ({"people": {"order": -1}}, "/modules/people/order"),
        ({"people": {"records": "all"}}, "/modules/people/records"),
        ({"people": {"pay": True}}, "/modules/people/pay"),
    ]

    for modules, place in wrong:
        refused = front.post(profiles(partner), admin, {"name": "Wrong", "modules": modules})
        assert (refused.code, refused.at) == ("invalid-request", [place]), modules
    for body in (
        {},
        [],
        None,
        "x",
        {"name": "A"},
        {"modules": {}},
        {"name": "", "modules": {}},
        {"name": "A", "modules": []},
    ):
        assert front.post(profiles(partner), admin, body or {}).code == "invalid-request"
    assert everything() == before


def test_a_name_is_one_profiles_and_there_are_at_most_fifty(front: Front) -> None:
    partner, other = a_partner(), a_partner("Beta")
    admin = a_platform_admin()
    office = front.post(profiles(partner), admin, {"name": "Office", "modules": {}}).json["id"]

    assert front.post(profiles(partner), admin, {"name": " oFFice", "modules": {}}).code == "profile-exists"
    assert front.post(profiles(other), admin, {"name": "Office", "modules": {}}).status == 201
    renamed = front.patch(f"{profiles(partner)}/{office}", admin, {"version": 1, "name": "Desk"})
    assert renamed.json["name"] == "Desk"
    assert front.post(profiles(partner), admin, {"name": "Office", "modules": {}}).status == 201
    taken = front.patch(f"{profiles(partner)}/{office}", admin, {"version": 2, "name": "OFFICE"})
    assert taken.code == "profile-exists"
    for number in range(48):
        assert front.post(profiles(partner), admin, {"name": f"P{number}", "modules": {}}).status == 201
    full = front.post(profiles(partner), admin, {"name": "One more", "modules": {}})
    assert (full.code, full.json["limit"]) == ("too-many-profiles", 50)
    assert front.ask("DELETE", f"{profiles(partner)}/{office}", admin).status == 204
    assert front.post(profiles(partner), admin, {"name": "Desk", "modules": {}}).status == 201


def test_of_two_admins_who_change_what_they_saw_one_is_told_to_look_again(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner = a_partner()
    admin, other = a_partner_admin(partner), a_partner_admin(partner)
    path = f"{profiles(partner)}/{front.post(profiles(partner), admin, {'name': 'Office', 'modules': {}}).json['id']}"

    assert front.patch(path, admin, {"version": 1, "modules": OFFICE}, key="k").json["version"] == 2
    late = front.patch(path, other, {"version": 1, "modules": {}})
    assert (late.code, late.json["version"]) == ("profile-changed", 2)
    again = front.patch(path, admin, {"version": 1, "modules": OFFICE}, key="k")
    assert again.json["version"] == 2 and again.headers["idempotency-replayed"] == "true"

    real = store.with_names

    def and_then_another(*given: Any) -> Any:
        monkeypatch.setattr(store, "with_names", real)
        found = real(*given)
        assert meanwhile(lambda: front.patch(path, other, {"version": 2, "name": "Desk"})).status == 200
        return found

    monkeypatch.setattr(store, "with_names", and_then_another)
    raced = front.patch(path, admin, {"version": 2, "modules": {}})
    assert (raced.code, raced.json["version"]) == ("profile-changed", 3)
    assert front.get(path, admin).json["modules"]["people"]["visible"] is True
    for body in ({"version": 3}, {"name": "A"}, {"version": 0, "name": "A"}, {"version": 3, "name": None}):
        assert front.patch(path, admin, body).code == "invalid-request", body


def test_one_in_use_is_not_deleted(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    made = front.post(profiles(partner), admin, {"name": "Office", "modules": {}}).json["id"]
    path = f"{profiles(partner)}/{made}"
    commit([in_use(partner.id, made, 1)])

    assert front.get(path, admin).json["users"] == front.all(profiles(partner), admin)[0]["users"] == 1
    refused = front.ask("DELETE", path, admin)
    assert (refused.code, refused.json["users"]) == ("profile-in-use", 1)
    commit([in_use(partner.id, made, -1)])
    assert front.ask("DELETE", path, admin, key="k").status == front.ask("DELETE", path, admin, key="k").status == 204
    assert front.get(path, admin).code == "not-found"
    assert front.ask("DELETE", path, admin).code == "not-found"


def test_a_difference_is_told_in_words_and_as_data_before_it_counts(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    made = front.post(profiles(partner), admin, {"name": "Office", "modules": OFFICE}).json["id"]
    commit([in_use(partner.id, made, 3)])
    before = everything()
    path = f"{profiles(partner)}/{made}/differences"

    draft = {
        "people": OFFICE["people"]
        | {"records": "own", "actions": ["edit"], "fields": {"first_name": "edit", "email": "read"}},
        "enrollments": {"visible": True, "order": 1, "fields": {"course": "read"}},
    }
    told = front.post(path, admin, {"modules": draft}).json

    assert told["users"] == 3
    assert [(one["module"], one["kind"], one["name"], one["before"], one["after"]) for one in told["items"]] == [
        ("people", "records", None, "organization", "own"),
        ("people", "action", "edit", "withheld", "granted"),
        ("people", "action", "export", "granted", "withheld"),
        ("people", "field", "first_name", "read", "edit"),
        ("people", "field", "email", "hidden", "read"),
        ("enrollments", "module", None, "hidden", "shown"),
        ("enrollments", "records", None, "hidden", "own"),
        ("enrollments", "field", "course", "hidden", "read"),
    ]
    assert told["items"][3]["text"] == "People, “First name”: editable instead of read only."
    assert front.post(path, admin, {"modules": OFFICE}).json["items"] == []
    gone = front.post(path, admin, {"modules": {}}).json["items"]
    assert [(one["module"], one["kind"], one["after"]) for one in gone] == [("people", "module", "hidden")]
    assert front.post(path, admin, {"modules": {"people": {"actions": ["fly"]}}}).code == "invalid-request"
    assert everything() == before


def test_one_looks_through_a_contacts_eyes_with_a_profile_or_a_draft(front: Front) -> None:
    firm = Firm.of(front)
    other = Firm.of(front, name="Elsewhere")
    admin = a_partner_admin(firm.partner)
    ada = firm.contact("Ada", last_name="Byron")
    firm.contact("Bea")
    firm.enrolled(ada, personal=True)
    made = front.post(profiles(firm.partner), admin, {"name": "Office", "modules": OFFICE}).json["id"]
    who = firm.user(contact_id=ada, profile_id=made)
    path = f"{profiles(firm.partner)}/{made}/preview"
    here = {"contact_id": ada, "organization_id": firm.id}
    before = everything()

    assert front.get(path, admin, **here).json == front.get(f"{firm.path}/modules", who).json
    assert front.all(f"{path}/people", admin, **here, limit=1) == front.all(f"{firm.path}/people", who)
    assert front.get(f"{path}/company", admin, **here).code == "not-found"
    assert front.get(f"{path}/people", admin, contact_id=ada).json == front.get(f"{firm.own_path}/people", who).json
    learner = f"{profiles(firm.partner)}/learner/preview/enrollments"
    assert len(front.all(learner, admin, contact_id=ada)) == 1
    assert front.all(learner, admin, **here) == []
    draft = {"modules": {"people": all_of(module_of("people"), last_name="hidden", email="hidden").model_dump()}}
    shown = front.post(f"{path}/people", admin, draft, query=here).json["items"]
    assert {one["first_name"] for one in shown} == {"Ada", "Bea"} and not any("last_name" in one for one in shown)
    assert front.post(path, admin, draft, query=here).json["items"][0]["actions"] == [
        {"name": "export", "label": "Export"}
    ]
    with_flag = front.post(path, admin, draft, query=here | {"admin": "true"}).json["items"][0]["actions"]
    assert [one["name"] for one in with_flag] == ["create", "edit", "export"]
    assert everything() == before
    for wrong in ({"contact_id": new_id("con")}, {"contact_id": "x"}, here | {"organization_id": other.id}):
        assert front.get(f"{path}/people", admin, **wrong).code == "not-found"
    assert front.get(f"{path}/people", admin).at == ["/contact_id"]
    assert front.get(f"{path}/nothing", admin, **here).code == "not-found"


def test_of_many_who_make_a_profile_of_one_name_at_once_one_does(crowded: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    body = {"name": "Office", "modules": OFFICE}

    answers = at_once(*(lambda: crowded.post(profiles(partner), admin, body) for _ in range(8)))

    made = [answer.json for answer in answers if answer.status == 201]
    assert len(made) == 1
    assert {answer.code for answer in answers if answer.status != 201} <= {"profile-exists", "busy"}
    path = f"{profiles(partner)}/{made[0]['id']}"
    drafts = [{"version": 1, "modules": {"people": OFFICE["people"] | {"order": place}}} for place in range(8)]
    changed = at_once(*(lambda draft=draft: crowded.patch(path, admin, draft) for draft in drafts))
    assert [answer.status for answer in changed].count(200) == 1
    assert {answer.code for answer in changed if answer.status != 200} <= {"profile-changed", "busy"}
    assert crowded.get(path, admin).json["version"] == 2
