"""Results: they complete an enrollment and move no credit, once, whoever asks at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from functions.enroll import set_result as results
from functions.enroll.result import Judgement
from functions.enroll.set_result import Origin, set_result
from functions.wallet.reconcile import reconcile_partner
from shared import keys
from shared.dynamo import query_all, read
from shared.ids import EnrollmentKey
from shared.partner import Partner
from shared.problems import Problem
from tests.money.scene import Scene
from tests.money.test_enroll import refused

ORIGIN = Origin("req-1", "platform")


def judge(scene: Scene, partner: Partner, enrollment_id: str, key: str | None = None, **given: Any) -> Any:
    enrollment = EnrollmentKey.from_id(enrollment_id)
    assert enrollment
    return set_result(scene.command(partner, key), ORIGIN, enrollment, Judgement(given))


def trail_of(partner: Partner) -> list[dict[str, Any]]:
    return list(query_all("portal", keys.audit(f"PARTNER#{partner.id}", "").pk))


@pytest.mark.criterion("C-36x")
def test_a_result_completes_the_enrollment_and_moves_no_credit(scene: Scene) -> None:
    partner = scene.partner(credits=10)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    enrolled = scene.enroll(partner, course, ada)[0]["id"]
    before = scene.wallet(partner)

    answer, replayed = judge(scene, partner, enrolled, result="passed", grade=87)

    record = scene.record(enrolled) or {}
    assert not replayed and answer == {
        "id": enrolled, "status": "completed", "result": "passed", "grade": 87, "completed_at": record["completed_at"],
    }  # fmt: skip
    assert (record["status"], record["cost"], record["entry_seq"], record["result_by"]) == (
        "completed", 10, 2, scene.actor,
    )  # fmt: skip
    assert scene.wallet(partner) == before and len(scene.entries(partner)) == 2
    assert reconcile_partner(partner.id, whole=True) == []
    [row] = trail_of(partner)
    told = {name: row[name] for name in ("actor_id", "action", "subject", "changed", "request_id", "view")}
    assert told == {
        "actor_id": scene.actor,
        "action": "enrollment.result",
        "subject": enrolled,
        "changed": ["grade", "result"],
        "request_id": "req-1",
        "view": "platform",
    }
    assert "87" not in str(told["changed"]) and "passed" not in str(row)


@pytest.mark.criterion("C-36x")
def test_the_first_completion_stays_and_what_is_not_given_stays(scene: Scene) -> None:
    partner = scene.partner(credits=10)
    course, (ada,) = scene.course(1, partner), scene.contacts(partner)
    enrolled = scene.enroll(partner, course, ada)[0]["id"]
    first, _ = judge(scene, partner, enrolled, result="not_passed")

    assert refused(lambda: judge(scene, partner, scene.enroll(partner, course, scene.contacts(partner)[0])[0]["id"], grade=5)).code == "result-missing"  # fmt: skip # noqa: E501
    graded, _ = judge(scene, partner, enrolled, grade=0)
    passed, _ = judge(scene, partner, enrolled, result="passed")

    assert (graded["result"], graded["grade"]) == ("not_passed", 0)
    assert (passed["result"], passed["grade"], passed["completed_at"]) == ("passed", 0, first["completed_at"])
    back, _ = judge(scene, partner, enrolled, result=None)
    assert {name: back[name] for name in ("status", "result", "grade", "completed_at")} == {
        "status": "enrolled", "result": None, "grade": None, "completed_at": None,
    }  # fmt: skip


def test_the_same_key_gives_the_first_answer_and_another_request_under_it_is_refused(scene: Scene) -> None:
    partner = scene.partner(credits=10)
    course, (ada,) = scene.course(1, partner), scene.contacts(partner)
    enrolled = scene.enroll(partner, course, ada)[0]["id"]
    first, _ = judge(scene, partner, enrolled, "k", result="passed")
    judge(scene, partner, enrolled, result="not_passed", grade=3)

    assert judge(scene, partner, enrolled, "k", result="passed") == (first, True)
    assert (scene.record(enrolled) or {})["result"] == "not_passed" and len(trail_of(partner)) == 2
    key = EnrollmentKey.from_id(enrolled)
    assert key
    other = scene.command(partner, "k", print_="another")
    assert refused(lambda: set_result(other, ORIGIN, key, Judgement({"grade": 1}))).code == "idempotency-key-reused"
    assert not list(query_all("ledger", f"RECEIPT#{partner.id}#k")), "the Ledger keeps nobody's result"


@pytest.mark.criterion("C-36x", "C-35x")
def test_what_was_withdrawn_gets_no_result_and_what_has_one_is_not_withdrawn(scene: Scene) -> None:
    partner = scene.partner(credits=10)
    course, (ada, eva) = scene.course(1, partner), scene.contacts(partner, 2)
    gone, done = (scene.enroll(partner, course, who)[0]["id"] for who in (ada, eva))
    scene.withdraw(partner, gone)
    judge(scene, partner, done, result="passed")

    problem = refused(lambda: judge(scene, partner, gone, result="passed"))
    assert (problem.code, problem.members) == ("already-over", {"enrollment_status": "withdrawn"})
    problem = refused(lambda: scene.withdraw(partner, done))
    assert (problem.code, problem.members) == ("already-over", {"enrollment_status": "completed"})
    assert refused(lambda: judge(scene, partner, done[:-4] + "AAAI", result="passed")).code == "not-found"


@pytest.mark.criterion("X-05")
def test_after_a_result_a_new_attempt_costs_again_and_then_the_result_stays(scene: Scene) -> None:
    partner = scene.partner(credits=10)
    course, (ada,) = scene.course(4, partner), scene.contacts(partner)
    first = scene.enroll(partner, course, ada)[0]["id"]
    judge(scene, partner, first, result="not_passed")

    second = scene.enroll(partner, course, ada)[0]

    assert (second["attempt"], second["balance_after"]) == (2, 2)
    problem = refused(lambda: judge(scene, partner, first, result=None))
    assert (problem.code, problem.members) == ("newer-attempt", {"enrollment_id": second["id"]})
    assert judge(scene, partner, first, result="passed")[0]["status"] == "completed"


@pytest.mark.criterion("C-36x", "C-35x")
def test_a_withdrawal_and_a_result_at_once_end_as_one_of_them(scene: Scene) -> None:
    partner = scene.partner(credits=60)
    course, people = scene.course(10, partner), scene.contacts(partner, 6)
    enrolled = [scene.enroll(partner, course, who)[0]["id"] for who in people]

    def run(number: int) -> str:
        one = enrolled[number // 2]
        try:
            if number % 2:
                scene.withdraw(partner, one)
            else:
                judge(scene, partner, one, result="passed")
            return "done"
        except Problem as problem:
            return problem.code

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(run, range(12)))

    records = [scene.record(one) or {} for one in enrolled]
    assert sorted(answers) == ["already-over"] * 6 + ["done"] * 6
    assert all(record["status"] in ("withdrawn", "completed") for record in records)
    assert all(("result" in record) == (record["status"] == "completed") for record in records)
    assert scene.wallet(partner).balance == 10 * sum(record["status"] == "withdrawn" for record in records)
    assert reconcile_partner(partner.id, whole=True) == []


@pytest.mark.criterion("C-36x")
def test_results_at_once_all_count_the_last_one_stays_and_twins_are_one(scene: Scene) -> None:
    partner = scene.partner(credits=10)
    course, (ada,) = scene.course(1, partner), scene.contacts(partner)
    enrolled = scene.enroll(partner, course, ada)[0]["id"]

    def run(number: int) -> Any:
        key = "twin" if number < 4 else f"own-{number}"
        return judge(scene, partner, enrolled, key, result="passed" if number % 2 or number < 4 else "not_passed")

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(run, range(8)))

    assert [replayed for _, replayed in answers[:4]].count(False) == 1
    assert len(trail_of(partner)) == 5
    assert len({answer["completed_at"] for answer, _ in answers}) == 1


def test_a_new_attempt_and_a_result_taken_back_at_once_leave_one_active(scene: Scene) -> None:
    partner = scene.partner(credits=100)
    course, (ada,) = scene.course(1, partner), scene.contacts(partner)
    first = scene.enroll(partner, course, ada)[0]["id"]
    judge(scene, partner, first, result="not_passed")

    def run(number: int) -> str:
        try:
            if number % 2:
                scene.enroll(partner, course, ada)
            else:
                judge(scene, partner, first, result=None)
            return "done"
        except Problem as problem:
            return problem.code

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(run, range(6)))

    key = EnrollmentKey.from_id(first)
    assert key and set(answers) <= {"done", "already-enrolled", "newer-attempt"}
    records = query_all("portal", keys.enrollment(*key).pk, prefix=f"{course}#{ada}#")
    assert [record["status"] for record in records].count("enrolled") == 1


@pytest.mark.criterion("C-36x")
def test_after_two_days_a_key_may_be_used_again(scene: Scene) -> None:
    partner = scene.partner(credits=10)
    course, (ada,) = scene.course(1, partner), scene.contacts(partner)
    key = EnrollmentKey.from_id(scene.enroll(partner, course, ada)[0]["id"])
    assert key

    def judged(at: str, print_: str, **given: Any) -> Any:
        return set_result(scene.command(partner, "for-two-days", print_, at), ORIGIN, key, Judgement(given))

    judged("2026-11-20T09:00:00.000Z", "first", result="passed")
    with pytest.raises(Problem, match="idempotency-key-reused"):
        judged("2026-11-22T08:59:59.000Z", "second", grade=9)
    answer, replayed = judged("2026-11-22T09:00:00.000Z", "second", grade=9)

    assert (answer["grade"], replayed) == (9, False)


@pytest.mark.criterion("X-02")
def test_a_result_that_saw_what_came_after_its_twin_but_not_its_receipt_gives_the_twins_answer(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner = scene.partner(credits=10)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    enrolled = scene.enroll(partner, course, ada)[0]["id"]
    twin: list[Any] = []

    def receipt_first(wanted: Any) -> Any:
        if not twin:
            twin.append(None)
            twin.append(judge(scene, partner, enrolled, key="k", result=None)[0])
            scene.withdraw(partner, enrolled)
            return {key: item for key, item in read(wanted).items() if not key.pk.startswith("RECEIPT#")}
        return read(wanted)

    monkeypatch.setattr(results, "read", receipt_first)

    assert judge(scene, partner, enrolled, key="k", result=None) == (twin[1], True)
    refusal = refused(lambda: judge(scene, partner, enrolled, key="l", result=None))
    assert refusal.code == "already-over", "without a twin it is refused as before"
