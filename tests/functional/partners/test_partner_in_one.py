"""A partner in one command: its record, its first admin, its first courses, all of it or nothing."""

from __future__ import annotations

from typing import Any

import pytest

from functions.portal_api.partners import create_partner
from shared import keys
from shared.dynamo import query_all, read_one
from shared.ids import new_id
from tests.builders import everything
from tests.functional.account.portal import Portal
from tests.functional.catalog.test_courses import ALL, costs, make, some
from tests.functional.front import meanwhile

BODY: dict[str, Any] = {"name": "Studio Alfa", "kind": "default", "contact_email": "info@alfa.example"}
LAURA = {"email": "Laura@alfa.example", "first_name": "Laura", "last_name": "Neri"}


@pytest.mark.criterion("C-13", "C-23", "C-28")
def test_the_partner_its_admin_and_its_courses_are_made_together(portal: Portal) -> None:
    front = portal.front
    own, inherits, everybodys = (make(front, portal.admin, one) for one in (some(), some(), ALL))
    courses = [{"course_id": own, "enrollment_cost": 3}, {"course_id": inherits}, {"course_id": everybodys}]

    made = front.post("/v1/partners", portal.admin, BODY | {"admin": LAURA, "courses": courses})

    assert made.status == 201
    [admin] = front.get(f"/v1/partners/{made.json['id']}/admins", portal.admin).json["items"]
    assert (admin["email"], admin["invited"]) == ("laura@alfa.example", True)
    assert costs(front, admin["id"]) == {own: 3, inherits: 10, everybodys: 10}
    record = read_one(keys.partner(made.json["id"])) or {}
    assert (record["admins_count"], record["accepted_count"]) == (1, 0)
    [fact] = (read_one(keys.person(admin["id"])) or {})["facts"]["all"]
    assert (fact["type"], fact["data"]["partner_id"]) == ("AdminInvited", made.json["id"])
    assert front.get(f"/v1/courses/{own}", portal.admin).json["assignment"]["partners"] == 1
    rows = query_all("portal", keys.audit(f"PARTNER#{made.json['id']}", "").pk)
    assert [(row["action"], row["subject"]) for row in rows] == [("admin.invite", admin["id"])]
    assert front.get(f"/v1/partners/{made.json['id']}", portal.admin).json == made.json


def test_who_is_known_already_is_made_its_admin(portal: Portal) -> None:
    laura = portal.invited("laura@alfa.example", portal.partner())
    made = portal.front.post("/v1/partners", portal.admin, BODY | {"admin": LAURA})
    [admin] = portal.front.get(f"/v1/partners/{made.json['id']}/admins", portal.admin).json["items"]
    assert admin["id"] == laura


def test_twenty_courses_fit_one_transaction_with_the_admin(portal: Portal) -> None:
    courses = [{"course_id": make(portal.front, portal.admin, some()), "enrollment_cost": n} for n in range(20)]
    made = portal.front.post("/v1/partners", portal.admin, BODY | {"admin": LAURA, "courses": courses}, key="k")
    assert made.status == 201
    stands = everything()
    again = portal.front.post("/v1/partners", portal.admin, BODY | {"admin": LAURA, "courses": courses}, key="k")
    assert (again.json, again.headers["idempotency-replayed"]) == (made.json, "true")
    assert everything() == stands


def test_whatever_is_wrong_nothing_of_it_is_made(portal: Portal) -> None:
    course = make(portal.front, portal.admin, some())
    before = [item for item in everything() if not item["pk"]["S"].startswith("COUNTER#")]
    for more, places in (
        ({"courses": [{"course_id": course}, {"course_id": new_id("crs")}]}, ["/courses/1/course_id"]),
        ({"courses": [{"course_id": "x"}]}, ["/courses/0/course_id"]),
        ({"courses": [{"course_id": course}, {"course_id": course}]}, ["/courses/1/course_id"]),
        ({"courses": [{"course_id": course, "enrollment_cost": -1}]}, ["/courses/0/enrollment_cost"]),
        ({"courses": [{"course_id": course}] * 21}, ["/courses"]),
        ({"courses": None}, ["/courses"]),
        ({"admin": LAURA | {"email": "x"}}, ["/admin/email"]),
        ({"admin": LAURA | {"role": "x"}}, ["/admin/role"]),
        ({"admin": {"email": "a@b.example"}}, ["/admin/first_name", "/admin/last_name"]),
    ):
        refused = portal.front.post("/v1/partners", portal.admin, BODY | {"admin": LAURA} | more)
        assert sorted(refused.at) == places, more
    assert [item for item in everything() if not item["pk"]["S"].startswith("COUNTER#")] == before


def test_a_course_that_changes_meanwhile_is_read_again(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    course, calls, whole = make(portal.front, portal.admin, some()), [], create_partner.settled

    def settled(*given: Any) -> Any:
        found = whole(*given)
        calls.append(1)
        if len(calls) == 1:
            path = f"/v1/courses/{course}"
            assert meanwhile(lambda: portal.front.patch(path, portal.admin, {"title": "New"})).status == 200
        return found

    monkeypatch.setattr(create_partner, "settled", settled)
    made = portal.front.post("/v1/partners", portal.admin, BODY | {"courses": [{"course_id": course}]})

    assert (made.status, len(calls)) == (201, 2)
    assert portal.front.get(f"/v1/courses/{course}", portal.admin).json["title"] == "New"
    assert portal.front.get(f"/v1/courses/{course}", portal.admin).json["assignment"]["partners"] == 1
