"""Schedules that were found to go wrong, each kept as it was found: twins, races and faults at one exact place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError

from functions.enroll import enroll_batch as batches
from functions.enroll import enroll_contact as singles
from functions.enroll import place
from functions.enroll.standing import Terms, survey
from functions.wallet import reconcile as books
from functions.wallet.entry import Movement
from functions.wallet.reconcile import reconcile, reconcile_partner
from functions.wallet.verify import verify
from shared import dynamo, keys, patience
from shared.commit import commit, put
from shared.dynamo import read_one
from shared.problems import Problem
from tests.money.scene import Scene
from tests.money.test_enroll import refused
from tests.money.test_reconcile import busy_partner, change


def once_before(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, meanwhile: Callable[[], Any]) -> None:
    """Let something else happen right before a function is called the first time from now on."""
    real, done = getattr(module, name), []

    def interleaved(*arguments: Any, **named: Any) -> Any:
        if not done:
            done.append(True)
            meanwhile()
        return real(*arguments, **named)

    monkeypatch.setattr(module, name, interleaved)


def torn(monkeypatch: pytest.MonkeyPatch, module: Any, meanwhile: Callable[[], Any]) -> None:
    """A survey that saw the receipt before, and the rest after, something else happened."""
    done: list[bool] = []

    def survey_torn(command: Any, terms: Terms, *, attempts: bool) -> Any:
        if done:
            return survey(command, terms, attempts=attempts)
        done.append(True)
        meanwhile()
        return replace(survey(command, terms, attempts=attempts), receipt=None)

    monkeypatch.setattr(module, "survey", survey_torn)


@pytest.mark.criterion("X-02")
def test_a_batch_that_saw_its_twins_effects_but_not_its_receipt_gives_the_twins_answer(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner = scene.partner(credits=10)
    course, people = scene.course(10, partner), scene.contacts(partner, 2)
    twin: list[Any] = []
    torn(monkeypatch, batches, lambda: twin.append(scene.batch(partner, course, people, key="k")[0]))

    answer, replayed = scene.batch(partner, course, people, key="k")

    assert (answer, replayed) == (twin[0], True)
    assert scene.facts(partner) == ["CreditsExhausted", "CreditsNotEnough"], "said by the one write, not again"


@pytest.mark.criterion("X-02")
def test_parts_of_one_batch_by_two_twins_have_one_id_and_one_price(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner = scene.partner(credits=500)
    course, people = scene.course(1, partner), scene.contacts(partner, 150)

    def twin_places_the_first_part_and_dies() -> None:
        real, done = place.commit, []

        def dies_at_the_second(writes: Any, tries: Any) -> None:
            if done:
                raise SystemExit
            done.append(real(writes, tries))

        with monkeypatch.context() as patch:
            patch.setattr(place, "commit", dies_at_the_second)
            with pytest.raises(SystemExit):
                scene.batch(partner, course, people, key="k")
        change(keys.course(course), enrollment_cost=3)

    torn(monkeypatch, batches, twin_places_the_first_part_and_dies)
    answer, _ = scene.batch(partner, course, people, key="k")

    records = [scene.record(result["enrollment_id"]) or {} for result in answer["results"]]
    assert {record["batch_id"] for record in records} == {answer["batch_id"]}
    assert {record["cost"] for record in records} == {1} and scene.wallet(partner).available == 350


@pytest.mark.criterion("X-06")
def test_a_movement_that_read_before_a_refusal_does_not_unsay_it(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = scene.partner(credits=5)
    cheap, dear = scene.course(1, partner), scene.course(10, partner)
    people = scene.contacts(partner, 3)
    once_before(monkeypatch, place, "commit", lambda: refused(lambda: scene.enroll(partner, dear, people[1])))

    scene.enroll(partner, cheap, people[0])

    assert scene.wallet(partner).not_enough_said
    assert scene.facts(partner) == [], "a movement takes off the wallet what was said before it"
    refused(lambda: scene.enroll(partner, dear, people[2]))
    assert scene.facts(partner) == [], "and the same is not said again"


def test_a_threshold_that_was_lowered_arms_low_again(scene: Scene) -> None:
    partner = scene.partner(credits=12, threshold=10)
    course, people = scene.course(2, partner), scene.contacts(partner, 4)
    scene.enroll(partner, course, people[0])
    assert scene.facts(partner) == ["CreditsLow"]
    lowered = replace(partner, low_credit_threshold=5)

    scene.enroll(lowered, course, people[1])
    scene.enroll(lowered, course, people[2])
    assert scene.facts(partner) == []
    scene.enroll(lowered, course, people[3])

    said = (read_one(keys.wallet(partner.id)) or {})["facts"]["all"]
    assert [(fact["type"], fact["data"]["available"]) for fact in said] == [("CreditsLow", 4)]


def test_a_lost_answer_is_asked_again_under_the_same_token(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = scene.partner(credits=10)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    real, lost = dynamo.client().transact_write_items, []

    def loses_the_first_answer(**request: Any) -> Any:
        answer = real(**request)
        if not lost:
            lost.append(request["ClientRequestToken"])
            raise ReadTimeoutError(endpoint_url="x")
        lost.append(request["ClientRequestToken"])
        return answer

    monkeypatch.setattr(dynamo.client(), "transact_write_items", loses_the_first_answer)
    answer, replayed = scene.enroll(partner, course, ada)

    assert (answer["balance_after"], replayed) == (0, False) and lost[0] == lost[1]
    assert scene.wallet(partner).seq == 2


@pytest.mark.criterion("C-18")
def test_time_that_runs_out_is_busy_and_never_a_refusal(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = scene.partner(credits=10)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    tries: list[Any] = []

    def never_answers(**request: Any) -> Any:
        tries.append(request)
        raise ReadTimeoutError(endpoint_url="x")

    monkeypatch.setattr(dynamo.client(), "transact_write_items", never_answers)
    patience.answer_within(patience.A_TRY + 0.05)
    try:
        problem = refused(lambda: scene.enroll(partner, course, ada))
    finally:
        patience.answer_within(float("inf"))

    assert problem.code == "busy" and len(tries) <= 3
    assert scene.facts(partner) == ["CreditsToppedUp"]


def test_an_odd_entry_is_named_and_keeps_nobody_else_from_being_checked(scene: Scene) -> None:
    odd, _ = busy_partner(scene)
    off, _ = busy_partner(scene)
    for values in ({"credits": 1}, {"paid_for": {"x": 1}}, {"kind": ["x"]}):
        change(keys.entry(odd.id, 2), **values)
        assert verify(odd.id) == {"ok": False, "first_broken_seq": 2}
    change(keys.wallet(off.id), available=7)

    reconcile(whole=True)

    assert (read_one(keys.reconciled(odd.id)) or {})["differences"][0] == "chain"
    assert (read_one(keys.reconciled(off.id)) or {})["differences"] == ["balance"]


def test_one_partner_that_cannot_be_checked_is_named_after_the_round(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, _ = busy_partner(scene)
    off, _ = busy_partner(scene)
    change(keys.wallet(off.id), available=7)
    real = books.reconcile_partner

    def fails_for_one(partner_id: str, *, whole: bool) -> list[str]:
        if partner_id == broken.id:
            raise Problem("busy", retry_after=1)
        return real(partner_id, whole=whole)

    monkeypatch.setattr(books, "reconcile_partner", fails_for_one)
    with pytest.raises(RuntimeError, match=broken.id):
        reconcile(whole=False)

    assert (read_one(keys.reconciled(off.id)) or {})["differences"] == ["balance"]


def test_what_the_whole_run_found_stays_found_until_it_is_mended(scene: Scene) -> None:
    partner, _ = busy_partner(scene)
    reconcile_partner(partner.id)
    change(keys.entry(partner.id, 1), reason="riscritto")

    assert reconcile_partner(partner.id, whole=True) == ["chain"]
    assert reconcile_partner(partner.id) == ["chain"], "the hourly run looks from the start as long as it differs"
    change(keys.entry(partner.id, 1), reason="ordine 7")
    assert reconcile_partner(partner.id) == []


def test_a_planted_entry_is_found_wherever_it_stands(scene: Scene) -> None:
    next_one, further = scene.partner(credits=5), scene.partner(credits=5)
    movement = Movement("top_up", 5, scene.actor, "2026-11-22T09:00:00.000Z")
    forged = scene.wallet(next_one).move(movement, 0).entry
    commit([put("entry", keys.entry(next_one.id, 2), forged.stored())])
    commit([put("entry", keys.entry(further.id, 5), {"seq": 5, "kind": "top_up", "credits": 5})])

    for partner in (next_one, further):
        assert verify(partner.id) == {"ok": False, "first_broken_seq": 2}
        assert reconcile_partner(partner.id) == ["chain"]


def test_credits_that_became_held_without_an_entry_are_found(scene: Scene) -> None:
    partner = scene.partner(credits=100)
    change(keys.wallet(partner.id), available=0, held=100)

    assert verify(partner.id)["ok"] is False
    assert reconcile_partner(partner.id) == ["balance"]


def test_a_course_that_was_paid_back_and_lives_again_is_found(scene: Scene) -> None:
    partner, seats = busy_partner(scene)
    change(seats[3], status="enrolled")

    assert reconcile_partner(partner.id) == ["entry_without_enrollment"]


def test_proof_holds_while_the_wallet_moves(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    from functions.wallet import proof

    partner = scene.partner(credits=100)
    once_before(monkeypatch, proof.store, "entries_after", lambda: scene.top_up(partner, 5))

    assert verify(partner.id)["ok"]


@pytest.mark.criterion("C-35x")
def test_what_was_opened_meanwhile_is_not_paid_back(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    from functions.enroll import withdraw

    partner = scene.partner(credits=10)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    enrolled, _ = scene.enroll(partner, course, ada)
    key = keys.enrollment(partner.id, course, ada, 1)
    once_before(monkeypatch, withdraw, "commit", lambda: change(key, opened_at="2026-11-22T09:00:00.000Z"))

    answer, _ = scene.withdraw(partner, enrolled["id"])

    assert (answer["refund"], answer["balance_after"]) == (0, 0)


@pytest.mark.criterion("C-01", "X-02")
def test_what_was_enrolled_before_a_suspension_is_answered_as_it_was(scene: Scene) -> None:
    partner = scene.partner(credits=20)
    course, people = scene.course(10, partner), scene.contacts(partner, 2)
    first, _ = scene.enroll(partner, course, people[0], key="k")
    suspended = replace(partner, status="suspended")

    assert scene.enroll(suspended, course, people[0], key="k") == (first, True)
    assert refused(lambda: scene.enroll(suspended, course, people[1])).code == "partner-suspended"
    assert refused(lambda: scene.batch(suspended, course, people)).code == "partner-suspended"
    assert scene.wallet(partner).available == 10


def test_a_twin_found_at_a_refusal_answers_with_all_its_parts(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = scene.partner(credits=500)
    course, people = scene.course(1, partner), scene.contacts(partner, 150)
    twin: list[Any] = []

    def accepted_then_archived() -> None:
        twin.append(scene.batch(partner, course, people, key="k")[0])
        change(keys.course(course), archived=True)

    torn(monkeypatch, batches, accepted_then_archived)

    assert scene.batch(partner, course, people, key="k") == (twin[0], True)
    assert len(twin[0]["results"]) == 150


def test_a_single_enrollment_archived_meanwhile_answers_its_twin(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = scene.partner(credits=10)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    twin: list[Any] = []

    def accepted_then_archived() -> None:
        twin.append(scene.enroll(partner, course, ada, key="k")[0])
        change(keys.course(course), archived=True)

    torn(monkeypatch, singles, accepted_then_archived)

    assert scene.enroll(partner, course, ada, key="k") == (twin[0], True)


def test_the_module_of_transactions_gives_each_commit_its_own_token(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens: list[str] = []
    real = dynamo.client().transact_write_items
    monkeypatch.setattr(
        dynamo.client(),
        "transact_write_items",
        lambda **request: (tokens.append(request["ClientRequestToken"]), real(**request))[1],
    )
    partner = scene.partner()
    scene.top_up(partner, 1)
    scene.top_up(partner, 1)

    assert len(set(tokens)) == len(tokens) >= 3
