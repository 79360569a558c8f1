"""Who saw whose results: written down before anything is shown, once a day, and read by those concerned."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.model import OperationModel

from functions.portal_api.enrollments import views_trail
from shared import clock, dynamo, keys
from shared.ids import new_id
from shared.partner import Partner
from tests.builders import a_partner, a_partner_admin, a_person, a_platform_admin, an_enrollment, everything, write
from tests.functional.front import Front, at_once
from tests.functional.narrowed import a_course, a_supervisor
from tests.meter import Meter

PASSED: dict[str, Any] = {"status": "completed", "result": "passed", "grade": 91}


def rows() -> list[dict[str, Any]]:
    return [dynamo.decode(item) for item in everything() if "#VIEWED#" in item["pk"]["S"]]


def a_contact(partner: Partner, person_id: str | None = None) -> str:
    contact_id = new_id("con")
    item = {"id": contact_id, "first_name": "Ada", "organization_ids": [], "created_at": clock.stamp(), "version": 1}
    write(keys.contact(partner.id, contact_id), item)
    if person_id:
        membership = {"role": "learner", "partner_id": partner.id, "contact_id": contact_id}
        write(keys.contact_membership(person_id, partner.id), membership)
    return contact_id


def base(partner: Partner) -> str:
    return f"/v1/partners/{partner.id}"


def test_a_look_at_a_result_leaves_one_row_a_day_and_viewer_whatever_the_way(front: Front) -> None:
    partner = a_partner()
    admin, platform, contact, course = a_partner_admin(partner), a_platform_admin(), a_contact(partner), a_course()
    made = an_enrollment(partner, course, contact, **PASSED)
    an_enrollment(partner, a_course("Senza"), contact)

    for _ in range(2):
        assert (
            front.ask("GET", f"{base(partner)}/enrollments", admin, headers={"portico-view": "partner"}).status == 200
        )
        assert front.get(f"{base(partner)}/enrollments/{made.id}", admin).status == 200
        assert front.get(f"{base(partner)}/enrollments.csv", platform).status == 200

    kept = {row["viewer_id"]: row for row in rows()}
    assert len(rows()) == 2 and kept.keys() == {admin, platform}
    assert kept[admin]["enrollment_id"] == made.id
    assert (kept[admin]["view"], kept[admin]["via"], kept[platform]["via"]) == ("partner", "list", "export")
    assert "passed" not in str(kept) and "91" not in {str(value) for value in kept[admin].values()}


def test_nothing_is_written_where_there_is_no_result_to_see(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    made = an_enrollment(partner, a_course(), a_contact(partner))
    before = everything()

    for path in ("enrollments", f"enrollments/{made.id}", "enrollments.csv"):
        assert front.get(f"{base(partner)}/{path}", admin).status == 200

    assert everything() == before


def test_ones_own_results_leave_no_row(front: Front) -> None:
    partner = a_partner()
    me, other = a_contact(partner), a_contact(partner)
    mine, theirs = (an_enrollment(partner, new_id("crs"), who, **PASSED) for who in (me, other))

    views_trail.note_views("per_x", "learner", [mine, theirs], own_contact_id=me, via="list")

    assert [row["enrollment_id"] for row in rows()] == [theirs.id]


def test_a_large_page_is_written_in_several_transactions_and_what_was_there_stays(crowded: Front) -> None:
    partner = a_partner()
    made = [an_enrollment(partner, new_id("crs"), new_id("con"), **PASSED) for _ in range(130)]
    views_trail.note_views("per_x", "partner", made[:3], via="record")
    early = {row["enrollment_id"]: row["at"] for row in rows()}

    views_trail.note_views("per_x", "api", made, via="export")

    kept = rows()
    assert len(kept) == 130
    assert {row["enrollment_id"]: row["at"] for row in kept if row["via"] == "record"} == early


def test_what_cannot_be_written_down_is_not_shown(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = a_partner()
    admin, made = a_partner_admin(partner), an_enrollment(partner, a_course(), a_contact(partner), **PASSED)
    monkeypatch.setattr("shared.patience.time.sleep", lambda _: None)

    def fail(**_: Any) -> None:
        raise dynamo.client().exceptions.ClientError({"Error": {"Code": "ThrottlingException"}}, "TransactWriteItems")

    monkeypatch.setattr(dynamo.client(), "transact_write_items", fail)

    for path in ("enrollments", f"enrollments/{made.id}", "enrollments.csv"):
        answer = front.get(f"{base(partner)}/{path}", admin)
        assert (answer.status, answer.code) == (503, "busy") and "passed" not in answer.text
    assert rows() == []


def test_rows_are_put_where_none_stands_and_never_touched_again(front: Front) -> None:
    partner = a_partner()
    admin, made = a_partner_admin(partner), an_enrollment(partner, a_course(), a_contact(partner), **PASSED)
    seen: list[tuple[str, Any]] = []

    def note(params: dict[str, Any], model: OperationModel, **_: Any) -> None:
        if "#VIEWED#" in str(params) and model.name not in ("Query", "BatchGetItem"):
            seen.append((model.name, params))

    dynamo.client().meta.events.register("before-parameter-build.dynamodb", note)
    for _ in range(2):
        front.get(f"{base(partner)}/enrollments/{made.id}", admin)
    dynamo.client().meta.events.unregister("before-parameter-build.dynamodb", note)

    assert [name for name, _ in seen] == ["TransactWriteItems"] * 2
    for _, params in seen:
        assert all(one["Put"]["ConditionExpression"] == "attribute_not_exists(pk)" for one in params["TransactItems"])


def test_looks_at_the_same_time_leave_one_row(crowded: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    for _ in range(3):
        an_enrollment(partner, a_course(), a_contact(partner), **PASSED)

    answers = at_once(*[lambda: crowded.get(f"{base(partner)}/enrollments", admin)] * 6)

    assert {answer.status for answer in answers} == {200}
    assert len(rows()) == 3


def test_a_list_waits_twice_and_its_look_is_written_meanwhile(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    for number in range(30):
        an_enrollment(partner, a_course(f"K{number}"), a_contact(partner), **PASSED)

    with Meter(dynamo.client()) as meter:
        assert len(front.get(f"{base(partner)}/enrollments", admin).json["items"]) == 25

    assert meter.order[:2] == ["BatchGetItem", "Query"]
    assert sorted(meter.order[2:]) == ["BatchGetItem", "TransactWriteItems"], "names and the look, at the same time"


def test_the_partners_admins_read_who_saw_a_contact_and_nobody_else_does(front: Front) -> None:
    ours, theirs = a_partner("Alfa"), a_partner("Beta")
    admin, stranger, platform = a_partner_admin(ours), a_partner_admin(theirs), a_platform_admin()
    contact, other, course = a_contact(ours), a_contact(ours), a_course()
    made = an_enrollment(ours, course, contact, **PASSED)
    an_enrollment(ours, course, other, **PASSED)
    supervisor = a_supervisor(ours, courses=[course])
    for who in (supervisor, platform):
        front.get(f"{base(ours)}/enrollments/{made.id}", who)
    path = f"{base(ours)}/contacts/{contact}/views"

    shown = front.all(path, admin, limit=1)

    assert {row["viewer"]["name"] for row in shown} == {"Sara Rossi", "Ada Rossi"} and len(shown) == 2
    for row in shown:
        assert row | {"viewer": None, "at": None} == {
            "viewer": None, "at": None, "enrollment_id": made.id, "course_id": course, "course_title": "Sicurezza",
            "view": "api", "via": "record",
        }  # fmt: skip
    assert front.get(f"{base(ours)}/contacts/{other}/views", admin).json["items"] == []
    assert front.get(path).code == "not-signed-in"
    assert front.get(path, stranger).code == "not-found"
    assert front.get(f"{base(theirs)}/contacts/{contact}/views", stranger).code == "not-found"
    for wrong in ("x", contact.lower(), new_id("con"), new_id("crs")):
        assert front.get(f"{base(ours)}/contacts/{wrong}/views", admin).code == "not-found"
    assert front.get(path, supervisor).code == "not-allowed"
    cursor = front.get(path, admin, limit=1).json["next_cursor"]
    assert front.get(f"{base(ours)}/contacts/{other}/views", admin, cursor=cursor).code == "cursor-invalid"
    assert front.get(path, admin, x="1").at == ["/x"]


def test_the_person_concerned_reads_who_saw_their_results(front: Front) -> None:
    partner, other, closed = a_partner(), a_partner("Beta"), a_partner("Gamma", status="closed")
    me, admin = a_person("Ada"), a_partner_admin(partner)
    contact = a_contact(partner, me)
    a_contact(closed, me)
    made = an_enrollment(partner, a_course(), contact, **PASSED)
    front.get(f"{base(partner)}/enrollments/{made.id}", admin)
    views_trail.note_views(me, "partner", [made], via="list")
    path = f"/v1/me/{partner.id}/views"

    with Meter(dynamo.client()) as meter:
        shown = front.get(path, me)

    assert [(row["viewer"]["id"], row["enrollment_id"]) for row in shown.json["items"]] == [(admin, made.id)]
    assert meter.order == ["BatchGetItem", "Query", "BatchGetItem"]
    assert front.get(path).code == "not-signed-in"
    for who in (admin, a_person(), a_platform_admin()):
        assert front.get(path, who).code == "not-found"
    assert front.get(f"/v1/me/{other.id}/views", me).code == "not-found"
    assert front.get("/v1/me/x/views", me).code == "not-found"
    assert front.get(f"/v1/me/{closed.id}/views", me).code == "partner-closed"
    assert front.get(path, me, limit="0").at == ["/limit"]
