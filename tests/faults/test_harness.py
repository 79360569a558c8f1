"""The harness can find bugs: each guard of the money taken away in turn, and the schedules find it.

A guard is taken away on the wire (the condition is cut out of the request), so that nothing here depends on how the
product writes it, or where only code guards, in the product. A guard that another stands behind says which.
"""

from __future__ import annotations

import random
import re
import threading
from collections.abc import Callable
from typing import Any

import pytest

from functions.enroll import withdraw
from shared import commit, patience
from shared.dynamo import decode
from tests.faults.conftest import judge
from tests.faults.engine import Document
from tests.faults.play import Client, Player, Schedule
from tests.faults.scheduler import Choice, Walk
from tests.faults.world import Order, enroll, give_back, top_up

SEEDS = 150
"""Schedules that are enough to find any of these."""


def without(prefix: str, cut: str | None = None) -> Callable[[Document], Document]:
    """A transaction without the conditions of keys that begin so, or (`cut`, a pattern) without this part of them."""

    def weaken(request: Document) -> Document:
        for write in request["TransactItems"]:
            operation = next(iter(write.values()))
            key = operation.get("Key") or operation["Item"]
            if re.match(prefix, key["pk"]["S"]) and "ConditionExpression" in operation:
                kept = re.sub(cut, "", operation.pop("ConditionExpression")) if cut else ""
                if kept:
                    operation["ConditionExpression"] = kept
                else:
                    operation.pop("ReturnValuesOnConditionCheckFailure", None)
                _tidy(operation)
        return request

    return weaken


def _tidy(operation: Document) -> None:
    """DynamoDB wants every name and value to be spoken of."""
    said = operation.get("ConditionExpression", "") + operation.get("UpdateExpression", "")
    spoken = set(re.findall(r"[#:]\w+", said))
    for field in ("ExpressionAttributeNames", "ExpressionAttributeValues"):
        if kept := {name: value for name, value in operation.pop(field, {}).items() if name in spoken}:
            operation[field] = kept


def always(prefix: str) -> Callable[[Document], Document]:
    """A transaction whose entry is written whatever stands there, beside what `prefix` names."""
    first, second = without(prefix), without("ENTRIES#")
    return lambda request: second(first(request))


WEAKENED: dict[str, Callable[[Document], Document]] = {
    "the wallet's condition": without("WALLET#"),
    "the wallet's and the entry's": always("WALLET#"),
    "available >= cost": without("WALLET#", r" AND #available >= :cost"),
    "the receipt's condition": without("RECEIPT#"),
    "the enrollment's condition": without("PARTNER#.*#ENROLLMENTS"),
}


def found(player: Player, seeds: int = SEEDS) -> str:
    """What the first schedule that went wrong says; empty when none did."""
    for seed in range(seeds):
        schedule, rng = Schedule.of(seed)
        try:
            judge(player, schedule, Choice(rng), rng, f"seed {seed}", own_proof=False)
        except AssertionError as error:
            return str(error)
    return ""


def made_worlds(player: Player) -> None:
    """The worlds of the seeds are made before anything is broken."""
    for seed in range(SEEDS):
        schedule, _ = Schedule.of(seed)
        player.place(schedule.available, schedule.threshold)


@pytest.mark.parametrize("guard", WEAKENED)
def test_a_condition_that_is_gone_is_found(playing: Player, monkeypatch: pytest.MonkeyPatch, guard: str) -> None:
    made_worlds(playing)
    apply, weaken = playing.wire.engine.apply, WEAKENED[guard]

    def weakened(operation: str, request: Document) -> Any:
        return apply(operation, weaken(request) if operation == "TransactWriteItems" else request)

    monkeypatch.setattr(playing.wire.engine, "apply", weakened)

    assert found(playing)


def test_a_schedule_that_failed_leaves_nobody_behind(playing: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    made_worlds(playing)
    apply = playing.wire.engine.apply

    def breaks(operation: str, request: Document) -> Any:
        if operation == "TransactWriteItems":
            raise RuntimeError("the engine is broken")
        return apply(operation, request)

    monkeypatch.setattr(playing.wire.engine, "apply", breaks)

    assert "the engine is broken" in found(playing)
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("actor ")]


def test_with_its_guards_nothing_is_found(playing: Player) -> None:
    assert found(playing, 40) == ""


def test_a_conflict_taken_for_a_refusal_is_found(playing: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    made_worlds(playing)

    def judged(error: Any, writes: Any) -> None:
        broken: list[Any]
        reasons = zip(writes, error.response["CancellationReasons"], strict=True)
        broken = [(write, decode(reason.get("Item") or {})) for write, reason in reasons if reason["Code"] != "None"]
        raise commit.Refused(broken)

    monkeypatch.setattr(commit, "_judge", judged)

    assert found(playing)


def test_a_lost_answer_taken_for_a_refusal_is_found(playing: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    made_worlds(playing)
    monkeypatch.setattr(patience, "is_passing", lambda _: False)
    monkeypatch.setattr(commit, "is_passing", lambda _: False)

    assert found(playing)


def test_a_twin_that_nobody_looks_for_is_found(playing: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(withdraw, "twin", lambda *_: None)

    assert "already-over" in in_every_order(playing, give_back(0), give_back(0), "k", "k", {("c0", 1): "receipt_first"})


def test_another_partners_wallet_that_pays_is_found(playing: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    made_worlds(playing)
    place = playing.place(60, 20)
    apply = playing.wire.engine.apply

    def misdirected(operation: str, request: Document) -> Any:
        for write in request.get("TransactItems", []):
            item = next(iter(write.values()))
            if item.get("Item", {}).get("kind", {}).get("S") == "top_up":
                write["Put"] = {**item, "Item": item["Item"] | {"pk": {"S": f"ENTRIES#{place.other.id}"}}}
        return apply(operation, request)

    monkeypatch.setattr(playing.wire.engine, "apply", misdirected)

    assert in_every_order(playing, top_up(10), enroll(2), "k0", "k1", {})


def in_every_order(
    player: Player, first: Order, second: Order, key: str, other: str, plan: dict[tuple[str, int], str]
) -> str:
    """What the first order of these two that went wrong says; empty when none did."""
    clients = (Client("c0", first, key), Client("c1", second, other))
    prefix: list[int] | None = []
    while prefix is not None:
        walk = Walk(prefix)
        try:
            judge(player, Schedule(60, 20, clients, plan), walk, random.Random(7), "", own_proof=False)
        except AssertionError as error:
            return str(error)
        prefix = walk.next_prefix()
    return ""
