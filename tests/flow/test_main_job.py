"""The main job: credits buy enrollments, and everybody hears when they run out."""

from __future__ import annotations

import pytest

from infra.local.stack import FIRST_ADMIN
from tests.flow.api import World


@pytest.mark.criterion("C-12", "C-18", "C-19", "C-20", "C-21", "C-25", "C-27", "X-06", "X-07")
def test_from_top_up_to_refusal_and_the_mails(world: World) -> None:
    partner = world.partner("Studio Alfa", low_credit_threshold=20)
    laura, invited = world.email("laura"), world.email("invited")
    admin = world.admin(partner, laura)
    world.invite(partner, invited, "Piero", "Neri")
    course = world.course(10, partner, title="Primo soccorso")
    enrollments, wallet = f"/v1/partners/{partner}/enrollments", f"/v1/partners/{partner}/wallet"
    world.top_up(partner, 30)
    people = [
        admin.ok("POST", f"/v1/partners/{partner}/contacts", {"first_name": f"P{n}"}, 201)["id"] for n in range(5)
    ]
    assert admin.ok("GET", wallet)["seq"] == 1, "creating people moves no credits (C-11)"

    for number, person in enumerate(people[:3], start=1):
        enrolled = admin.ok("POST", enrollments, {"course_id": course, "contact_id": person}, 201)
        assert (enrolled["cost"], enrolled["balance_after"]) == (10, 30 - 10 * number)
    for person in people[3:]:
        problem = admin.refused("POST", enrollments, {"course_id": course, "contact_id": person})
        assert (problem["code"], problem["required"], problem["available"]) == ("insufficient-credits", 10, 0)

    for address in (laura, invited, FIRST_ADMIN):
        subjects = [mail["subject"] for mail in world.mails(address) if "Studio Alfa" in mail["subject"] + mail["text"]]
        told = {
            word: sum(word in subject.lower() for subject in subjects)
            for word in ("esaurit", "insufficient", "esaurimento", "soglia", "exhausted", "not enough", "low")
        }
        assert subjects, address
        assert told["esaurit"] + told["exhausted"] == 1, (address, subjects)
        assert told["insufficient"] + told["not enough"] == 1, (address, subjects)
    history = admin.ok("GET", f"{wallet}/entries")["items"]
    assert [(entry["kind"], entry["credits"], entry["balance_after"]) for entry in history] == [
        ("enrollment", -10, 0),
        ("enrollment", -10, 10),
        ("enrollment", -10, 20),
        ("top_up", 30, 30),
    ]
    assert history[0]["actor"]["name"] == "Laura Moretti" and history[3]["reason"] == "Contratto"
    assert admin.ok("GET", f"{wallet}/verification")["ok"]
    assert len(admin.ok("GET", enrollments)["items"]) == 3, "at 0 everything stays visible"
    first = admin.ok("GET", enrollments)["items"][0]
    assert admin.ok("POST", f"{enrollments}/{first['id']}/withdrawal")["refund"] == 10


@pytest.mark.criterion("X-02", "X-03")
def test_a_replay_on_an_emptied_wallet_answers_the_first_answer(world: World) -> None:
    partner = world.partner(credits=10)
    course, ada, bob = world.course(10), world.contact(partner), world.contact(partner)
    path, body = f"/v1/partners/{partner}/enrollments", {"course_id": course, "contact_id": ada}
    first = world.platform.post(path, body, key="once")

    again = world.platform.post(path, body, key="once")

    assert (again.status_code, again.json()) == (first.status_code, first.json()) == (201, first.json())
    assert again.headers["idempotency-replayed"] == "true" and "idempotency-replayed" not in first.headers
    other = world.platform.refused("POST", path, {"course_id": course, "contact_id": bob}, key="once")
    assert other["code"] == "idempotency-key-reused"


@pytest.mark.criterion("X-05")
def test_enrolling_again_names_the_enrollment_and_charges_nothing(world: World) -> None:
    partner = world.partner(credits=30)
    course, ada = world.course(10), world.contact(partner)
    path, body = f"/v1/partners/{partner}/enrollments", {"course_id": course, "contact_id": ada}
    first = world.platform.ok("POST", path, body, 201)

    problem = world.platform.refused("POST", path, body)

    assert (problem["code"], problem["enrollment_id"]) == ("already-enrolled", first["id"])
    assert world.wallet(partner)["balance"] == 20


@pytest.mark.criterion("X-06")
def test_top_ups_rearm_the_mails_and_a_dry_run_alerts_nobody(world: World) -> None:
    partner, laura = world.partner(credits=0), world.email("laura")
    admin, course = world.admin(partner, laura), world.course(10)
    people = [world.contact(partner) for _ in range(3)]
    path = f"/v1/partners/{partner}/enrollments"

    def refused_mails() -> int:
        return sum(
            "insufficient" in mail["subject"].lower() or "not enough" in mail["subject"].lower()
            for mail in world.mails(laura)
        )

    batch = {"course_id": course, "contact_ids": people, "mode": "partial", "dry_run": True}
    assert admin.ok("POST", f"{path}/batches", batch)["required"] == 30
    assert refused_mails() == 0
    for _ in range(2):
        admin.refused("POST", path, {"course_id": course, "contact_id": people[0]})
    assert refused_mails() == 1
    world.top_up(partner, 5)
    for _ in range(2):
        admin.refused("POST", path, {"course_id": course, "contact_id": people[0]})
    assert refused_mails() == 2


@pytest.mark.criterion("C-17", "C-18")
def test_batches_over_http(world: World) -> None:
    partner = world.partner(credits=25)
    course, people = world.course(10), [world.contact(partner) for _ in range(3)]
    path = f"/v1/partners/{partner}/enrollments/batches"
    body = {"course_id": course, "contact_ids": people}

    problem = world.platform.refused("POST", path, body | {"mode": "all_or_nothing"})
    answer = world.platform.ok("POST", path, body | {"mode": "partial"}, key="batch")

    assert (problem["required"], problem["available"]) == (30, 25)
    assert [one["outcome"] for one in answer["results"]] == ["enrolled", "enrolled", "insufficient_credits"]
    assert (answer["balance_before"], answer["balance_after"], answer["cost"]) == (25, 5, 20)
    assert world.platform.ok("POST", path, body | {"mode": "partial"}, key="batch") == answer


@pytest.mark.criterion("X-11")
def test_verification_names_the_first_entry_that_was_changed(world: World) -> None:
    partner = world.partner(credits=30)
    world.top_up(partner, 5)
    world.top_up(partner, 6)
    table = world.stack.environment()["LEDGER_TABLE"]
    world.stack.aws("dynamodb").update_item(
        TableName=table,
        Key={"pk": {"S": f"ENTRIES#{partner}"}, "sk": {"S": "ENTRY#000000000002"}},
        UpdateExpression="SET reason = :x",
        ExpressionAttributeValues={":x": {"S": "Contratta"}},
    )

    verification = world.platform.ok("GET", f"/v1/partners/{partner}/wallet/verification")

    assert verification == {"ok": False, "first_broken_seq": 2}


@pytest.mark.criterion("X-10")
def test_the_scheduled_reconciliation_mails_the_platform_about_a_difference(world: World) -> None:
    partner = world.partner("Conti Storti", credits=30)
    functions = world.stack.aws("lambda")
    table = world.stack.environment()["LEDGER_TABLE"]
    world.stack.aws("dynamodb").update_item(
        TableName=table,
        Key={"pk": {"S": f"WALLET#{partner}"}, "sk": {"S": "WALLET"}},
        UpdateExpression="SET available = :x",
        ExpressionAttributeValues={":x": {"N": "31"}},
    )

    answer = functions.invoke(FunctionName=world.stack.function("Reconcile"), Payload=b"{}")

    assert b'"differing": ' in answer["Payload"].read()
    assert any("Conti Storti" in mail["subject"] + mail["text"] for mail in world.mails(FIRST_ADMIN))
