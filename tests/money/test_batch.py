"""Enrolling many: all or none of them, or as many as the credits pay for, once however often it is asked."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from functions.enroll import place
from shared.ids import new_id
from shared.problems import Problem
from tests.money.scene import Scene
from tests.money.test_enroll import refused


def outcomes(answer: dict[str, Any]) -> Counter[str]:
    return Counter(result["outcome"] for result in answer["results"])


@pytest.mark.criterion("C-17")
def test_all_or_nothing_takes_everybody_in_one_entry(scene: Scene) -> None:
    partner = scene.partner(credits=60)
    course, people = scene.course(10, partner), scene.contacts(partner, 5)

    answer, _ = scene.batch(partner, course, people, "all_or_nothing")

    assert (answer["cost"], answer["balance_before"], answer["balance_after"]) == (50, 60, 10)
    assert [entry.credits for entry in scene.entries(partner)] == [60, -50]
    assert all(scene.record(result["enrollment_id"])["batch_id"] == answer["batch_id"] for result in answer["results"])


@pytest.mark.criterion("C-18")
def test_all_or_nothing_with_too_few_credits_enrols_nobody(scene: Scene) -> None:
    partner = scene.partner(credits=49)
    course, people = scene.course(10, partner), scene.contacts(partner, 5)

    problem = refused(lambda: scene.batch(partner, course, people, "all_or_nothing"))

    assert (problem.code, problem.members) == ("insufficient-credits", {"required": 50, "available": 49})
    assert outcomes(scene.price(partner, course, people)) == {"enrolled": 4, "insufficient_credits": 1}
    assert scene.facts(partner) == ["CreditsNotEnough"]


def test_all_or_nothing_names_those_who_cannot_be_enrolled(scene: Scene) -> None:
    partner = scene.partner(credits=60)
    course, people = scene.course(10, partner), scene.contacts(partner, 2)
    enrolled, _ = scene.enroll(partner, course, people[0])
    stranger = new_id("con")

    problem = refused(lambda: scene.batch(partner, course, (*people, stranger, "nonsense"), "all_or_nothing"))

    assert problem.code == "batch-refused"
    assert problem.members["results"] == [
        {"contact_id": people[0], "outcome": "already_enrolled", "cost": 0, "enrollment_id": enrolled["id"]},
        {"contact_id": stranger, "outcome": "unknown_contact", "cost": 0},
        {"contact_id": "nonsense", "outcome": "unknown_contact", "cost": 0},
    ]


def test_all_or_nothing_above_one_transaction_is_refused_with_the_limit(scene: Scene) -> None:
    partner = scene.partner(credits=500)
    course, people = scene.course(1, partner), scene.contacts(partner, 98)

    problem = refused(lambda: scene.batch(partner, course, people, "all_or_nothing"))

    assert (problem.code, problem.members) == ("batch-too-large", {"limit": 97})
    assert scene.wallet(partner).seq == 1


def test_partial_enrols_as_many_as_the_credits_pay_for_and_says_so_once(scene: Scene) -> None:
    partner = scene.partner(credits=25)
    course, people = scene.course(10, partner), scene.contacts(partner, 5)

    answer, _ = scene.batch(partner, course, (*people[:1], new_id("con"), *people[1:]), key="k")

    assert [result["outcome"] for result in answer["results"]] == [
        "enrolled", "unknown_contact", "enrolled", *["insufficient_credits"] * 3
    ]  # fmt: skip
    assert (answer["cost"], answer["balance_after"]) == (20, 5)
    assert scene.facts(partner) == ["CreditsNotEnough"]
    scene.top_up(partner, 100)
    again, replayed = scene.batch(partner, course, (*people[:1], new_id("con"), *people[1:]), key="k")
    assert replayed and [one["outcome"] for one in again["results"]] == [one["outcome"] for one in answer["results"]]


def test_partial_with_no_credits_at_all_leaves_no_receipt(scene: Scene) -> None:
    partner = scene.partner(credits=5)
    course, people = scene.course(10, partner), scene.contacts(partner, 3)

    answer, _ = scene.batch(partner, course, people, key="k")

    assert outcomes(answer) == {"insufficient_credits": 3} and "batch_id" not in answer
    scene.top_up(partner, 100)
    assert outcomes(scene.batch(partner, course, people, key="k")[0]) == {"enrolled": 3}


def test_five_hundred_people_are_placed_in_parts_and_replayed_as_one_answer(scene: Scene) -> None:
    partner = scene.partner(credits=450)
    course, people = scene.course(1, partner), scene.contacts(partner, 500)

    first, replayed = scene.batch(partner, course, people, key="k")

    assert not replayed and outcomes(first) == {"enrolled": 450, "insufficient_credits": 50}
    assert (first["balance_before"], first["balance_after"]) == (450, 0)
    scene.top_up(partner, 1000)
    assert scene.batch(partner, course, people, key="k") == (first, True)


@pytest.mark.criterion("X-04")
def test_a_batch_that_died_between_two_parts_goes_on_where_it_was(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner = scene.partner(credits=500)
    course, people = scene.course(1, partner), scene.contacts(partner, 250)
    real, done = place.commit, []

    def dies_at_the_second(writes: Any, patience: Any) -> None:
        if len(done) == 1:
            raise SystemExit
        done.append(real(writes, patience))

    monkeypatch.setattr(place, "commit", dies_at_the_second)
    with pytest.raises(SystemExit):
        scene.batch(partner, course, people, key="k")
    monkeypatch.setattr(place, "commit", real)
    assert scene.wallet(partner).available == 403

    answer, replayed = scene.batch(partner, course, people, key="k")

    assert not replayed and outcomes(answer) == {"enrolled": 250}
    assert (answer["balance_before"], answer["balance_after"]) == (500, 250)
    batches = {scene.record(result["enrollment_id"])["batch_id"] for result in answer["results"]}
    assert batches == {answer["batch_id"]}
    assert scene.batch(partner, course, people, key="k") == (answer, True)


def test_once_a_part_was_accepted_the_rest_keeps_its_answer_too(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = scene.partner(credits=100)
    course, people = scene.course(1, partner), scene.contacts(partner, 100)
    real, written = place.commit, []

    def then_drained(writes: Any, patience: Any) -> None:
        real(writes, patience)
        if not written:
            written.append(scene.deduct(partner, 3))

    monkeypatch.setattr(place, "commit", then_drained)
    first, _ = scene.batch(partner, course, people, key="k")
    scene.top_up(partner, 100)

    assert outcomes(first) == {"enrolled": 97, "insufficient_credits": 3}
    assert scene.batch(partner, course, people, key="k") == (first, True)


def test_who_was_here_before_takes_two_writes_and_still_fits(scene: Scene) -> None:
    partner = scene.partner(credits=1000)
    course, people = scene.course(1, partner), scene.contacts(partner, 60)
    first, _ = scene.batch(partner, course, people)
    for result in first["results"]:
        scene.withdraw(partner, result["enrollment_id"])

    assert refused(lambda: scene.batch(partner, course, people, "all_or_nothing")).code == "batch-too-large"
    again, _ = scene.batch(partner, course, people)

    assert outcomes(again) == {"enrolled": 60}
    assert {scene.record(result["enrollment_id"])["attempt"] for result in again["results"]} == {2}


def test_somebody_enrolled_between_reading_and_writing_is_told_apart(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner = scene.partner(credits=60)
    course, people = scene.course(10, partner), scene.contacts(partner, 3)
    real, raced = place.commit, []

    def meanwhile(writes: Any, patience: Any) -> None:
        if not raced:
            raced.append(True)
            scene.enroll(partner, course, people[1])
        real(writes, patience)

    monkeypatch.setattr(place, "commit", meanwhile)
    answer, _ = scene.batch(partner, course, people)

    assert [one["outcome"] for one in answer["results"]] == ["enrolled", "already_enrolled", "enrolled"]
    assert (answer["cost"], answer["balance_before"], answer["balance_after"]) == (20, 50, 30)


@pytest.mark.criterion("X-06")
def test_a_dry_run_prices_writes_nothing_and_alerts_nobody(scene: Scene) -> None:
    partner = scene.partner(credits=15)
    course, people = scene.course(10, partner), scene.contacts(partner, 3)
    before = scene.wallet(partner)

    partial = scene.price(partner, course, people)
    whole = scene.price(partner, course, people, "all_or_nothing")

    assert (partial["cost"], partial["required"], partial["balance_after"]) == (10, 30, 5)
    assert (whole["cost"], whole["required"], whole["balance_after"]) == (0, 30, 15)
    assert all("enrollment_id" not in one for one in partial["results"])
    assert scene.wallet(partner) == before and scene.facts(partner) == ["CreditsToppedUp"]


def test_another_request_under_a_batchs_key_is_refused(scene: Scene) -> None:
    partner = scene.partner(credits=60)
    course, people = scene.course(10, partner), scene.contacts(partner, 3)
    scene.batch(partner, course, people, key="k")

    with pytest.raises(Problem, match="idempotency-key-reused"):
        scene.enroll(partner, course, people[0], key="k", print_="other")
