"""What each command waits for and costs, counted (not timed): calls, writes, write units of the base tables."""

from __future__ import annotations

import pytest

from shared.problems import Problem
from tests.meter import Meter
from tests.money.scene import Scene


def test_one_enrollment_waits_twice_and_takes_4_writes_of_8_units(scene: Scene, meter: Meter) -> None:
    partner = scene.partner(credits=10, threshold=10)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    organization = scene.organization(partner)
    meter.reset()

    scene.enroll(partner, course, ada, organization_id=organization, key="k" * 255)

    assert meter.order == ["BatchGetItem", "TransactWriteItems"]
    assert (meter.writes, meter.units) == (4, 8), "even with the longest key, an organization and both alerts"


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
