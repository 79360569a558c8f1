"""One partner's admin sees and touches nothing of another's, by list or by id."""

from __future__ import annotations

import pytest

from shared.keys import HOUSE
from tests.flow.api import World


@pytest.mark.criterion("C-09", "C-10", "C-13", "C-14", "C-15", "C-30")
def test_every_path_of_another_partner_is_not_found(world: World) -> None:
    mine, other = world.partner(credits=50), world.partner(credits=50)
    admin, course, person = world.admin(mine), world.course(10, other), world.contact(other)
    theirs = world.platform.ok(
        "POST", f"/v1/partners/{other}/enrollments", {"course_id": course, "contact_id": person}, 201
    )
    organization = world.platform.ok("POST", f"/v1/partners/{other}/organizations", {"name": "Beta"}, 201)["id"]
    enroll = {"course_id": course, "contact_id": person}
    for partner in (other, HOUSE, "prt_01ARZ3NDEKTSV4RRFFQ69G5FAV", "prt_x", "%00", "prt_%ED%A0%80"):
        base = f"/v1/partners/{partner}"
        for method, path, body in (
            ("GET", "", None),
            ("PATCH", "", {"language": "en"}),
            ("GET", "/wallet", None),
            ("GET", "/wallet/entries", None),
            ("GET", "/wallet/entries.csv", None),
            ("GET", "/wallet/verification", None),
            ("POST", "/wallet/top-ups", {"credits": 1, "reason": "x"}),
            ("POST", "/wallet/deductions", {"credits": 1, "reason": "x"}),
            ("GET", "/contacts", None),
            ("POST", "/contacts", {"first_name": "X"}),
            ("GET", f"/contacts/{person}", None),
            ("GET", "/organizations", None),
            ("GET", f"/organizations/{organization}", None),
            ("GET", "/enrollments", None),
            ("POST", "/enrollments", enroll),
            ("GET", f"/enrollments/{theirs['id']}", None),
            ("POST", "/enrollments/batches", {"course_id": course, "contact_ids": [person], "mode": "partial"}),
            ("POST", f"/enrollments/{theirs['id']}/withdrawal", None),
            ("GET", "/admins", None),
        ):
            response = admin.send(method, base + path, body)
            assert (response.status_code, response.json()["code"]) == (404, "not-found"), (
                method,
                base + path,
                response.text,
            )
    for method, path, body in (
        ("GET", f"/contacts/{person}", None),
        ("GET", f"/enrollments/{theirs['id']}", None),
        ("POST", f"/enrollments/{theirs['id']}/withdrawal", None),
        ("POST", "/enrollments", enroll),
        ("GET", f"/organizations/{organization}", None),
        ("PATCH", f"/contacts/{person}", {"first_name": "X"}),
    ):
        assert admin.refused(method, f"/v1/partners/{mine}{path}", body, 404)["code"] == "not-found", path
    assert admin.refused("GET", f"/v1/courses/{course}", status=404)
    assert world.wallet(other)["seq"] == 2


@pytest.mark.criterion("A-23", "A-25", "C-30")
def test_no_id_however_spelled_opens_a_portal_to_whoever_is_no_contact_there(world: World) -> None:
    partner = world.partner()
    organization = world.platform.ok("POST", f"/v1/partners/{partner}/organizations", {"name": "Beta"}, 201)["id"]
    admin = world.admin(partner)
    for theirs in (organization, organization.lower(), partner, "org_x", "%00", "org_%ED%A0%80", "..", "x" * 2000):
        for base in (f"/v1/business/{theirs}", f"/v1/me/{theirs}"):
            for path in ("modules", "company", "people", "people.csv", "enrollments", f"company/{organization}"):
                for asking in (admin, world.platform):
                    response = asking.get(f"{base}/{path}")
                    assert response.status_code == 404 and response.json()["code"] == "not-found", (base, path)


@pytest.mark.criterion("C-30")
def test_lists_of_a_partners_admin_hold_only_their_own(world: World) -> None:
    mine, other = world.partner(credits=50), world.partner(credits=50)
    admin = world.admin(mine)
    world.contact(other, "Segreto")
    hidden, seen = world.course(10, other), world.course(10, mine)

    assert [one["id"] for one in admin.ok("GET", "/v1/partners")["items"]] == [mine]
    assert admin.ok("GET", f"/v1/partners/{mine}/contacts")["items"] == []
    assert admin.ok("GET", f"/v1/partners/{mine}/contacts?q=segreto")["items"] == []
    catalogue = {one["id"] for one in admin.ok("GET", "/v1/courses?limit=100")["items"]}
    assert seen in catalogue and hidden not in catalogue


@pytest.mark.criterion("C-02")
def test_the_house_has_no_wallet(world: World) -> None:
    world.platform.refused("GET", f"/v1/partners/{HOUSE}/wallet", status=404)
    world.platform.refused("POST", f"/v1/partners/{HOUSE}/wallet/top-ups", {"credits": 1, "reason": "x"}, 404)
    course, ada = world.course(10), world.contact(HOUSE)
    enrolled = world.platform.ok(
        "POST", f"/v1/partners/{HOUSE}/enrollments", {"course_id": course, "contact_id": ada}, 201
    )
    assert (enrolled["cost"], enrolled["balance_after"]) == (0, None)


@pytest.mark.criterion("C-01", "C-06")
def test_a_suspended_partner_reads_only_and_comes_back_whole(world: World) -> None:
    partner = world.partner(credits=50)
    admin, course, ada = world.admin(partner), world.course(10), world.contact(partner)
    base, enroll = f"/v1/partners/{partner}", {"course_id": course, "contact_id": ada}
    world.platform.send("POST", f"{base}/suspension")

    assert admin.ok("GET", f"{base}/wallet")["balance"] == 50
    for asking in (admin, world.platform):
        assert asking.refused("POST", f"{base}/enrollments", enroll)["code"] == "partner-suspended"
    assert admin.refused("POST", f"{base}/contacts", {"first_name": "X"})["code"] == "partner-suspended"
    world.platform.send("DELETE", f"{base}/suspension")
    admin.ok("POST", f"{base}/enrollments", enroll, 201)
