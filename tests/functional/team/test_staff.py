"""A partner's staff besides its admins: invited, narrowed, changed, dismissed; one role a person at a place."""

from __future__ import annotations

from typing import Any

import pytest

from shared import commit, keys
from shared.dynamo import read_one
from shared.ids import new_id
from shared.partner import Partner
from tests.builders import a_partner, a_partner_admin, a_person, a_platform_admin, everything, write
from tests.functional.front import Answer, Front

MARCO = {"email": "marco@alfa.example", "first_name": "Marco", "last_name": "Verdi"}
READER = MARCO | {"role": "partner_read_only"}


def staff(partner: Partner, *more: str) -> str:
    return "/".join((f"/v1/partners/{partner.id}/staff", *more))


def an_organization(partner: Partner) -> str:
    its_id = new_id("org")
    write(keys.organization(partner.id, its_id), {"id": its_id, "name": "Officine Beta", "created_at": ""})
    return its_id


def a_course(*, all_partners: bool = True) -> str:
    its_id = new_id("crs")
    write(keys.course(its_id), {"id": its_id, "title": "Safety", "enrollment_cost": 1, "all_partners": all_partners})
    return its_id


def delete(front: Front, path: str, who: str | None) -> Answer:
    return front.ask("DELETE", path, who)


def trail(partner: Partner) -> list[str]:
    return [row["action"]["S"] for row in everything() if row["pk"]["S"] == keys.audit(f"PARTNER#{partner.id}", "").pk]


def test_the_ladder_of_inviting(front: Front) -> None:
    partner, other = a_partner("Alfa"), a_partner("Beta")
    admin, stranger = a_partner_admin(partner), a_partner_admin(other)
    before = everything()

    assert front.post(staff(partner), None, READER).code == "not-signed-in"
    assert front.post(staff(partner), stranger, READER).code == "not-found"
    assert front.post(staff(partner), a_person(), READER).code == "not-found"
    assert front.post(f"/v1/partners/{new_id('prt')}/staff", a_platform_admin(), READER).code == "not-found"
    assert [one for one in everything() if one["pk"]["S"].startswith(f"PARTNER#{partner.id}")] == [
        one for one in before if one["pk"]["S"].startswith(f"PARTNER#{partner.id}")
    ]
    made = front.post(staff(partner), admin, READER, key="k")
    assert made.status == 201
    assert made.json == READER | {
        "id": made.json["id"], "scope": None, "invited": True, "since": made.json["since"],
    }  # fmt: skip
    after = everything()
    again = front.post(staff(partner), admin, READER, key="k")
    assert (again.headers["idempotency-replayed"], again.json) == ("true", made.json)
    assert everything() == after
    assert front.post(staff(partner), made.json["id"], READER).code == "not-allowed"
    assert front.get(staff(partner), made.json["id"]).code == "not-allowed"


@pytest.mark.criterion("A-22")
def test_somebody_invited_has_the_partners_view_and_hears_of_it(front: Front) -> None:
    partner = a_partner("Alfa")
    admin = a_partner_admin(partner)

    marco = front.post(staff(partner), admin, READER).json["id"]

    [view] = front.get("/v1/me", marco).json["views"]
    assert view == {
        "kind": "partner", "id": partner.id, "name": "Alfa", "path": f"/partner/{partner.id}",
        "role": "partner_read_only", "needs_second_factor": False,
    }  # fmt: skip
    record = read_one(keys.person(marco)) or {}
    [fact] = record["facts"]["all"]
    assert (fact["type"], fact["data"]) == (
        "StaffInvited",
        {"person_id": marco, "partner_id": partner.id, "role": "partner_read_only", "invited_by": admin},
    )
    assert front.get(f"/v1/partners/{partner.id}", marco).status == 200
    assert read_one(keys.partner_admin(partner.id, marco)) is None, "mails about credits go to admins alone"


@pytest.mark.criterion("C-34x")
def test_a_supervisor_has_a_scope_of_one_kind_and_nobody_else_has_one(front: Front) -> None:
    partner = a_partner()
    admin, organization, course = a_partner_admin(partner), an_organization(partner), a_course()
    supervisor = MARCO | {"role": "supervisor"}
    before = everything()

    for scope in (None, {}, {"courses": []}, {"courses": [course], "tags": ["x"]}, {"people": ["x"]}, ["x"]):
        assert front.post(staff(partner), admin, supervisor | {"scope": scope}).code == "invalid-request", scope
    assert front.post(staff(partner), admin, READER | {"scope": {"courses": [course]}}).at == ["/scope"]
    too_many = {"tags": [f"t{n}" for n in range(51)]}
    assert front.post(staff(partner), admin, supervisor | {"scope": too_many}).code == "invalid-request"
    assert everything() == before

    for number, (kind, chosen) in enumerate(
        (("courses", course), ("organizations", organization), ("tags", "Night shift"))
    ):
        body = supervisor | {"email": f"s{number}@alfa.example", "scope": {kind: [chosen, chosen]}}
        made = front.post(staff(partner), admin, body)
        assert made.status == 201, made
        kept = {"courses": [], "organizations": [], "tags": []} | {kind: [chosen.lower() if kind == "tags" else chosen]}
        assert made.json["scope"] == kept
        membership = read_one(keys.partner_membership(made.json["id"], partner.id)) or {}
        assert (membership["role"], membership["scope"]) == ("supervisor", kept)


@pytest.mark.criterion("C-34x", "C-30")
def test_a_scope_names_only_what_is_the_partners(front: Front) -> None:
    partner, other = a_partner("Alfa"), a_partner("Beta")
    admin = a_partner_admin(partner)
    before = everything()

    for scope in (
        {"organizations": [an_organization(other)]},
        {"organizations": ["org_x"]},
        {"organizations": [new_id("org")]},
        {"courses": [a_course(all_partners=False)]},
        {"courses": [new_id("crs")]},
        {"courses": [a_course(), "../x"]},
    ):
        answer = front.post(staff(partner), admin, MARCO | {"role": "supervisor", "scope": scope})
        assert answer.code == "not-found", scope
    assert [one for one in everything() if one not in before and not one["pk"]["S"].startswith("PLATFORM")] == [
        one for one in everything() if one["pk"]["S"].endswith("#ORGANIZATIONS")
    ]


def test_a_person_has_one_role_at_a_partner(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    assert front.post(staff(partner), admin, READER).status == 201
    his_own = (read_one(keys.person(admin)) or {})["email"]
    before = everything()

    for body in (READER, READER | {"role": "partner_finance"}, READER | {"email": his_own}):
        assert front.post(staff(partner), admin, body).code == "already-member"

    assert [one for one in everything() if not one["pk"]["S"].startswith("COUNTER#")] == [
        one for one in before if not one["pk"]["S"].startswith("COUNTER#")
    ]


@pytest.mark.criterion("C-28")
def test_one_of_the_staff_who_is_made_an_admin_is_an_admin_instead(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    marco = front.post(staff(partner), admin, READER).json["id"]

    made = front.post(f"/v1/partners/{partner.id}/admins", admin, MARCO)

    assert (made.status, made.json["id"]) == (201, marco)
    assert front.get(staff(partner), admin).json["items"] == []
    assert (read_one(keys.partner_membership(marco, partner.id)) or {})["role"] == "partner_admin"
    assert front.post(staff(partner), admin, READER).code == "already-member"
    assert front.post(f"/v1/partners/{partner.id}/admins", admin, MARCO).code == "already-admin"


def test_a_role_taken_away_between_the_look_and_the_promotion_still_makes_an_admin(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    marco = front.post(staff(partner), admin, READER).json["id"]
    once(monkeypatch, lambda: delete(front, staff(partner, marco), admin))

    assert front.post(f"/v1/partners/{partner.id}/admins", admin, MARCO).status == 201

    assert front.get(staff(partner), admin).json["items"] == []
    assert [one["kind"] for one in front.get("/v1/me", marco).json["views"]] == ["partner"]


def once(monkeypatch: pytest.MonkeyPatch, meanwhile: Any) -> None:
    """Do something else right before the next transaction."""
    from tests.functional.front import meanwhile as answered

    real = commit.commit

    def slow(writes: Any, patience: Any = None) -> None:
        monkeypatch.setattr(commit, "commit", real)
        done = answered(meanwhile)
        assert done.status < 300, done
        real(writes, patience)

    monkeypatch.setattr(commit, "commit", slow)


def test_of_two_invitations_at_once_one_counts(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    once(monkeypatch, lambda: front.post(staff(partner), admin, READER | {"role": "partner_finance"}))

    assert front.post(staff(partner), admin, READER).code == "already-member"

    assert [one["role"] for one in front.get(staff(partner), admin).json["items"]] == ["partner_finance"]


def test_a_change_counts_on_the_next_request_and_in_both_places(front: Front) -> None:
    partner = a_partner()
    admin, course = a_partner_admin(partner), a_course()
    marco = front.post(staff(partner), admin, READER).json["id"]
    path = staff(partner, marco)
    assert front.get(f"/v1/partners/{partner.id}/organizations", marco).status == 200

    narrowed = front.patch(path, admin, {"role": "supervisor", "scope": {"courses": [course]}}, key="k")

    assert (narrowed.status, narrowed.json["scope"]["courses"]) == (200, [course])
    assert front.get(f"/v1/partners/{partner.id}/organizations", marco).code == "not-allowed"
    assert front.get(path, admin).json == narrowed.json
    assert front.patch(path, admin, {"role": "supervisor"}).json["scope"]["courses"] == [course]
    assert front.patch(path, admin, {"scope": {"tags": ["b"]}}).json["scope"]["tags"] == ["b"]
    wide = front.patch(path, admin, {"role": "partner_enrollment"})
    assert (wide.json["role"], wide.json["scope"]) == ("partner_enrollment", None)
    membership = read_one(keys.partner_membership(marco, partner.id)) or {}
    assert (membership["role"], membership.get("scope")) == ("partner_enrollment", None)
    again = front.patch(path, admin, {"role": "supervisor", "scope": {"courses": [course]}}, key="k")
    assert (again.headers["idempotency-replayed"], again.json) == ("true", narrowed.json)
    for body in (
        {},
        {"role": "supervisor"},
        {"role": "partner_admin"},
        {"scope": {"tags": ["x"]}},
        {"email": "a@b.cd"},
    ):
        assert front.patch(path, admin, body).code == "invalid-request", body
    assert front.patch(path, admin, {"role": "supervisor", "scope": {"courses": [new_id("crs")]}}).code == "not-found"
    assert trail(partner) == ["staff.invite", *["staff.change"] * 4]


def test_two_changes_at_once_are_both_made(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    marco = front.post(staff(partner), admin, READER).json["id"]
    path = staff(partner, marco)
    once(monkeypatch, lambda: front.patch(path, admin, {"role": "supervisor", "scope": {"tags": ["a"]}}))

    assert front.patch(path, admin, {"role": "partner_finance"}).status == 200

    assert front.get(path, admin).json["role"] == "partner_finance"
    assert front.get(path, admin).json["scope"] is None
    assert trail(partner) == ["staff.invite", "staff.change", "staff.change"]


@pytest.mark.criterion("A-25")
def test_whoever_is_dismissed_is_refused_on_the_next_request(front: Front) -> None:
    partner, other = a_partner("Alfa"), a_partner("Beta")
    admin, stranger = a_partner_admin(partner), a_partner_admin(other)
    marco = front.post(staff(partner), admin, READER).json["id"]
    assert delete(front, staff(partner, marco), stranger).code == "not-found"
    assert delete(front, staff(other, marco), stranger).code == "not-found"
    assert delete(front, staff(partner, marco), marco).code == "not-allowed"

    assert delete(front, staff(partner, marco), admin).status == 204

    assert front.get(f"/v1/partners/{partner.id}", marco).code == "not-found"
    assert front.get("/v1/me", marco).json["views"] == []
    for who in (marco, admin, new_id("per"), "per_x", "..", "%F0%9F"):
        for answer in (
            delete(front, staff(partner, who), admin),
            front.patch(staff(partner, who), admin, {"role": "partner_finance"}),
            front.post(staff(partner, who, "invitation"), admin),
        ):
            assert answer.code in ("not-found", "method-not-allowed"), (who, answer)


def test_a_dismissal_while_another_is_made_answers_that_nobody_is_there(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    marco = front.post(staff(partner), admin, READER).json["id"]
    once(monkeypatch, lambda: delete(front, staff(partner, marco), admin))

    assert delete(front, staff(partner, marco), admin).code == "not-found"

    once(monkeypatch, lambda: front.post(staff(partner), admin, READER))
    assert front.post(staff(partner), admin, READER).code == "already-member"
    once(monkeypatch, lambda: delete(front, staff(partner, marco), admin))
    assert front.patch(staff(partner, marco), admin, {"role": "partner_finance"}).code == "not-found"


def test_an_invitation_is_mailed_again_until_it_is_accepted_and_not_too_often(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    marco = front.post(staff(partner), admin, READER).json["id"]
    path = staff(partner, marco, "invitation")

    assert [front.post(path, admin).status for _ in range(4)] == [202, 202, 202, 429]

    row = keys.partner_staff(partner.id, marco)
    write(row, (read_one(row) or {}) | {"invited": False})
    assert front.post(path, admin).code == "already-member"


def test_the_platform_looks_after_a_partners_staff_and_the_house_has_none(front: Front) -> None:
    platform, partner = a_platform_admin(), a_partner()
    house = a_partner("Direct customers", kind="house")

    assert front.post(staff(partner), platform, READER).status == 201
    for answer in (front.post(staff(house), platform, READER), front.get(staff(house), platform)):
        assert answer.code == "house-partner"


def test_at_a_suspended_partner_the_staff_is_read_and_not_changed(front: Front) -> None:
    partner = a_partner(status="suspended")
    admin = a_partner_admin(partner)

    assert front.get(staff(partner), admin).status == 200
    assert front.post(staff(partner), admin, READER).code == "partner-suspended"


def test_staff_is_listed_page_by_page(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    made = [front.post(staff(partner), admin, READER | {"email": f"m{n}@a.example"}).json["id"] for n in range(5)]

    assert [one["id"] for one in front.all(staff(partner), admin, limit=2)] == sorted(made)


@pytest.mark.parametrize(
    "body",
    [
        {}, None, [], "x", MARCO, READER | {"role": "partner_admin"}, READER | {"role": "trainer"},
        READER | {"email": "x"}, READER | {"first_name": "see www.evil.example"}, READER | {"partner_id": "prt_x"},
    ],
)  # fmt: skip
def test_malformed_invitations_change_nothing(front: Front, body: object) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    before = everything()
    assert front.post(staff(partner), admin, body).code == "invalid-request"
    assert everything() == before
