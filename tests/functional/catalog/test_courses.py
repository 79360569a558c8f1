"""The platform's courses: who makes them, who sees which at what cost, and who is kept from them."""

from __future__ import annotations

from typing import Any

import pytest

from shared.ids import new_id
from shared.keys import HOUSE
from tests.builders import a_partner, a_partner_admin, a_person, a_platform_admin, an_enrollment, everything
from tests.functional.front import Front

SAFETY = {"title": "Sicurezza", "description": "Quattro ore.", "enrollment_cost": 10}
ALL = {"all_partners": True}


def some(*partners: Any, **own: int) -> dict[str, Any]:
    """An assignment to these partners; costs of their own by name."""
    costs_of = {one.id: {"enrollment_cost": own[one.name]} for one in partners if one.name in own}
    return {"partners": [{"partner_id": one.id} | costs_of.get(one.id, {}) for one in partners]}


def make(front: Front, admin: str, assignment: dict[str, Any], **more: Any) -> str:
    made = front.post("/v1/courses", admin, SAFETY | {"assignment": assignment} | more)
    assert made.status == 201, made
    return str(made.json["id"])


def costs(front: Front, who: str, **query: Any) -> dict[str, int]:
    """A catalogue as {course: effective cost}."""
    return {one["id"]: one["effective_cost"] for one in front.all("/v1/courses", who, **query)}


def test_nobody_signed_in_is_refused(front: Front) -> None:
    for method, path in (("GET", ""), ("POST", ""), ("GET", "/x"), ("PATCH", "/x"), ("GET", "/x/partners")):
        body = None if method == "GET" else {"title": "x"}
        assert front.ask(method, f"/v1/courses{path}", body=body).code == "not-signed-in"


def test_the_platform_makes_a_course(front: Front) -> None:
    admin, partner = a_platform_admin(), a_partner()

    made = front.post("/v1/courses", admin, SAFETY | {"assignment": some(partner)})

    assert made.status == 201
    assert made.json == SAFETY | {
        "id": made.json["id"],
        "assignment": {"all_partners": False, "partners": 1},
        "archived": False,
        "created_at": made.json["created_at"],
        "owner": {"kind": "platform"},
    }
    assert front.get(f"/v1/courses/{made.json['id']}", admin).json == made.json
    assert front.get("/v1/courses", admin).json == {"items": [made.json], "next_cursor": None}


@pytest.mark.criterion("C-07")
def test_only_the_platform_makes_and_changes_courses(front: Front) -> None:
    ours, theirs = a_partner("Alfa"), a_partner("Beta")
    platform, admin, stranger, nobody = a_platform_admin(), a_partner_admin(ours), a_partner_admin(theirs), a_person()
    course = f"/v1/courses/{make(front, platform, some(ours))}"
    before = everything()

    assert front.post("/v1/courses", admin, SAFETY | {"assignment": ALL}).code == "not-allowed"
    assert front.patch(course, admin, {"enrollment_cost": 0}).code == "not-allowed"
    assert front.get(f"{course}/partners", admin).code == "not-allowed"
    for other in (stranger, nobody):
        assert front.patch(course, other, {"enrollment_cost": 0}).code == "not-found"
        assert front.get(f"{course}/partners", other).code == "not-found"
    assert front.get("/v1/courses", nobody).code == "not-allowed"
    assert front.get(course, nobody).code == front.patch(course, nobody, {"title": "x"}).code == "not-found"
    assert everything() == before


@pytest.mark.criterion("C-13", "C-14", "C-15", "C-30")
def test_only_those_a_course_is_assigned_to_see_it_by_id_either(front: Front) -> None:
    ours, theirs = a_partner("Alfa"), a_partner("Beta")
    platform, admin, stranger = a_platform_admin(), a_partner_admin(ours), a_partner_admin(theirs)
    course = make(front, platform, some(ours))

    said = {"id": course, "title": "Sicurezza", "description": "Quattro ore.", "effective_cost": 10, "archived": False}
    assert front.get("/v1/courses", admin).json["items"] == [said | {"owner": {"kind": "platform"}}]
    assert front.get(f"/v1/courses/{course}", admin).json["effective_cost"] == 10
    assert front.get("/v1/courses", stranger).json == {"items": [], "next_cursor": None}
    assert front.get(f"/v1/courses/{course}", stranger).code == "not-found"
    assert front.get(f"/v1/courses/{course}", stranger, partner_id=ours.id).code == "not-found"
    assert front.get("/v1/courses", stranger, partner_id=ours.id).code == "not-found"
    assert costs(front, platform, partner_id=theirs.id) == {}
    assert costs(front, platform, partner_id=ours.id) == {course: 10}


@pytest.mark.criterion("C-22")
def test_assigned_to_all_it_costs_all_the_same_and_costs_of_their_own_are_kept(front: Front) -> None:
    alfa, beta = a_partner("Alfa"), a_partner("Beta")
    platform, admin = a_platform_admin(), a_partner_admin(alfa)
    course = make(front, platform, some(alfa, Alfa=3))
    path = f"/v1/courses/{course}"

    everybody = front.patch(path, platform, {"assignment": ALL}).json
    later = a_partner_admin(a_partner("Gamma"))

    assert everybody["assignment"] == {"all_partners": True, "partners": 1}
    assert costs(front, admin) == costs(front, a_partner_admin(beta)) == costs(front, later) == {course: 10}
    listed = front.all(f"{path}/partners", platform, limit=2)
    assert [(one["name"], one["enrollment_cost"], one["effective_cost"]) for one in listed] == [
        ("Alfa", 3, 10), ("Beta", None, 10), ("Gamma", None, 10),
    ]  # fmt: skip

    front.patch(path, platform, {"assignment": {"all_partners": False}})
    assert costs(front, admin) == {course: 3}
    assert costs(front, later) == {}


@pytest.mark.criterion("C-23", "C-24")
def test_each_partner_has_its_own_cost_or_inherits_the_general_one_with_its_changes(front: Front) -> None:
    alfa, beta, gamma = a_partner("Alfa"), a_partner("Beta"), a_partner("Gamma")
    platform = a_platform_admin()
    people = [a_partner_admin(one) for one in (alfa, beta, gamma)]
    course = make(front, platform, some(alfa, beta, gamma, Alfa=3, Gamma=0))

    assert [costs(front, who) for who in people] == [{course: 3}, {course: 10}, {course: 0}]
    front.patch(f"/v1/courses/{course}", platform, {"enrollment_cost": 12})
    assert [costs(front, who) for who in people] == [{course: 3}, {course: 12}, {course: 0}]
    listed = front.all(f"/v1/courses/{course}/partners", platform, limit=1)
    assert [(one["partner_id"], one["enrollment_cost"], one["effective_cost"]) for one in listed] == [
        (alfa.id, 3, 3), (beta.id, None, 12), (gamma.id, 0, 0),
    ]  # fmt: skip


@pytest.mark.criterion("C-14", "X-07")
def test_a_new_list_replaces_the_former_and_enrollments_stay(front: Front) -> None:
    alfa, beta = a_partner("Alfa"), a_partner("Beta")
    platform, admin = a_platform_admin(), a_partner_admin(alfa)
    course = make(front, platform, some(alfa, Alfa=3))
    enrolled = an_enrollment(alfa, course, new_id("con"))

    front.patch(f"/v1/courses/{course}", platform, {"assignment": some(beta)})

    assert costs(front, admin) == {}
    assert front.get(f"/v1/courses/{course}", admin).code == "not-found"
    assert front.get(f"/v1/partners/{alfa.id}/enrollments/{enrolled.id}", admin).status == 200
    assert costs(front, a_partner_admin(beta)) == {course: 10}
    assert front.patch(f"/v1/courses/{course}", platform, {"assignment": {"partners": []}}).status == 200
    assert front.all(f"/v1/courses/{course}/partners", platform) == []


@pytest.mark.criterion("C-02", "C-30")
def test_the_house_has_every_open_course_for_nothing_and_can_be_no_ones_list(front: Front) -> None:
    a_partner("Direct customers", kind="house")
    platform = a_platform_admin()
    courses = [make(front, platform, ALL), make(front, platform, some(a_partner()))]
    archived = make(front, platform, ALL)
    front.patch(f"/v1/courses/{archived}", platform, {"archived": True})

    assert costs(front, platform, partner_id=HOUSE, limit=1) == dict.fromkeys(courses, 0)
    assert HOUSE not in [one["partner_id"] for one in front.all(f"/v1/courses/{courses[0]}/partners", platform)]


def test_an_archived_course_leaves_the_catalogue_but_can_be_looked_up(front: Front) -> None:
    partner = a_partner()
    platform, admin = a_platform_admin(), a_partner_admin(partner)
    courses = [make(front, platform, some(partner)), make(front, platform, ALL)]

    for course in courses:
        assert front.patch(f"/v1/courses/{course}", platform, {"archived": True}).json["archived"] is True

    assert costs(front, admin) == {}
    assert front.get(f"/v1/courses/{courses[0]}", admin).json["archived"] is True
    assert len(front.all("/v1/courses", platform)) == 2
    for course in courses:
        front.patch(f"/v1/courses/{course}", platform, {"archived": False})
    assert len(costs(front, admin)) == 2


def test_a_catalogue_merges_its_two_lists_newest_first_under_one_cursor(front: Front) -> None:
    partner, other = a_partner("Alfa"), a_partner("Beta")
    platform, admin = a_platform_admin(), a_partner_admin(partner)
    made = []
    for number, kind in enumerate("asasssaaoxsaxxxxxsoa"):
        assignment = {"a": ALL, "s": some(partner), "o": some(other), "x": some(partner)}[kind]
        course = make(front, platform, assignment, enrollment_cost=number)
        if kind == "x":
            front.patch(f"/v1/courses/{course}", platform, {"archived": True})
        elif kind != "o":
            made.append(course)

    for limit in (1, 2, 3, 7, 100):
        listed = [one["id"] for one in front.all("/v1/courses", admin, limit=limit)]
        assert listed == sorted(made, reverse=True), limit


def test_a_course_of_a_partner_that_is_assigned_to_all_is_listed_once(front: Front) -> None:
    partner = a_partner()
    platform, admin = a_platform_admin(), a_partner_admin(partner)
    courses = [make(front, platform, some(partner) | ALL) for _ in range(3)]

    assert [one["id"] for one in front.all("/v1/courses", admin, limit=2)] == sorted(courses, reverse=True)


def test_an_admin_of_several_partners_says_which(front: Front) -> None:
    alfa, beta = a_partner("Alfa"), a_partner("Beta")
    platform, admin = a_platform_admin(), a_partner_admin(alfa, beta)
    course = make(front, platform, some(beta, Beta=4))

    assert front.get("/v1/courses", admin).at == ["/partner_id"]
    assert front.get(f"/v1/courses/{course}", admin).at == ["/partner_id"]
    assert costs(front, admin, partner_id=alfa.id) == {}
    assert costs(front, admin, partner_id=beta.id) == {course: 4}
    assert front.get(f"/v1/courses/{course}", admin, partner_id=beta.id).json["effective_cost"] == 4
    assert front.get(f"/v1/courses/{course}", admin, partner_id=alfa.id).code == "not-found"
    assert front.patch(f"/v1/courses/{course}", admin, {"title": "x"}).code == "not-allowed"


@pytest.mark.criterion("C-01")
def test_a_suspended_partner_still_reads_and_a_closed_one_does_not(front: Front) -> None:
    suspended, closed = a_partner("Alfa", status="suspended"), a_partner("Beta", status="closed")
    platform, reader, gone = a_platform_admin(), a_partner_admin(suspended), a_partner_admin(closed)
    course = make(front, platform, some(suspended, closed))

    assert costs(front, reader) == {course: 10}
    assert front.get("/v1/courses", gone).code == "partner-closed"
    assert front.get("/v1/courses", gone, partner_id=closed.id).code == "partner-closed"
    for one in (course, make(front, platform, some(suspended))):
        assert front.get(f"/v1/courses/{one}", gone).code == "partner-closed"
        assert front.patch(f"/v1/courses/{one}", gone, {"title": "x"}).code == "partner-closed"


def test_a_cursor_counts_for_the_very_list_it_was_issued_for(front: Front) -> None:
    alfa, beta = a_partner("Alfa"), a_partner("Beta")
    platform = a_platform_admin()
    courses = [make(front, platform, ALL) for _ in range(3)]
    of_all = front.get("/v1/courses", platform, limit=1).json["next_cursor"]
    of_alfa = front.get("/v1/courses", platform, limit=1, partner_id=alfa.id).json["next_cursor"]
    of_partners = front.get(f"/v1/courses/{courses[0]}/partners", platform, limit=1).json["next_cursor"]

    assert front.get("/v1/courses", platform, cursor=of_alfa).code == "cursor-invalid"
    assert front.get("/v1/courses", platform, cursor=of_alfa, partner_id=beta.id).code == "cursor-invalid"
    assert front.get("/v1/courses", platform, cursor=of_all, partner_id=alfa.id).code == "cursor-invalid"
    assert front.get(f"/v1/courses/{courses[1]}/partners", platform, cursor=of_partners).code == "cursor-invalid"
    assert front.get("/v1/courses", platform, cursor=of_all[:-1]).code == "cursor-invalid"
