"""Trainers of the platform: for chosen courses, by its admins."""

from __future__ import annotations

import pytest

from shared import keys
from shared.dynamo import read_one
from shared.ids import new_id
from tests.builders import a_partner, a_partner_admin, a_platform_admin, everything
from tests.functional.front import Front
from tests.functional.team.test_staff import a_course

TRAINERS = "/v1/platform/trainers"
GRACE = {"email": "grace@portico.example", "first_name": "Grace", "last_name": "Bianchi"}


@pytest.mark.criterion("C-36x", "A-22")
def test_a_trainer_is_narrowed_to_courses_and_has_the_platforms_view(front: Front) -> None:
    admin, course, other = a_platform_admin(), a_course(), a_course(all_partners=False)

    made = front.post(TRAINERS, admin, GRACE | {"courses": [course, other, course]}, key="k")

    grace = made.json["id"]
    assert made.json == GRACE | {
        "id": grace, "courses": sorted([course, other]), "invited": True, "since": made.json["since"],
    }  # fmt: skip
    assert front.post(TRAINERS, admin, GRACE | {"courses": [course, other, course]}, key="k").json == made.json
    [view] = front.get("/v1/me", grace).json["views"]
    assert (view["kind"], view["role"], view["path"]) == ("platform", "trainer", "/platform")
    membership = read_one(keys.platform_membership(grace)) or {}
    assert membership["scope"] == {"courses": sorted([course, other]), "organizations": [], "tags": []}
    [fact] = (read_one(keys.person(grace)) or {})["facts"]["all"]
    assert (fact["type"], fact["data"]) == ("TrainerInvited", {"person_id": grace, "invited_by": admin})
    assert front.get("/v1/platform/admins", grace).code == "not-allowed"


def test_the_ladder_of_trainers(front: Front) -> None:
    admin, laura, course = a_platform_admin(), a_partner_admin(a_partner()), a_course()
    body = GRACE | {"courses": [course]}
    before = everything()
    for who, code in ((None, "not-signed-in"), (laura, "not-allowed")):
        assert front.post(TRAINERS, who, body).code == code
        assert front.get(TRAINERS, who).code == code
        assert front.patch(f"{TRAINERS}/{laura}", who, {"courses": [course]}).code == code
        assert front.ask("DELETE", f"{TRAINERS}/{laura}", who).code == code
        assert front.post(f"{TRAINERS}/{laura}/invitation", who).code == code
    for courses in ([], None, "x", [1], [new_id("crs")] * 201):
        assert front.post(TRAINERS, admin, GRACE | {"courses": courses}).code == "invalid-request"
    for courses in ([new_id("crs")], [course, "crs_x"], [new_id("org")]):
        assert front.post(TRAINERS, admin, GRACE | {"courses": courses}).code == "not-found"
    assert front.post(TRAINERS, admin, body | {"scope": {}}).code == "invalid-request"
    assert everything() == before

    grace = front.post(TRAINERS, admin, body).json["id"]

    assert front.post(TRAINERS, admin, body).code == "already-member"
    assert [one["id"] for one in front.all(TRAINERS, admin, limit=1)] == [grace]
    later = a_course()
    changed = front.patch(f"{TRAINERS}/{grace}", admin, {"courses": [later]})
    assert (changed.status, changed.json["courses"]) == (200, [later])
    assert (read_one(keys.platform_membership(grace)) or {})["scope"]["courses"] == [later]
    assert front.patch(f"{TRAINERS}/{grace}", admin, {"courses": [new_id("crs")]}).code == "not-found"
    assert front.post(f"{TRAINERS}/{grace}/invitation", admin).status == 202
    assert front.ask("DELETE", f"{TRAINERS}/{grace}", admin).status == 204
    assert front.get("/v1/me", grace).json["views"] == []
    for who in (grace, admin, "per_x", ".."):
        assert front.patch(f"{TRAINERS}/{who}", admin, {"courses": [later]}).code in ("not-found", "method-not-allowed")


@pytest.mark.criterion("C-28")
def test_a_trainer_who_is_made_an_admin_is_an_admin_instead(front: Front) -> None:
    admin = a_platform_admin()
    write_platform(admin)
    grace = front.post(TRAINERS, admin, GRACE | {"courses": [a_course()]}).json["id"]

    made = front.post("/v1/platform/admins", admin, GRACE)

    assert (made.status, made.json["id"]) == (201, grace)
    assert front.get(TRAINERS, admin).json["items"] == []
    [view] = front.get("/v1/me", grace).json["views"]
    assert view["role"] == "platform_admin"
    assert front.post(TRAINERS, admin, GRACE | {"courses": [a_course()]}).code == "already-member"


def write_platform(admin: str) -> None:
    from tests.builders import write

    write(keys.PLATFORM, {"name": "Portico", "language": "en", "admins_count": 1, "accepted_count": 1, "version": 1})
