"""Many at one wallet: who met others waits for a turn, and nothing but time depends on it."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.contention import simulate
from functions.wallet import turn as turns
from functions.wallet.line import reserve
from functions.wallet.turn import Turn
from functions.wallet.verify import verify
from shared import dynamo, keys, patience
from shared.clock import now
from shared.dynamo import read_one
from shared.ids import new_id
from shared.partner import Partner
from shared.problems import Problem
from tests.meter import Meter
from tests.money.scene import Scene
from tests.money.test_interleaved import change

READ_AND_WRITE = ["BatchGetItem", "TransactWriteItems"]
CROWDED = ["UpdateItem", "UpdateItem", "UpdateItem"]
"""Said on the wallet, and the line, which nobody had stood in: two updates instead of one."""
GO_AHEAD = ["BatchGetItem", "UpdateItem", "TransactWriteItems"]
"""The wallet is read, what others ask for is taken, all is written."""


def milliseconds() -> int:
    return round(now().timestamp() * 1000)


def conflicting(monkeypatch: pytest.MonkeyPatch, times: int) -> list[Any]:
    """The next so many transactions are cancelled by another one at the wallet; returns what was sent."""
    client, sent = dynamo.client(), []
    real = client.transact_write_items

    def transact(**request: Any) -> Any:
        sent.append(request)
        if len(sent) > times:
            return real(**request)
        reasons = [{"Code": "TransactionConflict" if "Update" in one else "None"} for one in request["TransactItems"]]
        response = {"Error": {"Code": "TransactionCanceledException"}, "CancellationReasons": reasons}
        raise client.exceptions.TransactionCanceledException(response, "TransactWriteItems")

    monkeypatch.setattr(client, "transact_write_items", transact)
    return sent


def behind_others(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> tuple[Partner, int, list[float]]:
    """A partner with 20 credits for whose wallet others wait six seconds more, until when, and what is slept."""
    waited: list[float] = []
    monkeypatch.setattr(patience.time, "sleep", waited.append)
    partner = scene.partner(credits=20)
    end = reserve(keys.line(partner.id), milliseconds() + 5_000, 1_000)
    change(keys.wallet(partner.id), crowded_until=end)
    return partner, end, waited


@pytest.mark.criterion("X-01")
def test_who_meets_others_waits_for_a_turn_reads_and_writes_once(
    scene: Scene, meter: Meter, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner = scene.partner(credits=20)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    sent = conflicting(monkeypatch, 1)
    meter.reset()

    answer, _ = scene.enroll(partner, course, ada)

    assert meter.order == ["BatchGetItem", *CROWDED, *GO_AHEAD] and len(sent) == 2
    assert (answer["balance_after"], answer["entry_seq"]) == (10, 2)
    assert verify(partner.id)["ok"]


def test_who_finds_the_wallet_moved_tries_again_from_what_stood_there(
    scene: Scene, meter: Meter, monkeypatch: pytest.MonkeyPatch
) -> None:
    from functions.enroll import place

    partner = scene.partner(credits=20)
    course, people = scene.course(10, partner), scene.contacts(partner, 2)
    real, done = place.commit, []

    def overtaken(*arguments: Any) -> None:
        if not done:
            done.append(scene.enroll)
            scene.enroll(partner, course, people[1])
            meter.reset()
        real(*arguments)

    monkeypatch.setattr(place, "commit", overtaken)

    answer, _ = scene.enroll(partner, course, people[0])

    assert meter.order == ["TransactWriteItems", "TransactWriteItems"], "no second read, no turn"
    assert answer["balance_after"] == 0


def test_a_newcomer_goes_to_the_end_of_the_line_and_says_so_on_the_wallet(
    scene: Scene, meter: Meter, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner, end, waited = behind_others(scene, monkeypatch)
    meter.reset()

    scene.top_up(partner, 5)

    assert meter.order == ["BatchGetItem", "UpdateItem", *READ_AND_WRITE]
    assert 5 < waited[0] <= 6, "behind the one who was there"
    line = read_one(keys.line(partner.id))
    assert line and line["free_at"] > end and scene.wallet(partner).crowded_until == line["free_at"]


def test_who_can_be_enrolled_by_others_waits_behind_those_who_can_not(
    scene: Scene, meter: Meter, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner, end, waited = behind_others(scene, monkeypatch)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    meter.reset()

    scene.enroll(partner, course, ada)

    assert meter.order == ["BatchGetItem", *CROWDED, *GO_AHEAD]
    assert 5 < waited[0] <= 6 and scene.wallet(partner).crowded_until == end, "for as long as it was said to be"


@pytest.mark.parametrize("minutes", [-15, 15])
def test_a_line_with_the_time_of_a_wrong_clock_begins_anew(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, minutes: int
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(patience.time, "sleep", waited.append)
    partner = scene.partner(credits=20)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    wrong = reserve(keys.line(partner.id), milliseconds() + minutes * 60_000, 15)
    change(keys.wallet(partner.id), crowded_until=wrong)
    conflicting(monkeypatch, 1)

    scene.enroll(partner, course, ada)

    assert sum(waited) < 1
    line = read_one(keys.line(partner.id))
    assert line and abs(line["free_at"] - milliseconds()) < 60_000


def test_turns_are_handed_out_one_behind_the_other(scene: Scene) -> None:
    line, at = keys.line(new_id("prt")), milliseconds()

    assert [reserve(line, at, 10) for _ in range(3)] == [at + 10, at + 20, at + 30]
    assert reserve(line, at + 500, 10) == at + 510, "time that nobody took is gone"


def test_a_turn_that_comes_too_late_for_the_door_is_503_with_when_to_come_again(scene: Scene) -> None:
    partner = scene.partner(credits=20)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    end = reserve(keys.line(partner.id), milliseconds() + 9_000 - 100, 100)
    change(keys.wallet(partner.id), crowded_until=end)
    patience.answer_within(5)
    try:
        with pytest.raises(Problem) as caught:
            scene.enroll(partner, course, ada)
    finally:
        patience.answer_within(float("inf"))

    assert (caught.value.code, caught.value.headers["Retry-After"]) == ("busy", "9")
    assert scene.wallet(partner).available == 20


def test_conflicts_without_end_are_busy_and_never_a_refusal(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience.time, "sleep", lambda _: None)
    partner = scene.partner(credits=20)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    monkeypatch.setattr(turns, "TURNS", 5)
    sent = conflicting(monkeypatch, 10_000)

    for command in (lambda: scene.enroll(partner, course, ada), lambda: scene.top_up(partner, 5)):
        with pytest.raises(Problem) as caught:
            command()
        assert caught.value.code == "busy"
    assert len(sent) == turns.TURNS + 1 + turns.TURNS, "the second one finds it crowded and waits from the beginning"
    assert scene.facts(partner) == ["CreditsToppedUp"]


def test_without_a_line_the_command_goes_on_by_chance(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_line(*_: Any) -> int:
        raise Problem("busy", retry_after=1)

    monkeypatch.setattr(patience.time, "sleep", lambda _: None)
    monkeypatch.setattr(turns, "reserve", no_line)
    partner = scene.partner(credits=20)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    conflicting(monkeypatch, 3)

    assert scene.enroll(partner, course, ada)[0]["balance_after"] == 10


def test_what_moves_no_wallet_knows_no_line(scene: Scene, meter: Meter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience.time, "sleep", lambda _: None)
    turn = Turn(None)
    for _ in range(15):
        turn.conflicted()
    with pytest.raises(Problem):
        turn.conflicted()
    assert not meter.order


@pytest.mark.criterion("X-01")
@pytest.mark.parametrize("both", [False, True])
@pytest.mark.parametrize(("clients", "times"), [(8, 2.8), (32, 4), (100, 1.4)])
def test_where_transactions_conflict_everybody_gets_through_in_turn(clients: int, times: float, both: bool) -> None:
    found = simulate(clients, 10, both=both)

    assert (found["busy"], found["wrong"], found["lost"]) == (0, [], 0)
    assert found["per_second"] > times * simulate(1, 10, both=both)["per_second"]
    assert found["attempts"] < 0.3 and found["p99"] < 20 * found["p50"] and found["fairness"] > 0.85


@pytest.mark.criterion("X-01")
@pytest.mark.parametrize("both", [False, True])
def test_a_hundred_at_the_same_moment_are_all_served_within_two_seconds(both: bool) -> None:
    found = simulate(100, 60, both=both, once=True)

    assert (found["busy"], found["wrong"], found["lost"]) == (0, [], 0)
    assert found["took"] < 2 and found["attempts"] < 3
