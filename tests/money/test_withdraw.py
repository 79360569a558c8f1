"""Withdrawing: what was paid comes back once by the policy, later nothing does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.enroll.withdraw import Wish, foresee, withdraw
from shared.ids import EnrollmentKey
from shared.problems import Problem
from tests.money.scene import Scene
from tests.money.test_enroll import refused


@pytest.mark.criterion("C-35x")
def test_within_seven_days_the_price_paid_comes_back_once(scene: Scene) -> None:
    partner = scene.partner(credits=10)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    enrolled, _ = scene.enroll(partner, course, ada)

    answer, _ = scene.withdraw(partner, enrolled["id"], key="k")

    assert (answer["status"], answer["refund"], answer["balance_after"]) == ("withdrawn", 10, 10)
    assert scene.withdraw(partner, enrolled["id"], key="k") == (answer, True)
    problem = refused(lambda: scene.withdraw(partner, enrolled["id"]))
    assert (problem.code, problem.members) == ("already-over", {"enrollment_status": "withdrawn"})
    assert [entry.kind for entry in scene.entries(partner)] == ["top_up", "enrollment", "refund"]


@pytest.mark.criterion("C-35x")
def test_it_is_the_price_paid_that_comes_back_not_todays(scene: Scene) -> None:
    partner = scene.partner(credits=10)
    course, (ada,) = scene.course(10, partner, own=4), scene.contacts(partner)
    enrolled, _ = scene.enroll(partner, course, ada)

    assert scene.withdraw(partner, enrolled["id"])[0]["refund"] == 4


@pytest.mark.criterion("C-35x")
@pytest.mark.parametrize(
    ("at", "refund"),
    [("2026-03-08T22:59:59.999Z", 10), ("2026-03-08T23:00:00.000Z", 0)],
    ids=["the last moment of the seventh day in Rome", "the eighth day"],
)
def test_the_seventh_day_ends_at_midnight_of_the_partners_time_zone(scene: Scene, at: str, refund: int) -> None:
    partner = scene.partner(credits=10)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    enrolled, _ = scene.enroll(partner, course, ada, at="2026-03-01T09:00:00.000Z")

    assert scene.withdraw(partner, enrolled["id"], at=at)[0]["refund"] == refund


@pytest.mark.criterion("C-35x")
def test_the_refund_is_foreseen_without_writing(scene: Scene) -> None:
    partner = scene.partner(credits=10)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    key = EnrollmentKey.from_id(scene.enroll(partner, course, ada)[0]["id"])
    assert key

    foreseen = foresee(scene.command(partner), key, Wish())

    assert (foreseen["refund"], foreseen["balance_before"], foreseen["balance_after"]) == (10, 0, 10)
    assert scene.wallet(partner).seq == 2


def test_the_platform_may_decide_otherwise_up_to_what_was_paid(scene: Scene) -> None:
    partner = scene.partner(credits=10)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    key = EnrollmentKey.from_id(scene.enroll(partner, course, ada)[0]["id"])
    assert key

    with pytest.raises(Problem, match="invalid-request"):
        withdraw(scene.command(partner), key, Wish(11, "cortesia"))
    answer, _ = withdraw(scene.command(partner), key, Wish(3, "cortesia"))

    assert answer["refund"] == 3 and scene.entries(partner)[-1].reason == "cortesia"


@pytest.mark.criterion("C-35x")
def test_withdrawals_at_once_give_back_once(scene: Scene) -> None:
    partner = scene.partner(credits=10)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    enrolled, _ = scene.enroll(partner, course, ada)

    def try_it(_: int) -> str:
        try:
            scene.withdraw(partner, enrolled["id"])
            return "withdrawn"
        except Problem as problem:
            return problem.code

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(try_it, range(6)))

    assert sorted(answers) == ["already-over"] * 5 + ["withdrawn"]
    assert scene.wallet(partner).balance == 10
