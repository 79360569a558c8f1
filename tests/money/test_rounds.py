"""Rounds of those who wait for one wallet: who goes ahead from what they know, and what those do who were passed by."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.enroll import enroll_contact
from functions.wallet import asking, pace
from functions.wallet.line import Group, take
from functions.wallet.movement import say_crowded
from functions.wallet.pace import milliseconds
from functions.wallet.turn import LINGER
from functions.wallet.verify import verify
from shared import dynamo, keys
from shared.clock import now
from shared.partner import Partner
from tests.meter import Meter
from tests.money.scene import Scene
from tests.money.test_interleaved import change
from tests.money.test_together import asks, crowded


@pytest.fixture
def busy(scene: Scene) -> tuple[Partner, str, list[str]]:
    """A partner at whose wallet one has just enrolled two, from 50 credits; a course of 10, and people to come."""
    partner = scene.partner(credits=50)
    course, (ada, ben, *others) = scene.course(10, partner), scene.contacts(partner, 4)
    asks(scene, partner, course, ben, crowded(scene, partner))
    scene.enroll(partner, course, ada)
    return partner, course, others


@pytest.mark.criterion("X-01")
def test_who_saw_those_before_them_done_goes_ahead_without_another_look(
    scene: Scene, meter: Meter, busy: tuple[Partner, str, list[str]]
) -> None:
    partner, course, (cleo, _) = busy
    meter.reset()

    answer, _ = scene.enroll(partner, course, cleo)

    assert meter.order == ["BatchGetItem", "UpdateItem", "UpdateItem", "TransactWriteItems"]
    assert (answer["entry_seq"], answer["balance_after"]) == (4, 20)


@pytest.mark.criterion("X-01")
def test_how_near_the_turn_is_goes_by_the_line_and_not_by_what_one_process_knows(
    scene: Scene, meter: Meter, busy: tuple[Partner, str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    partner, course, (cleo, _) = busy
    monkeypatch.setattr(pace.PACE, "length", pace.SHORTEST)
    change(keys.line(partner.id), free_at=milliseconds() + 150, length=100)
    meter.reset()

    scene.enroll(partner, course, cleo)

    assert meter.order == ["BatchGetItem", "UpdateItem", "UpdateItem", "TransactWriteItems"]


@pytest.mark.criterion("C-18", "X-01")
def test_who_went_without_a_look_begins_again_from_what_stood_there(
    scene: Scene, meter: Meter, busy: tuple[Partner, str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    partner, course, (cleo, _) = busy
    real = asking.take

    def overtaken(*arguments: Any) -> Any:
        monkeypatch.setattr(asking, "take", real)
        scene.top_up(partner, 5)
        meter.reset()
        return real(*arguments)

    monkeypatch.setattr(asking, "take", overtaken)

    answer, _ = scene.enroll(partner, course, cleo)

    assert meter.calls["TransactWriteItems"] == 2 and (answer["entry_seq"], answer["balance_after"]) == (5, 25)
    assert verify(partner.id)["ok"]


@pytest.mark.criterion("X-01")
def test_who_was_passed_by_asks_again_and_does_not_go_alone(
    scene: Scene, meter: Meter, busy: tuple[Partner, str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    partner, course, (cleo, dan) = busy
    asks(scene, partner, course, dan, str(scene.wallet(partner).crowd))  # goes first, and is held up
    real, asked = asking.join, []

    def passed_by(*arguments: Any) -> Any:
        asked.append(real(*arguments))
        if len(asked) == 1:  # those of the next round were faster
            for number in (asked[0].round, asked[0].round + 1):
                assert take(keys.line(partner.id), Group(number, 0, 15, first=True), milliseconds(), 15) is not None
            change(keys.wallet(partner.id), round=asked[0].round + 1)
        return asked[-1]

    monkeypatch.setattr(asking, "join", passed_by)
    meter.reset()

    answer, _ = scene.enroll(partner, course, cleo)

    assert len(asked) == 2 and asked[1].first, "the first of those who come next"
    assert meter.calls["TransactWriteItems"] == 1 and answer["balance_after"] == 20


@pytest.mark.criterion("X-01")
def test_who_asked_before_looks_whether_they_were_done_and_takes_nothing_then(
    scene: Scene, busy: tuple[Partner, str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    partner, course, (cleo, _) = busy
    real, asked, took = asking.join, [], []

    def done_meanwhile(*arguments: Any) -> Group:
        _, _, _, at, length, latest = arguments
        asked.append(latest)
        if len(asked) == 1:  # passed by
            change(keys.wallet(partner.id), round=9)
            return Group(8, at, length, first=False)
        monkeypatch.setattr(asking, "join", real)  # and done at last by the one who had the first ask
        change(keys.wallet(partner.id), crowded_until=0)
        scene.enroll(partner, course, cleo, key="cleo")
        monkeypatch.setattr(asking, "take", lambda *_: took.append(1))
        return Group(10, at, length, first=True)

    monkeypatch.setattr(asking, "join", done_meanwhile)

    answer, replayed = scene.enroll(partner, course, cleo, key="cleo")

    assert asked == [1, 9] and replayed and not took and answer["balance_after"] == 20


@pytest.mark.parametrize("round_", [None, 1, 7])
def test_a_line_behind_the_wallet_goes_on_from_the_round_that_the_wallet_knows(
    scene: Scene, meter: Meter, busy: tuple[Partner, str, list[str]], round_: int | None
) -> None:
    partner, course, (cleo, _) = busy
    change(keys.wallet(partner.id), round=7)
    line = keys.line(partner.id)
    if round_ is None:
        dynamo.client().delete_item(TableName=dynamo.table_name(line.table), Key=line.attributes)
    else:
        change(line, round=round_)
    meter.reset()

    scene.enroll(partner, course, cleo)

    assert meter.calls["TransactWriteItems"] == 1 and scene.wallet(partner).round == 8


def test_newcomers_come_to_the_line_for_a_while_after_others_were_done_for(
    scene: Scene, meter: Meter, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner = scene.partner(credits=50)
    course, (ada, ben, cleo) = scene.course(10, partner), scene.contacts(partner, 3)
    at = now()
    monkeypatch.setattr(pace, "now", lambda: at)
    monkeypatch.setattr(pace.PACE, "length", 10)
    crowd = str(say_crowded(scene.wallet(partner), milliseconds(), milliseconds() + 60).crowd)
    asks(scene, partner, course, ben, crowd)

    scene.enroll(partner, course, ada)

    assert scene.wallet(partner).crowded_until == milliseconds() + LINGER, "though turns are short"
    monkeypatch.setattr(pace, "now", lambda: at + timedelta(milliseconds=LINGER - 10))
    meter.reset()
    scene.enroll(partner, course, cleo)
    assert meter.order == ["BatchGetItem", "UpdateItem", "UpdateItem", "TransactWriteItems"], "in the line"


def test_what_is_placed_comes_with_the_wallet_as_it_stands_after_all(
    scene: Scene, busy: tuple[Partner, str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    partner, course, (cleo, dan) = busy
    asks(scene, partner, course, dan, str(scene.wallet(partner).crowd))
    real, told = enroll_contact.place, []
    monkeypatch.setattr(enroll_contact, "place", lambda *asked: told.append(real(*asked)) or told[-1])

    scene.enroll(partner, course, cleo)

    stands = scene.wallet(partner)
    assert told[0].wallet.stored() == stands.stored() and (stands.available, stands.round) == (10, 2)
