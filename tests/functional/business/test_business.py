"""The portal of an organization: who gets in, what belongs to it, and what takes effect when."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from functions.portal_api.modules.grant import Grant
from functions.portal_api.modules.registry import MODULES, module_of
from shared import dynamo, keys
from shared.ids import new_id
from tests.builders import a_partner, a_partner_admin, a_person, everything, write
from tests.functional.business.scene import Firm, a_full_firm, a_profile, all_of
from tests.functional.front import Front, meanwhile
from tests.meter import Meter

ALL = [f"/{module.name}" for module in MODULES] + [f"/{module.name}.csv" for module in MODULES] + ["/modules"]


def remove(key: keys.Key) -> None:
    dynamo.client().delete_item(TableName=dynamo.table_name(key.table), Key=dynamo.encode({"pk": key.pk, "sk": key.sk}))


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_nobody_signed_in_is_refused_before_anything_is_said_of_the_request(front: Front) -> None:
    firm = Firm.of(front)

    for path in ALL:
        assert front.get(firm.path + path).code == front.get(firm.own_path + path).code == "not-signed-in"
    for raw in ("{", "{}", '{"first_name": 7}'):
        assert front.post(f"{firm.path}/people", raw=raw).code == "not-signed-in"
        assert front.patch(f"{firm.path}/company/{firm.id}", raw=raw).code == "not-signed-in"
    assert front.get(f"{firm.path}/people", nothing="1").code == "not-signed-in"


@pytest.mark.criterion("A-23", "A-22", "A-24", "A-25")
def test_whoever_has_no_membership_there_finds_nothing_at_all(front: Front) -> None:
    firm, other = a_full_firm(front), Firm.of(front, name="Zeta")
    same_partner = Firm.of(front, firm.partner, "Sister")
    contact_id = firm.contact("Vera")
    enrollment_id = firm.enrolled(contact_id)
    strangers = [
        a_person(),
        firm.platform,
        a_partner_admin(firm.partner),
        other.user("key_contact", admin=True),
        same_partner.user("key_contact", admin=True),
    ]
    before = everything()

    for who in strangers:
        for path in ALL:
            assert front.get(firm.path + path, who).code == "not-found", path
        for module, record_id in (("company", firm.id), ("people", contact_id), ("enrollments", enrollment_id)):
            assert front.get(f"{firm.path}/{module}/{record_id}", who).code == "not-found"
        assert front.patch(f"{firm.path}/company/{firm.id}", who, {"name": "Mine"}).code == "not-found"
        assert front.patch(f"{firm.path}/company/{firm.id}", who, {"name": 7}).code == "not-found"
        assert front.post(f"{firm.path}/people", who, {"first_name": "Eve"}).code == "not-found"
    for place in (f"{other.path}", f"{same_partner.path}"):
        mine = strangers[3] if place == other.path else strangers[4]
        assert front.get(f"{place}/modules", mine).status == 200
        for module, record_id in (("company", firm.id), ("people", contact_id), ("enrollments", enrollment_id)):
            assert front.get(f"{place}/{module}/{record_id}", mine).code == "not-found"
        assert front.all(f"{place}/enrollments", mine) == front.all(f"{place}/people", mine, q="vera") == []
        assert front.patch(f"{place}/people/{contact_id}", mine, {"first_name": "Eve"}).code == "not-found"
        assert front.patch(f"{place}/company/{firm.id}", mine, {"name": "Mine"}).code == "not-found"
    assert everything() == before
    for nonsense in ("org_", "x", new_id("org"), "%00", "a" * 3000):
        assert front.get(f"/v1/business/{nonsense}/people", strangers[3]).code == "not-found"


@pytest.mark.criterion("A-22", "A-24", "A-25")
def test_one_person_at_two_organizations_never_sees_both_at_once(front: Front) -> None:
    acme = Firm.of(front)
    zeta = Firm.of(front, acme.partner, "Zeta")
    who = acme.user("key_contact", contact_id=acme.contact("Ada"), admin=True)
    zeta.user("key_contact", contact_id=zeta.contact("Zoe"), admin=True, person_id=who)
    at_acme, at_zeta = acme.enrolled(acme.contact_ids[0]), zeta.enrolled(zeta.contact_ids[0])
    crossed = zeta.enrolled(acme.contact_ids[0])

    assert [one["first_name"] for one in front.all(f"{acme.path}/people", who)] == ["Ada"]
    assert [one["first_name"] for one in front.all(f"{zeta.path}/people", who)] == ["Zoe"]
    assert [one["id"] for one in front.all(f"{acme.path}/enrollments", who)] == [at_acme]
    assert {one["id"] for one in front.all(f"{zeta.path}/enrollments", who)} == {at_zeta, crossed}
    assert front.get(f"{acme.path}/enrollments/{crossed}", who).code == "not-found"
    cursor = front.get(f"{zeta.path}/enrollments", who, limit=1).json["next_cursor"]
    assert front.get(f"{acme.path}/enrollments", who, cursor=cursor).code == "cursor-invalid"


@pytest.mark.criterion("A-26", "A-27", "A-28")
def test_only_what_was_made_through_the_organization_is_visible(front: Front) -> None:
    firm = Firm.of(front)
    ada = firm.contact("Ada", last_name="Byron")
    who, key = firm.user(contact_id=ada), firm.user("key_contact", contact_id=firm.contact("Bea"))
    through = firm.enrolled(ada, title="First aid", status="completed", result="passed", grade=90)
    personal = firm.enrolled(ada, title="Yoga", personal=True)

    for person in (who, key):
        assert [one["id"] for one in front.all(f"{firm.path}/enrollments", person)] == [through]
        assert front.all(f"{firm.path}/enrollments", person, person=ada)[0]["course"]["name"] == "First aid"
        assert front.get(f"{firm.path}/enrollments/{personal}", person).code == "not-found"
    text = front.get(f"{firm.path}/enrollments.csv", key).text
    assert "First aid" in text and "Yoga" not in text
    assert {one["id"] for one in front.all(f"{firm.own_path}/enrollments", who)} == {through, personal}
    assert front.get(f"{firm.own_path}/enrollments/{personal}", who).json["course"]["name"] == "Yoga"
    shown = front.get(f"{firm.path}/enrollments/{through}", key).json
    assert shown["person"] == {"id": ada, "name": "Ada Byron"}
    assert (shown["status"], shown["result"], shown["grade"]) == ("completed", "passed", 90)
    assert not {"cost", "entry_seq", "batch_id", "enrolled_by", "refunded"} & set(shown)


def test_own_records_are_ones_own(front: Front) -> None:
    firm = Firm.of(front)
    ada, bea = firm.contact("Ada"), firm.contact("Bea")
    mine, hers = firm.enrolled(ada), firm.enrolled(bea)
    own = {name: all_of(module_of(name)).model_copy(update={"records": "own"}) for name in ("people", "enrollments")}
    who = firm.user(contact_id=ada, profile_id=a_profile(firm.partner, own), admin=True)

    assert [one["id"] for one in front.all(f"{firm.path}/people", who)] == [ada]
    assert front.all(f"{firm.path}/people", who, q="bea") == []
    assert front.get(f"{firm.path}/people/{bea}", who).code == "not-found"
    assert front.patch(f"{firm.path}/people/{bea}", who, {"first_name": "Eve"}).code == "not-found"
    assert front.post(f"{firm.path}/people", who, {"first_name": "Eve"}).code == "not-allowed"
    assert front.patch(f"{firm.path}/people/{ada}", who, {"first_name": "Adele"}).json["first_name"] == "Adele"
    assert [one["id"] for one in front.all(f"{firm.path}/enrollments", who)] == [mine]
    assert front.get(f"{firm.path}/enrollments/{hers}", who).code == "not-found"
    assert front.all(f"{firm.path}/enrollments", who, person=bea) == []


@pytest.mark.criterion("B-37")
def test_a_key_contact_sees_and_updates_company_data_and_another_contact_does_neither(front: Front) -> None:
    firm = a_full_firm(front)
    key, other = firm.user("key_contact"), firm.user()

    assert front.get(f"{firm.path}/company/{firm.id}", key).json["vat_number"] == "IT01234567890"
    assert front.patch(f"{firm.path}/company/{firm.id}", key, {"phone": "+39 06 1"}).json["phone"] == "+39 06 1"
    assert [one["name"] for one in front.get(f"{firm.path}/modules", key).json["items"]] == [m.name for m in MODULES]
    before = everything()
    assert "company" not in [one["name"] for one in front.get(f"{firm.path}/modules", other).json["items"]]
    for path in ("/company", "/company.csv", f"/company/{firm.id}"):
        assert front.get(firm.path + path, other).code == "not-found"
    assert front.patch(f"{firm.path}/company/{firm.id}", other, {"phone": "1234"}).code == "not-found"
    assert everything() == before


@pytest.mark.criterion("A-44x")
def test_no_profile_narrows_a_key_contact(front: Front) -> None:
    firm = Firm.of(front)
    who = firm.user("key_contact", profile_id=a_profile(firm.partner, {}))

    assert len(front.get(f"{firm.path}/modules", who).json["items"]) == len(MODULES)


@pytest.mark.criterion("B-29", "B-30", "B-31", "B-41x")
def test_the_admin_flag_counts_for_the_own_organization_and_a_restricted_profile_wins_over_it(front: Front) -> None:
    firm = Firm.of(front)
    ada = firm.contact("Ada", email="ada@acme.example")
    wide = a_profile(firm.partner, {"people": all_of(module_of("people"))})
    narrow = a_profile(
        firm.partner, {"people": Grant(visible=True, records="organization", fields={"first_name": "read"})}
    )
    admin, plain = firm.user(profile_id=wide, admin=True), firm.user(profile_id=wide)
    restricted = firm.user(profile_id=narrow, admin=True)
    key = firm.user("key_contact")

    added = front.post(f"{firm.path}/people", admin, {"first_name": "New", "email": "new@acme.example"}, key="k")
    assert added.status == 201
    assert front.post(
        f"{firm.path}/people", admin, {"first_name": "New", "email": "new@acme.example"}, key="k"
    ).json == (added.json)
    record = front.get(f"/v1/partners/{firm.partner.id}/contacts/{added.json['id']}", firm.platform).json
    assert record["organization_ids"] == [firm.id]
    assert front.patch(f"{firm.path}/people/{ada}", admin, {"email": "ada2@acme.example"}).status == 200
    before = everything()
    for who in (plain, restricted):
        assert front.post(f"{firm.path}/people", who, {"first_name": "Eve"}).code == "not-allowed"
        assert front.patch(f"{firm.path}/people/{ada}", who, {"first_name": "Eve"}).code == "not-allowed"
    assert set(front.get(f"{firm.path}/people/{ada}", restricted).json) == {"id", "first_name"}
    assert everything() == before

    assert front.post(f"{firm.path}/people", key, {"first_name": "Ivo"}).status == 201, "A-10: added on the spot"
    assert front.patch(f"{firm.path}/people/{ada}", key, {"first_name": "Adele"}).status == 200


def test_a_taken_email_or_vat_number_does_not_tell_whose_it_is(front: Front) -> None:
    firm = Firm.of(front)
    other = Firm.of(front, firm.partner, "Other", vat_number="IT99999999")
    other.contact("Eve", email="eve@other.example")
    who = firm.user("key_contact", admin=True)

    for refused in (
        front.post(f"{firm.path}/people", who, {"first_name": "E", "email": "eve@other.example"}),
        front.patch(f"{firm.path}/people/{firm.contact()}", who, {"email": "eve@other.example"}),
    ):
        assert refused.code == "contact-exists" and "contact_id" not in refused.json
    refused = front.patch(f"{firm.path}/company/{firm.id}", who, {"vat_number": "IT99999999"})
    assert refused.code == "organization-exists" and "organization_id" not in refused.json


@pytest.mark.criterion("B-38", "A-18", "A-19", "A-20", "A-21")
def test_what_is_granted_or_taken_away_counts_on_the_next_request(front: Front) -> None:
    firm = Firm.of(front)
    profiles = f"/v1/partners/{firm.partner.id}/profiles"
    grants: dict[str, Any] = {"people": {"visible": True, "records": "organization", "fields": {"first_name": "read"}}}
    profile = front.post(profiles, firm.platform, {"name": "Office", "modules": grants}).json
    ada = firm.contact("Ada", last_name="Byron")
    who = firm.user(contact_id=ada, profile_id=profile["id"])
    assert front.all(f"{firm.path}/people", who) == [{"id": ada, "first_name": "Ada"}]

    grants["people"]["fields"]["last_name"] = "read"
    changed = front.patch(f"{profiles}/{profile['id']}", firm.platform, {"version": 1, "modules": grants})
    assert changed.status == 200
    assert front.all(f"{firm.path}/people", who) == [{"id": ada, "first_name": "Ada", "last_name": "Byron"}]
    front.patch(f"{profiles}/{profile['id']}", firm.platform, {"version": 2, "modules": {}})
    assert front.get(f"{firm.path}/people", who).code == "not-found"

    later = firm.contact("Later")
    key = firm.user("key_contact", contact_id=ada)
    assert later in [one["id"] for one in front.all(f"{firm.path}/people", key)]
    remove(keys.organization_membership(key, firm.id))
    assert front.get(f"{firm.path}/people", key).code == "not-found"


def test_without_a_profile_or_with_one_that_is_gone_one_sees_what_a_learner_sees(front: Front) -> None:
    firm = Firm.of(front)
    none, gone = firm.user(), firm.user(profile_id=new_id("prf"))

    for who in (none, gone):
        menu = front.get(f"{firm.path}/modules", who).json["items"]
        assert [(one["name"], one["records"], one["actions"]) for one in menu] == [
            ("people", "own", []),
            ("enrollments", "own", []),
        ]
        assert {field["access"] for one in menu for field in one["fields"]} == {"read"}
        assert len(front.all(f"{firm.path}/people", who)) == 1


def test_a_replay_is_answered_as_it_is_seen_now(front: Front) -> None:
    firm = a_full_firm(front)
    wide = all_of(module_of("company"))
    profile = a_profile(firm.partner, {"company": wide})
    who, path = firm.user(profile_id=profile), f"{firm.path}/company/{firm.id}"
    assert "vat_number" in front.patch(path, who, {"phone": "1234"}, key="k").json

    narrower = {"company": all_of(module_of("company"), vat_number="hidden").model_dump()}
    item = {"id": profile, "name": "P", "modules": narrower, "created_at": "x", "version": 2}
    write(keys.profile(firm.partner.id, profile), item)

    again = front.patch(path, who, {"phone": "1234"}, key="k")
    assert again.headers["idempotency-replayed"] == "true" and "vat_number" not in again.json
    assert front.patch(path, who, {"phone": "5678"}, key="k").code == "idempotency-key-reused"
    assert len([one for one in everything() if one["pk"]["S"].endswith("#AUDIT") and "update" in str(one)]) == 1


def test_a_closed_partner_is_closed_to_all_and_a_suspended_one_goes_on(front: Front) -> None:
    closed, suspended = a_partner(status="active"), a_partner(status="active")
    at_closed, at_suspended = Firm.of(front, closed), Firm.of(front, suspended)
    gone, key = at_closed.user("key_contact"), at_suspended.user("key_contact")
    for firm, status in ((at_closed, "closed"), (at_suspended, "suspended")):
        item = dynamo.read_one(keys.partner(firm.partner.id)) or {}
        write(keys.partner(firm.partner.id), item | {"status": status})

    for path in ALL:
        assert front.get(at_closed.path + path, gone).code == "partner-closed"
        assert front.get(at_closed.own_path + "/modules", gone).code == "partner-closed"
        assert front.get(at_suspended.path + path, key).status == 200
    changed = front.patch(f"{at_suspended.path}/company/{at_suspended.id}", key, {"phone": "1234"})
    assert changed.status == 200


def test_a_file_is_what_is_seen_and_no_spreadsheet_runs_it(front: Front) -> None:
    firm = Firm.of(front)
    firm.contact("=cmd", last_name="@x", email="plus@acme.example")
    seeing = firm.user(profile_id=a_profile(firm.partner, {"people": all_of(module_of("people"), email="hidden")}))
    without = {"people": all_of(module_of("people")).model_copy(update={"actions": ["edit"]})}

    file = front.get(f"{firm.path}/people.csv", seeing, sort="created_at")
    assert file.text.startswith("\ufeff")
    assert f'filename="{firm.id}-people.csv"' in file.headers["content-disposition"]
    assert rows(file.text)[0] == ["First name", "Last name", "Language", "Added"]
    assert rows(file.text)[1][:2] == ["'=cmd", "'@x"]
    assert len(rows(file.text)) == 3
    refused = firm.user(profile_id=a_profile(firm.partner, without))
    assert front.get(f"{firm.path}/people.csv", refused).code == "not-allowed"
    assert front.get(f"{firm.path}/people.csv", seeing, limit=1).code == "invalid-request"


def test_lists_go_page_by_page_and_archived_people_are_left_out(front: Front) -> None:
    firm = Firm.of(front)
    key = firm.user("key_contact", contact_id=firm.contact("P0"))
    made = [firm.contact(f"P{number}") for number in range(1, 6)]
    front.patch(f"/v1/partners/{firm.partner.id}/contacts/{made[2]}", firm.platform, {"archived": True})

    shown = [one["first_name"] for one in front.all(f"{firm.path}/people", key, limit=2)]

    assert shown == ["P5", "P4", "P2", "P1", "P0"]
    assert [one["first_name"] for one in front.all(f"{firm.path}/people", key, limit=2, sort="created_at")] == (
        list(reversed(shown))
    )
    assert front.get(f"{firm.path}/people/{made[2]}", key).code == "not-found"
    assert len(front.all(f"{firm.path}/people", key, q="p", limit=2)) == 5
    assert front.get(f"{firm.path}/people", key, q="p", sort="created_at").at == ["/sort"]
    assert front.get(f"{firm.path}/enrollments", key, status="lost").at == ["/status"]
    assert front.get(f"{firm.path}/enrollments", key, q="x").at == ["/q"]


def test_whoever_left_meanwhile_is_not_changed(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    firm = Firm.of(front)
    ada, who = firm.contact("Ada"), firm.user("key_contact", admin=True)
    from functions.portal_api.contacts import module

    real = module.update_contact

    def leaves_first(*given: Any) -> Any:
        monkeypatch.setattr(module, "update_contact", real)
        left = {"organization_id": None}
        meanwhile(lambda: front.patch(f"/v1/partners/{firm.partner.id}/contacts/{ada}", firm.platform, left))
        return real(*given)

    monkeypatch.setattr(module, "update_contact", leaves_first)
    refused = front.patch(f"{firm.path}/people/{ada}", who, {"first_name": "Eve"})

    assert refused.code == "not-found"
    assert front.get(f"/v1/partners/{firm.partner.id}/contacts/{ada}", firm.platform).json["first_name"] == "Ada"


GARBAGE: list[Any] = [
    [],
    "x",
    7,
    {},
    {"unknown": 1},
    {"first_name": None},
    {"first_name": ["A"]},
    {"first_name": "x" * 300},
    {"id": "con_1"},
    {"archived": True},
    {"organization_id": None},
]


@pytest.mark.parametrize("body", GARBAGE, ids=lambda body: ascii(body)[:40])
def test_garbage_is_refused_and_nothing_written(front: Front, body: Any) -> None:
    firm = Firm.of(front)
    who = firm.user("key_contact", admin=True)
    before = everything()

    assert front.post(f"{firm.path}/people", who, body).code == "invalid-request"
    assert front.patch(f"{firm.path}/people/{firm.contact_ids[0]}", who, body).code == "invalid-request"
    assert front.patch(f"{firm.path}/people/{firm.contact_ids[0]}", who, raw="{").code == "invalid-request"
    assert everything() == before


def test_who_looks_at_results_of_others_is_written_down_as_far_as_they_are_shown(front: Front) -> None:
    firm = Firm.of(front)
    ada, bea = firm.contact("Ada"), firm.contact("Bea")
    done = {"status": "completed", "result": "passed", "grade": 80}
    enrollment_id = firm.enrolled(ada, **done)
    hidden = all_of(module_of("enrollments"), result="hidden", grade="hidden")
    blind = firm.user(contact_id=bea, profile_id=a_profile(firm.partner, {"enrollments": hidden}))
    herself, key = firm.user("key_contact", contact_id=ada), firm.user("key_contact", contact_id=bea)

    def looks() -> list[str]:
        return [one["viewer_id"]["S"] for one in everything() if "#VIEWED#" in one["pk"]["S"]]

    for who in (blind, herself):
        assert front.get(f"{firm.path}/enrollments", who).status == 200
        assert front.get(f"{firm.path}/enrollments/{enrollment_id}", who).status == 200
    assert looks() == []
    for _ in range(2):
        assert front.get(f"{firm.path}/enrollments", key).status == 200
    assert looks() == [key]


def test_a_list_asks_the_database_the_same_few_times_however_much_there_is(front: Front) -> None:
    firm = Firm.of(front)
    ada = firm.contact("Ada")
    wide = {"enrollments": all_of(module_of("enrollments"))}
    key, user = (
        firm.user("key_contact", contact_id=ada),
        firm.user(contact_id=ada, profile_id=a_profile(firm.partner, wide)),
    )
    counted = []

    for _ in range(2):
        for _ in range(12):
            firm.enrolled(ada)
        for who in (key, user):
            with Meter(dynamo.client()) as meter:
                assert len(front.get(f"{firm.path}/enrollments", who, limit=10).json["items"]) == 10
            counted.append(dict(meter.calls))

    assert counted[0] == counted[2] == {"BatchGetItem": 3, "Query": 1}
    assert counted[1] == counted[3] == {"BatchGetItem": 3, "Query": 2}
