"""Many who wait for one wallet: the first of them enrols for all, each with a receipt, entry and answer of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from benchmarks.contention import simulate
from functions.enroll.errand import Errand
from functions.enroll.plan import Standing, whole
from functions.enroll.standing import Terms
from functions.wallet import asking, line
from functions.wallet.line import join
from functions.wallet.movement import disperse, say_crowded
from functions.wallet.pace import milliseconds
from functions.wallet.verify import verify
from shared import dynamo, keys
from shared.clock import now, stamp
from shared.commit import commit, put
from shared.dynamo import read_one
from shared.ids import EnrollmentKey
from shared.partner import Partner
from shared.problems import Problem
from tests.meter import Meter
from tests.money.scene import Scene
from tests.money.test_interleaved import change

CROWDED = 10_000
"""Milliseconds for which a test's wallet says that others wait."""
AHEAD = ["BatchGetItem", "UpdateItem", "UpdateItem", "BatchGetItem", "UpdateItem", "TransactWriteItems"]
"""Who goes ahead at a wallet that nobody waited for: survey, the line twice, the wallet, the asks, the write."""


def crowded(scene: Scene, partner: Partner) -> str:
    """Have the wallet say that others wait for it; their name."""
    at = milliseconds()
    return str(say_crowded(scene.wallet(partner), at, at + CROWDED).crowd)


def asks(scene: Scene, partner: Partner, course: str, who: str, crowd: str, attempt: int = 1, **more: Any) -> str:
    """Somebody who waits in the line, and does not go ahead; the key of their request."""
    command = scene.command(partner, **more)
    errand = Errand(command, Terms(course, (who,)), whole([Standing(who, attempt=attempt)]), 10)
    group = join(keys.line(partner.id), f"ask-{command.key}", _told(crowd, errand), milliseconds(), 15)
    assert group
    return command.key


def _told(crowd: str, errand: Errand) -> str:
    return json.dumps([crowd, errand.asked()])


def at_once(*commands: Callable[[], Any]) -> list[Any]:
    """What these come to when they run at the same time: answers, or the code of a problem."""

    def one(command: Callable[[], Any]) -> Any:
        try:
            return command()
        except Problem as problem:
            return problem.code

    with ThreadPoolExecutor(len(commands)) as pool:
        return list(pool.map(one, commands))


@pytest.mark.criterion("X-01", "C-18")
def test_who_goes_ahead_enrols_for_all_who_wait_in_one_transaction(scene: Scene, meter: Meter) -> None:
    partner = scene.partner(credits=50, threshold=25)
    course, (ada, ben, cleo) = scene.course(10, partner), scene.contacts(partner, 3)
    crowd = crowded(scene, partner)
    waiting = {who: asks(scene, partner, course, who, crowd) for who in (ben, cleo)}
    meter.reset()

    mine, replayed = scene.enroll(partner, course, ada)

    assert meter.calls["TransactWriteItems"] == 1 and meter.writes == 10, "three each, and the wallet"
    assert not replayed and (mine["entry_seq"], mine["balance_after"]) == (2, 40), "its own entry comes first"
    assert scene.facts(partner) == ["CreditsLow"], "the alert of whichever movement of the three crossed the line"
    entries = scene.entries(partner)
    assert [(entry.seq, entry.credits, entry.balance_after) for entry in entries[1:]] == [
        (2, -10, 40), (3, -10, 30), (4, -10, 20),
    ]  # fmt: skip
    assert verify(partner.id)["ok"]
    for who, key in waiting.items():
        answer, replayed = scene.enroll(partner, course, who, key=key)
        assert replayed and (scene.record(answer["id"]) or {})["entry_seq"] == answer["entry_seq"] in (3, 4)


@pytest.mark.criterion("X-01", "C-18")
def test_who_was_enrolled_by_another_gets_their_own_first_answer(scene: Scene, meter: Meter) -> None:
    partner = scene.partner(credits=100)
    course, people = scene.course(10, partner), scene.contacts(partner, 6)
    crowded(scene, partner)
    meter.reset()

    told = at_once(*[lambda who=who: scene.enroll(partner, course, who) for who in people])

    assert [replayed for _, replayed in told] == [False] * 6
    assert sorted(answer["entry_seq"] for answer, _ in told) == [2, 3, 4, 5, 6, 7]
    assert sorted(answer["balance_after"] for answer, _ in told) == [40, 50, 60, 70, 80, 90]
    assert meter.calls["TransactWriteItems"] < 6, "somebody went ahead for somebody"
    assert scene.wallet(partner).available == 40 and verify(partner.id)["ok"]


@pytest.mark.criterion("C-17", "X-06")
def test_credits_for_some_of_those_who_wait_refuse_only_the_others(scene: Scene) -> None:
    partner = scene.partner(credits=30)
    course, people = scene.course(10, partner), scene.contacts(partner, 6)
    crowded(scene, partner)

    told = at_once(*[lambda who=who: scene.enroll(partner, course, who) for who in people])

    assert told.count("insufficient-credits") == 3 and sum(isinstance(one, tuple) for one in told) == 3
    assert scene.wallet(partner).available == 0 and scene.wallet(partner).not_enough_said
    assert len(scene.entries(partner)) == 4 and verify(partner.id)["ok"]


@pytest.mark.criterion("C-17")
def test_who_goes_ahead_takes_along_as_many_as_the_credits_pay_for(scene: Scene) -> None:
    partner = scene.partner(credits=20)
    course, (ada, ben, cleo) = scene.course(10, partner), scene.contacts(partner, 3)
    crowd = crowded(scene, partner)
    for who in (ben, cleo):
        asks(scene, partner, course, who, crowd)

    answer, _ = scene.enroll(partner, course, ada)

    assert answer["balance_after"] == 10 and scene.wallet(partner).available == 0
    assert len(scene.entries(partner)) == 3 and scene.facts(partner) == ["CreditsExhausted"]


@pytest.mark.criterion("C-18")
def test_one_request_that_waits_twice_is_done_once(scene: Scene) -> None:
    partner = scene.partner(credits=50)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    crowded(scene, partner)

    (first, _), (second, _) = at_once(*[lambda: scene.enroll(partner, course, ada, key="k")] * 2)

    assert first == second and scene.wallet(partner).available == 40


@pytest.mark.criterion("C-16")
def test_two_requests_for_one_person_enrol_them_once(scene: Scene) -> None:
    partner = scene.partner(credits=50)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    crowded(scene, partner)

    told = at_once(*[lambda key=key: scene.enroll(partner, course, ada, key=key) for key in ("k", "l")])

    assert told.count("already-enrolled") == 1 and scene.wallet(partner).available == 40


def test_an_errand_that_can_not_be_done_is_left_to_whoever_asked(scene: Scene) -> None:
    partner = scene.partner(credits=50)
    course, (ada, ben, cleo, dora) = scene.course(10, partner), scene.contacts(partner, 4)
    scene.enroll(partner, course, ben)  # is enrolled already
    scene.enroll(partner, course, cleo, key="k")  # was done already
    crowd = crowded(scene, partner)
    asks(scene, partner, course, ben, crowd)
    asks(scene, partner, course, cleo, crowd, key="k")
    asks(scene, partner, course, dora, crowd, attempt=2)  # there is no first one that is over
    asks(scene, partner, course, ada, crowd)  # is to be enrolled by this very command

    answer, _ = scene.enroll(partner, course, ada)

    assert answer["balance_after"] == 20 and scene.wallet(partner).seq == 4
    assert scene.enroll(partner, course, dora)[0]["attempt"] == 1 and verify(partner.id)["ok"]


def test_who_left_and_comes_again_waits_like_anybody(scene: Scene) -> None:
    partner = scene.partner(credits=50)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    scene.withdraw(partner, scene.enroll(partner, course, ada)[0]["id"])
    crowded(scene, partner)

    assert scene.enroll(partner, course, ada)[0]["attempt"] == 2
    assert scene.record(EnrollmentKey(partner.id, course, ada, 2).id)


@pytest.mark.criterion("X-02", "C-17")
def test_nobody_is_paid_for_after_they_were_refused(scene: Scene) -> None:
    partner = scene.partner(credits=10)
    course, (ada, ben, cleo) = scene.course(10, partner), scene.contacts(partner, 3)
    crowd = crowded(scene, partner)
    scene.enroll(partner, course, cleo)
    key = asks(scene, partner, course, ben, crowd)  # its sender died; the client asks again and is refused
    with pytest.raises(Problem) as caught:
        scene.enroll(partner, course, ben, key=key)
    assert caught.value.code == "insufficient-credits"
    asks(scene, partner, course, ben, crowd, key=key)  # and the ask of the first arrives once more, late
    scene.top_up(partner, 50)
    assert crowded(scene, partner) != crowd

    scene.enroll(partner, course, ada)

    assert scene.wallet(partner).available == 40, "only hers"
    assert scene.enroll(partner, course, ben, key=key)[1] is False, "refused, it may succeed later: now it does"


@pytest.mark.criterion("X-02")
def test_a_movement_planned_for_others_does_not_survive_the_refusal_of_one(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    from functions.enroll import place

    partner = scene.partner(credits=50)
    course, (ada, ben) = scene.course(10, partner), scene.contacts(partner, 2)
    key = asks(scene, partner, course, ben, crowded(scene, partner))
    real, sent = place.commit, []

    def delayed(writes: Any, turn: Any) -> None:
        if not sent:  # between its plan and its write another one is refused
            disperse(scene.wallet(partner))
        sent.append(len(writes))
        real(writes, turn)

    monkeypatch.setattr(place, "commit", delayed)

    scene.enroll(partner, course, ada)

    assert sent == [7, 4], "with the other one, and when the wallet was found changed, alone"
    assert read_one(keys.money_receipt(partner.id, key)) is None and scene.wallet(partner).available == 40


def test_those_of_whom_nobody_goes_ahead_do_so_themselves(scene: Scene, meter: Meter) -> None:
    partner = scene.partner(credits=50)
    course, (ada, ben) = scene.course(10, partner), scene.contacts(partner, 2)
    asks(scene, partner, course, ben, crowded(scene, partner))  # was to go first, and died
    meter.reset()

    scene.enroll(partner, course, ada)

    assert meter.order[-2:] == ["UpdateItem", "TransactWriteItems"] and scene.wallet(partner).available == 30


def test_who_is_forgotten_by_the_one_ahead_asks_again(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "FORGOTTEN", 0.05)
    partner = scene.partner(credits=50)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    crowd = crowded(scene, partner)
    asks(scene, partner, course, ada, crowd, key="of another")
    taken: list[Any] = []
    real = line.take

    def somebody_else_first(key: keys.Key, group: Any, until: int, length: int) -> Any:
        if not taken:
            taken.append(real(key, group, until, length))  # who then dies
        return real(key, group, until, length)

    monkeypatch.setattr(asking, "take", somebody_else_first)

    assert scene.enroll(partner, course, ada)[0]["balance_after"] == 40
    assert len(taken) == 1


def test_more_than_one_transaction_holds_are_done_in_two(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = scene.partner(credits=1000)
    course, people = scene.course(10, partner), scene.contacts(partner, line.MOST + 2)
    crowd = crowded(scene, partner)
    for who in people[: line.MOST - 2]:
        asks(scene, partner, course, who, crowd)

    told = at_once(*[lambda who=who: scene.enroll(partner, course, who) for who in people[line.MOST - 2 :]])

    assert [replayed for _, replayed in told] == [False] * 4
    wallet = scene.wallet(partner)
    assert wallet.seq >= line.MOST and wallet.available == 1000 - 10 * (wallet.seq - 1) and verify(partner.id)["ok"]


def test_others_are_asked_for_one_person_with_a_price_and_for_nothing_else(scene: Scene, meter: Meter) -> None:
    partner = scene.partner(credits=50)
    course, free, people = scene.course(10, partner), scene.course(0, partner), scene.contacts(partner, 3)
    crowded(scene, partner)

    scene.enroll(partner, free, people[0])
    scene.batch(partner, course, people[:2])
    scene.top_up(partner, 5)

    assert "waiting" not in (read_one(keys.line(partner.id)) or {})
    meter.reset()
    scene.enroll(partner, course, people[2])
    assert meter.order == AHEAD


def test_the_name_of_a_crowd_that_was_taken_off_does_not_come_back(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner = scene.partner(credits=50)
    client, sent = dynamo.client(), []
    real = client.update_item
    monkeypatch.setattr(client, "update_item", lambda **request: sent.append(request) or real(**request))
    crowd = crowded(scene, partner)
    disperse(scene.wallet(partner))

    with pytest.raises(client.exceptions.ConditionalCheckFailedException):
        real(**sent[0])  # a copy of it was still under way

    assert crowd and scene.wallet(partner).crowd is None
    assert crowded(scene, partner) != crowd


def test_those_who_wait_are_not_kept_by_one_ahead_who_is_refused(scene: Scene) -> None:
    partner = scene.partner(credits=10)
    dear, cheap = scene.course(20, partner), scene.course(1, partner)
    people = scene.contacts(partner, 4)
    crowded(scene, partner)

    told = at_once(*[
        lambda who=who, course=course: scene.enroll(partner, course, who)
        for who, course in zip(people, (dear, cheap, dear, cheap), strict=True)
    ])  # fmt: skip

    assert [isinstance(one, tuple) for one in told] == [False, True, False, True]
    assert scene.wallet(partner).available == 8 and verify(partner.id)["ok"]


def test_a_line_that_all_have_left_is_taken_over(scene: Scene, meter: Meter) -> None:
    partner = scene.partner(credits=1000)
    course, (ada, *gone) = scene.course(10, partner), scene.contacts(partner, line.MOST + 1)
    crowd = crowded(scene, partner)
    for who in gone:
        asks(scene, partner, course, who, crowd)
    change(keys.line(partner.id), free_at=milliseconds() - 1_000)
    meter.reset()

    answer, _ = scene.enroll(partner, course, ada)

    assert answer["balance_after"] == 990 and meter.calls["TransactWriteItems"] == 1 and meter.writes == 100
    assert scene.wallet(partner).seq == line.MOST + 1, "with as many of them as one transaction holds"


def test_what_was_asked_long_ago_is_not_done(scene: Scene) -> None:
    partner = scene.partner(credits=50)
    course, (ada, ben) = scene.course(10, partner), scene.contacts(partner, 2)
    crowd = crowded(scene, partner)
    asks(scene, partner, course, ben, crowd, at=stamp(now() - timedelta(minutes=2)))

    scene.enroll(partner, course, ada)

    assert scene.wallet(partner).available == 40, "the price, the course, the person may no longer be what they were"


def test_a_wallet_from_before_anything_was_said_on_it_moves(scene: Scene) -> None:
    partner = scene.partner(credits=50)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    item = read_one(keys.wallet(partner.id)) or {}
    old = {name: value for name, value in item.items() if name not in ("revision", "crowded_until", "round")}
    commit([put("wallet", keys.wallet(partner.id), old, None)])

    assert scene.enroll(partner, course, ada)[0]["balance_after"] == 40
    assert scene.top_up(partner, 5)[0].balance_after == 45
    crowded(scene, partner)


@pytest.mark.criterion("C-17", "X-01")
@pytest.mark.parametrize("both", [False, True])
def test_a_rush_on_a_wallet_that_runs_out_is_answered_as_fast(both: bool) -> None:
    found = simulate(100, 60, both=both, once=True, credits=40)

    assert (found["refused"], found["wrong"], found["busy"], found["lost"]) == (60, [], 0, 0)
    assert found["longest"] < 2
