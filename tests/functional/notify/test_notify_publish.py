"""Publish: stream records in, events out, in order and at least once."""

from __future__ import annotations

import io
import json
from typing import Any

from functions.notify.publish_handler import handler
from shared.events import CreditsExhausted, outbox
from tests.functional.notify.scene import Context, Double
from tests.unit.notify.builders import AT, PARTNER, a_low, a_record

EVERYTHING: dict[str, Any] = {"batchItemFailures": []}


def lows(*numbers: int) -> list[dict[str, Any]]:
    """Records that newly state one fact each, whose `available` is their number."""
    return [a_record(number, outbox(AT, a_low(number))) for number in numbers]


def published(bus: Double) -> list[int]:
    """The numbers of the facts put on the bus, call by call."""
    entries = [entry for request in bus.asked for entry in request["Entries"]]
    return [json.loads(entry["Detail"])["data"]["available"] for entry in entries]


def from_then_on(number: int) -> dict[str, Any]:
    return {"batchItemFailures": [{"itemIdentifier": str(number)}]}


def test_a_new_fact_goes_on_the_bus_as_it_was_stated(bus: Double, context: Context) -> None:
    facts = outbox(AT, a_low(), CreditsExhausted(partner_id=PARTNER))
    assert facts

    assert handler({"Records": [a_record(1, facts)]}, context) == EVERYTHING

    [request] = bus.asked
    assert [(entry["Source"], entry["DetailType"], entry["EventBusName"]) for entry in request["Entries"]] == [
        ("portico.wallet", "CreditsLow", "portico-test"),
        ("portico.wallet", "CreditsExhausted", "portico-test"),
    ]
    assert [json.loads(entry["Detail"]) for entry in request["Entries"]] == facts["all"]


def test_a_record_that_changed_without_new_facts_publishes_nothing(bus: Double, context: Context) -> None:
    facts = outbox(AT, a_low())

    assert handler({"Records": [a_record(1, facts, facts)]}, context) == EVERYTHING
    assert bus.asked == []


def test_ten_facts_go_in_a_call_and_in_order(bus: Double, context: Context) -> None:
    assert handler({"Records": lows(*range(1, 24))}, context) == EVERYTHING

    assert [len(request["Entries"]) for request in bus.asked] == [10, 10, 3]
    assert published(bus) == list(range(1, 24))


def test_entries_that_the_bus_left_out_are_put_again_alone(bus: Double, context: Context) -> None:
    def throttle_once(request: dict[str, Any]) -> dict[str, Any]:
        first = len(bus.asked) == 1
        failed = {"ErrorCode": "ThrottlingException", "ErrorMessage": "slow down"}
        return {
            "FailedEntryCount": int(first),
            "Entries": [
                failed if first and place == 1 else {"EventId": "e"} for place in range(len(request["Entries"]))
            ],
        }

    bus.answer = throttle_once

    assert handler({"Records": lows(1, 2, 3)}, context) == EVERYTHING
    assert published(bus) == [1, 2, 3, 2]


def test_what_never_gets_through_is_reported_with_all_that_follows(bus: Double, context: Context) -> None:
    def never_14(request: dict[str, Any]) -> dict[str, Any]:
        numbers = [json.loads(entry["Detail"])["data"]["available"] for entry in request["Entries"]]
        outcome = [{"ErrorCode": "InternalFailure"} if number == 14 else {"EventId": "e"} for number in numbers]
        return {"FailedEntryCount": numbers.count(14), "Entries": outcome}

    bus.answer = never_14

    assert handler({"Records": lows(*range(1, 31))}, context) == from_then_on(14)
    assert max(published(bus)) == 20


def test_a_bus_that_is_away_leaves_the_batch_for_later(bus: Double, context: Context) -> None:
    bus.answer = lambda _: {"Error": {"Code": "ServiceUnavailable", "Message": ""}}

    assert handler({"Records": lows(7, 8)}, context) == from_then_on(7)


def test_a_poison_record_is_reported_and_holds_up_nobody(bus: Double, context: Context, logs: io.StringIO) -> None:
    poison = {
        "id": "fct_1",
        "all": [{"id": "fct_1", "type": "Unheard", "version": 1, "data": {"name": "Anna"}}],
    }
    records = [*lows(1), a_record(2, poison), *lows(3, 4)]

    assert handler({"Records": records}, context) == from_then_on(2)
    assert published(bus) == [1, 3, 4]
    assert '"sequence_number":"2"' in logs.getvalue()
    assert "Anna" not in logs.getvalue()


def test_the_first_of_a_poison_record_and_a_failed_one_is_reported(bus: Double, context: Context) -> None:
    bus.answer = lambda _: {"Error": {"Code": "ServiceUnavailable", "Message": ""}}

    assert handler({"Records": [*lows(8, 9), a_record(10, {"id": "x", "all": []})]}, context) == from_then_on(8)
