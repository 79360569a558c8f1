"""What happens in between: each condition of each write, met at the one place where nothing else would hold.

Every test lets something else happen right before the write (or the look) that the condition guards, so that it fails
as soon as the condition is gone. The mutation gate (`tests/mutants`) names them.
"""

from __future__ import annotations

from typing import Any

import pytest

from functions.enroll import place, refuse, set_result, withdraw
from functions.wallet import move_credits, movement
from functions.wallet.entry import Movement
from functions.wallet.verify import verify
from shared import dynamo, keys
from shared.commit import Refused, commit, put
from shared.dynamo import encode, read_one
from shared.problems import Problem
from tests.money.scene import Scene
from tests.money.test_enroll import refused
from tests.money.test_interleaved import once_before
from tests.money.test_result import judge, trail_of


@pytest.mark.criterion("X-01", "X-11")
def test_a_movement_from_a_stale_read_starts_again_from_what_stands(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner = scene.partner(credits=100)
    once_before(monkeypatch, move_credits, "commit", lambda: scene.deduct(partner, 30))

    entry, _ = scene.top_up(partner, 5)

    assert (entry.seq, entry.balance_after) == (3, 75)
    assert verify(partner.id)["ok"] and scene.wallet(partner).balance == 75


def test_no_movement_overwrites_an_entry_that_stands_there(scene: Scene) -> None:
    partner = scene.partner(credits=100)
    planted = scene.wallet(partner).move(Movement("top_up", 7, scene.actor, "2026-11-22T09:00:00.000Z"), 0).entry
    commit([put("entry", keys.entry(partner.id, 2), planted.stored())])

    with pytest.raises(Refused, match="entry"):
        scene.top_up(partner, 5)

    assert (read_one(keys.entry(partner.id, 2)) or {})["credits"] == 7
    assert scene.wallet(partner).balance == 100


@pytest.mark.criterion("C-20", "X-06")
def test_a_refusal_that_a_top_up_overtook_is_not_told(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = scene.partner(credits=9)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    once_before(monkeypatch, movement, "update_once", lambda: scene.top_up(partner, 50))

    assert refused(lambda: scene.enroll(partner, course, ada)).code == "insufficient-credits"

    assert scene.facts(partner) == ["CreditsToppedUp"] and not scene.wallet(partner).not_enough_said


@pytest.mark.criterion("C-20", "X-06")
def test_of_two_refusals_at_once_one_is_told(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = scene.partner(credits=9)
    course, people = scene.course(10, partner), scene.contacts(partner, 2)
    told: list[Any] = []

    def another_is_refused() -> None:
        refused(lambda: scene.enroll(partner, course, people[1]))
        told.append((read_one(keys.wallet(partner.id)) or {})["facts"])

    once_before(monkeypatch, movement, "update_once", another_is_refused)
    refused(lambda: scene.enroll(partner, course, people[0]))

    assert [fact["type"] for fact in told[0]["all"]] == ["CreditsNotEnough"]
    assert (read_one(keys.wallet(partner.id)) or {})["facts"] == told[0]


@pytest.mark.criterion("X-02")
def test_a_top_up_whose_twin_was_faster_is_done_once(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = scene.partner(credits=1)
    twin: list[Any] = []
    once_before(monkeypatch, move_credits, "commit", lambda: twin.append(scene.top_up(partner, 5, key="k")[0]))

    entry, replayed = scene.top_up(partner, 5, key="k")

    assert (entry.seq, replayed) == (twin[0].seq, True) and scene.wallet(partner).balance == 6


@pytest.mark.criterion("X-02")
def test_a_deduction_refused_after_its_twin_was_accepted_answers_the_twin(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner = scene.partner(credits=4)
    twin: list[Any] = []

    def credits_come_and_the_twin_takes_them() -> None:
        scene.top_up(partner, 1)
        twin.append(scene.deduct(partner, 5, key="k")[0])

    once_before(monkeypatch, move_credits, "_refuse", credits_come_and_the_twin_takes_them)

    entry, replayed = scene.deduct(partner, 5, key="k")

    assert (entry.seq, replayed) == (twin[0].seq, True) and scene.wallet(partner).balance == 0


@pytest.mark.criterion("X-02")
def test_an_enrollment_whose_twin_was_faster_answers_the_twin(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = scene.partner(credits=10)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    twin: list[Any] = []
    once_before(monkeypatch, place, "commit", lambda: twin.append(scene.enroll(partner, course, ada, key="k")[0]))

    assert scene.enroll(partner, course, ada, key="k") == (twin[0], True)
    assert scene.wallet(partner).seq == 2 and scene.facts(partner) == ["CreditsExhausted"]


@pytest.mark.criterion("X-05")
def test_a_new_attempt_and_a_result_taken_back_meanwhile_leave_one_active(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner = scene.partner(credits=10)
    course, (ada,) = scene.course(1, partner), scene.contacts(partner)
    first = scene.enroll(partner, course, ada)[0]["id"]
    judge(scene, partner, first, result="not_passed")
    writes: list[Any] = []
    real = place.commit

    def taken_back_before_the_second_attempt(given: Any, patience: Any) -> Any:
        writes.append(given)
        if len(writes) == 2:  # the first try meets the former attempt, the second would be attempt 2
            judge(scene, partner, first, result=None)
        return real(given, patience)

    monkeypatch.setattr(place, "commit", taken_back_before_the_second_attempt)
    problem = refused(lambda: scene.enroll(partner, course, ada))

    assert (problem.code, problem.members) == ("already-enrolled", {"enrollment_id": first})
    assert scene.wallet(partner).available == 9


def test_no_attempt_is_made_behind_one_that_is_not_there(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = scene.partner(credits=10)
    course, (ada,) = scene.course(1, partner), scene.contacts(partner)
    first = scene.enroll(partner, course, ada)[0]["id"]
    scene.withdraw(partner, first)
    key = keys.enrollment(partner.id, course, ada, 1)
    writes: list[Any] = []
    real = place.commit

    def gone_before_the_second_attempt(given: Any, patience: Any) -> Any:
        writes.append(given)
        if len(writes) == 2:
            dynamo.client().delete_item(TableName="portal", Key=encode({"pk": key.pk, "sk": key.sk}))
        return real(given, patience)

    monkeypatch.setattr(place, "commit", gone_before_the_second_attempt)

    assert scene.enroll(partner, course, ada)[0]["attempt"] == 1


@pytest.mark.criterion("C-18")
def test_time_that_ran_out_is_not_followed_by_another_read(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = scene.partner(credits=10)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    looked: list[Any] = []

    def never_goes_through(*_: Any) -> None:
        raise Problem("busy", retry_after=1)

    monkeypatch.setattr(place, "commit", never_goes_through)
    monkeypatch.setattr(refuse, "twin", looked.append)

    assert refused(lambda: scene.enroll(partner, course, ada)).code == "busy"
    assert not looked and scene.facts(partner) == ["CreditsToppedUp"]


@pytest.mark.criterion("C-35x")
def test_what_was_withdrawn_meanwhile_is_not_paid_back_again(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = scene.partner(credits=10)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    enrolled = scene.enroll(partner, course, ada)[0]["id"]
    once_before(monkeypatch, withdraw, "commit", lambda: scene.withdraw(partner, enrolled))

    assert refused(lambda: scene.withdraw(partner, enrolled)).code == "already-over"

    assert scene.wallet(partner).balance == 10 and scene.wallet(partner).seq == 3


@pytest.mark.criterion("X-02", "C-35x")
def test_a_withdrawal_that_saw_its_twins_effect_but_not_its_receipt_answers_the_twin(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner = scene.partner(credits=10)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    enrolled = scene.enroll(partner, course, ada)[0]["id"]
    twin, _ = scene.withdraw(partner, enrolled, key="k")
    receipt, real = keys.money_receipt(partner.id, "k", 0), withdraw.read
    monkeypatch.setattr(
        withdraw, "read", lambda wanted: {key: item for key, item in real(wanted).items() if key != receipt}
    )

    assert scene.withdraw(partner, enrolled, key="k") == (twin, True)


@pytest.mark.criterion("C-36x")
def test_what_was_withdrawn_meanwhile_gets_no_result(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = scene.partner(credits=10)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    enrolled = scene.enroll(partner, course, ada)[0]["id"]
    once_before(monkeypatch, set_result, "commit", lambda: scene.withdraw(partner, enrolled))

    assert refused(lambda: judge(scene, partner, enrolled, result="passed")).code == "already-over"

    assert (scene.record(enrolled) or {})["status"] == "withdrawn" and "result" not in (scene.record(enrolled) or {})


@pytest.mark.criterion("C-36x")
def test_a_grade_does_not_bring_a_changed_result_back(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = scene.partner(credits=10)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    enrolled = scene.enroll(partner, course, ada)[0]["id"]
    judge(scene, partner, enrolled, result="passed")
    once_before(monkeypatch, set_result, "commit", lambda: judge(scene, partner, enrolled, result="not_passed"))

    answer, _ = judge(scene, partner, enrolled, grade=20)

    assert (answer["result"], answer["grade"]) == ("not_passed", 20)
    assert (scene.record(enrolled) or {})["result"] == "not_passed"


@pytest.mark.criterion("X-02", "C-36x")
def test_a_result_whose_twin_was_faster_is_set_once(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = scene.partner(credits=10)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    enrolled = scene.enroll(partner, course, ada)[0]["id"]
    twin: list[Any] = []
    once_before(
        monkeypatch,
        set_result,
        "commit",
        lambda: twin.append(judge(scene, partner, enrolled, "twins-result", result="passed")[0]),
    )

    assert judge(scene, partner, enrolled, "twins-result", result="passed") == (twin[0], True)
    assert len(trail_of(partner)) == 1
