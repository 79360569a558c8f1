"""What the doors answer has the shape the reference tells, and says nothing else.

Every answer of the matrix is held to the document too (`document.unfit`); here stands that it would notice.
"""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from functions.enroll.operations import BatchResult, Enrolled, Judged, Withdrawn
from functions.wallet.operations import EntryList, EntryShape, Verification, WalletShape
from tests.flow.api import World
from tests.flow.document import DOCUMENT, unfit

CONTACT = "GET /v1/partners/{partner_id}/contacts/{contact_id}"


@pytest.mark.parametrize(
    ("status", "change", "noticed"),
    [
        (200, {}, None),
        (200, {"first_name": 5}, "$.first_name"),
        (200, {"nickname": "Adina"}, "nickname"),
        (200, {"first_name": None}, "$.first_name"),
        (402, {}, "402 is not documented"),
        (409, {}, "409 is not documented"),
    ],
)
def test_an_answer_that_differs_from_the_document_is_noticed(
    world: World, status: int, change: dict[str, Any], noticed: str | None
) -> None:
    partner = world.partner()
    path = f"/v1/partners/{partner}/contacts/{world.contact(partner)}"
    told = world.platform.ok("GET", path) | change

    said = unfit(CONTACT, httpx.Response(status, json=told))

    assert said is None if noticed is None else said is not None and noticed in said
    refusal = {"type": "x", "title": "x", "status": 404, "detail": "x", "code": "partner-suspended", "request_id": "x"}
    problem = httpx.Response(404, json=refusal, headers={"Content-Type": "application/problem+json"})
    assert unfit(CONTACT, problem) == "partner-suspended is not documented"
    assert unfit(CONTACT, httpx.Response(200, text="a,b", headers={"Content-Type": "text/csv"})) is not None


def test_every_operation_documents_what_any_may_answer() -> None:
    for name, operation in DOCUMENT.items():
        statuses = operation["responses"].keys()
        assert any(status < "3" for status in statuses), name
        assert "500" in statuses or name == "GET /health", name
        assert not operation.get("security") or {"401", "503"} <= statuses, name


def test_answers_have_the_declared_shapes(world: World) -> None:
    partner = world.partner(credits=100)
    course, people = world.course(10), [world.contact(partner) for _ in range(3)]
    base, ok = f"/v1/partners/{partner}", world.platform.ok
    enrolled = ok("POST", f"{base}/enrollments", {"course_id": course, "contact_id": people[0]}, 201)
    batch = {"course_id": course, "contact_ids": people, "mode": "partial"}

    Enrolled.model_validate(enrolled)
    BatchResult.model_validate(ok("POST", f"{base}/enrollments/batches", batch | {"dry_run": True}))
    BatchResult.model_validate(ok("POST", f"{base}/enrollments/batches", batch))
    of_another = ok("GET", f"{base}/enrollments?contact_id={people[1]}")["items"][0]["id"]
    Judged.model_validate(ok("PATCH", f"{base}/enrollments/{of_another}", {"result": "passed", "grade": 70}))
    withdrawal = f"{base}/enrollments/{enrolled['id']}/withdrawal"
    Withdrawn.model_validate(ok("POST", f"{withdrawal}?dry_run=true"))
    Withdrawn.model_validate(ok("POST", withdrawal))
    WalletShape.model_validate(ok("GET", f"{base}/wallet"))
    EntryList.model_validate(ok("GET", f"{base}/wallet/entries"))
    EntryShape.model_validate(world.top_up(partner, 1))
    Verification.model_validate(ok("GET", f"{base}/wallet/verification"))


@pytest.mark.criterion("C-27")
def test_the_history_is_the_same_as_csv(world: World) -> None:
    partner = world.partner(credits=100)
    world.platform.ok("POST", f"/v1/partners/{partner}/wallet/deductions", {"credits": 1, "reason": "=1+1"}, 201)

    response = world.platform.get(f"/v1/partners/{partner}/wallet/entries.csv")

    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    head, newest, oldest = response.text.splitlines()
    assert head == "seq,at,kind,credits,balance_after,held_after,actor,course,people,reason,reference,hash"
    assert newest.startswith("2,") and ",deduction,-1,99,0,Paola Riva,,,'=1+1,," in newest
    assert oldest.startswith("1,") and ",top_up,100,100,0,Paola Riva,,,Contratto,," in oldest
    assert len(world.platform.get(f"/v1/partners/{partner}/wallet/entries.csv?before=2").text.splitlines()) == 2


def test_nobody_can_change_the_history(world: World) -> None:
    partner = world.partner(credits=100)
    for method in ("PUT", "PATCH", "DELETE", "POST"):
        for path in ("entries", "entries/1", ""):
            response = world.platform.send(method, f"/v1/partners/{partner}/wallet/{path}".rstrip("/"), {})
            assert response.status_code in (404, 405), (method, path, response.text)
            assert response.json()["code"] in ("not-found", "method-not-allowed")


def test_refusals_speak_the_callers_language(world: World) -> None:
    partner, course = world.partner(), world.course(10)
    body = {"course_id": course, "contact_id": world.contact(partner)}
    path = f"/v1/partners/{partner}/enrollments"

    italian = world.platform.refused("POST", path, body, headers={"Accept-Language": "it-IT,it;q=0.9,en;q=0.5"})
    english = world.platform.refused("POST", path, body, headers={"Accept-Language": "en"})

    assert italian["title"] == "Crediti insufficienti" and english["title"] == "Not enough credits"
