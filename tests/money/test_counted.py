"""What each command waits for and costs, counted (not timed): calls, writes, write units of the base tables."""

from __future__ import annotations

import pytest

from shared.ids import new_id
from shared.problems import Problem
from tests.meter import Meter
from tests.money.scene import Scene


def test_one_enrollment_waits_twice_and_takes_4_writes_of_8_units(scene: Scene, meter: Meter) -> None:
    partner = scene.partner(credits=10, threshold=10)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    organization = scene.organization(partner, ada)
    meter.reset()

    scene.enroll(partner, course, ada, organization_id=organization, key="k" * 255)

    assert meter.order == ["BatchGetItem", "TransactWriteItems"]
    assert (meter.writes, meter.units) == (4, 8), "even with the longest key, an organization and both alerts"
    assert (meter.used.reads, meter.used.index_writes) == (5, 3)


def test_an_organization_that_the_person_does_not_belong_to_is_looked_up_and_another_partners_is_not_found(
    scene: Scene, meter: Meter
) -> None:
    partner, other = scene.partner(credits=20), scene.partner()
    course, (ada, ben) = scene.course(10, partner), scene.contacts(partner, 2)
    theirs, foreign = scene.organization(partner), scene.organization(other)
    meter.reset()

    scene.enroll(partner, course, ada, organization_id=theirs)

    assert meter.order == ["BatchGetItem", "BatchGetItem", "TransactWriteItems"]
    for unknown in (foreign, new_id("org")):
        with pytest.raises(Problem) as refused:
            scene.enroll(partner, course, ben, organization_id=unknown)
        assert refused.value.code == "not-found"
    assert scene.wallet(partner).available == 10


def test_a_list_knows_its_organization_by_any_of_its_people(scene: Scene, meter: Meter) -> None:
    partner = scene.partner(credits=30)
    course, people = scene.course(10, partner), scene.contacts(partner, 3)
    organization = scene.organization(partner, people[1])
    meter.reset()

    answer, _ = scene.batch(partner, course, people, organization_id=organization)

    assert meter.order == ["BatchGetItem", "TransactWriteItems"]
    assert answer["cost"] == 30


def test_a_batch_of_97_waits_twice_and_takes_at_most_2_2_units_a_person(scene: Scene, meter: Meter) -> None:
    partner = scene.partner(credits=970, threshold=10)
    course, people = scene.course(10, partner), scene.contacts(partner, 97)
    meter.reset()

    answer, _ = scene.batch(partner, course, people, "all_or_nothing")

    assert answer["cost"] == 970
    assert set(meter.order[:-1]) == {"BatchGetItem"} and meter.order[-1] == "TransactWriteItems"
    assert meter.writes == 100 and meter.units <= 2.2 * 97


def test_a_refusal_costs_one_more_read_of_the_receipt_and_at_most_one_update(scene: Scene, meter: Meter) -> None:
    partner = scene.partner(credits=9)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    for last in (["UpdateItem"], []):
        meter.reset()
        with pytest.raises(Problem):
            scene.enroll(partner, course, ada)
        assert meter.order == ["BatchGetItem", "TransactWriteItems", "BatchGetItem", *last]


def test_a_replay_costs_no_more_than_the_reads(scene: Scene, meter: Meter) -> None:
    partner = scene.partner(credits=10)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    scene.enroll(partner, course, ada, key="k")
    meter.reset()

    scene.enroll(partner, course, ada, key="k")

    assert meter.order == ["BatchGetItem"]


def test_a_top_up_waits_twice(scene: Scene, meter: Meter) -> None:
    partner = scene.partner()
    meter.reset()

    scene.top_up(partner, 5, key="k")

    assert meter.order == ["BatchGetItem", "TransactWriteItems"] and meter.writes == 3
    meter.reset()
    scene.top_up(partner, 5, key="k")
    assert meter.order == ["BatchGetItem", "BatchGetItem"]


def test_a_withdrawal_waits_twice_and_its_replay_once(scene: Scene, meter: Meter) -> None:
    partner = scene.partner(credits=10)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    enrolled = scene.enroll(partner, course, ada)[0]["id"]
    meter.reset()

    scene.withdraw(partner, enrolled, key="k")

    assert meter.order == ["BatchGetItem", "TransactWriteItems"] and meter.writes == 4
    meter.reset()
    scene.withdraw(partner, enrolled, key="k")
    assert meter.order == ["BatchGetItem"]
