"""The meter beside DynamoDB Local, where that is right: reads, sizes, indexes of single writes.

In transactions it is not: it does not sum the tables' writes, and it doubles those of indexes, which DynamoDB was
measured not to do (`infra/capacity/units.py` names the measurements). Nor does it count what a BatchGetItem does not
find, which by the API reference "consume the minimum read capacity units", nor a Query that finds nothing.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.capacity.edges import TABLE, VALUES, Ask, at_the_edge, item, listed


def _key(stored: dict[str, Any]) -> dict[str, Any]:
    return {name: stored[name] for name in ("pk", "sk")}


def _put(ask: Ask, *items: dict[str, Any]) -> None:
    for one in items:
        ask("put_item", {"TableName": TABLE, "Item": one})


@pytest.mark.parametrize("kind", VALUES)
def test_every_kind_of_value_is_weighed_to_the_byte(ask_oracle: Ask, kind: str) -> None:
    units = []
    for weighed in at_the_edge(VALUES[kind]):
        meter, said = ask_oracle("put_item", {"TableName": TABLE, "Item": weighed})
        assert said["Table"]["CapacityUnits"] == meter.units
        units.append(meter.units)
        ask_oracle("delete_item", {"TableName": TABLE, "Key": _key(weighed)})
    assert units == [1, 2]


@pytest.mark.parametrize("consistent", [True, False])
def test_a_query_rounds_the_sum_of_what_it_read(ask_oracle: Ask, consistent: bool) -> None:
    _put(ask_oracle, *[item(f"row-{number:02}", 500) for number in range(26)])
    request = {
        "TableName": TABLE,
        "KeyConditionExpression": "pk = :pk AND begins_with(sk, :row)",
        "ExpressionAttributeValues": {":pk": {"S": "P"}, ":row": {"S": "row-"}},
        "ConsistentRead": consistent,
    }
    for limit, units in ((26, 4), (25, 4), (8, 1), (9, 2)):
        meter, said = ask_oracle("query", request | {"Limit": limit})
        assert said["CapacityUnits"] == meter.used.reads == (units if consistent else units / 2)
    nothing = request | {"ExpressionAttributeValues": {":pk": {"S": "nobody"}, ":row": {"S": "row-"}}}
    meter, said = ask_oracle("query", nothing)
    assert meter.used.reads == (1 if consistent else 0.5)
    assert said["CapacityUnits"] == 0, "a query that finds nothing is not counted here"


@pytest.mark.parametrize("consistent", [True, False])
def test_items_read_by_their_keys_are_rounded_each_and_a_missing_one_costs_as_the_smallest(
    ask_oracle: Ask, consistent: bool
) -> None:
    stored = [item("a", 100), item("b", 5000)]
    _put(ask_oracle, *stored)
    wanted = [*map(_key, stored), {"pk": {"S": "P"}, "sk": {"S": "missing"}}]
    for keys, units in ((wanted[:2], 3), (wanted, 4)):
        asked = {TABLE: {"Keys": keys, "ConsistentRead": consistent}}
        meter, said = ask_oracle("batch_get_item", {"RequestItems": asked})
        assert meter.used.reads == (units if consistent else units / 2)
        assert said["CapacityUnits"] == (3 if consistent else 1.5), "a missing one in a batch is not counted here"
    meter, said = ask_oracle("get_item", {"TableName": TABLE, "Key": wanted[2], "ConsistentRead": consistent})
    assert said["CapacityUnits"] == meter.used.reads == (1 if consistent else 0.5)


def test_items_read_in_a_transaction_cost_twice(ask_oracle: Ask) -> None:
    _put(ask_oracle, item("a", 100))
    gets = [{"Get": {"TableName": TABLE, "Key": {"pk": {"S": "P"}, "sk": {"S": sk}}}} for sk in ("a", "missing")]
    meter, said = ask_oracle("transact_get_items", {"TransactItems": gets})
    assert said["CapacityUnits"] == meter.used.reads == 4


def _index(said: dict[str, Any]) -> float:
    found = said.get("GlobalSecondaryIndexes", {})
    return float(found["list"]["CapacityUnits"]) if found else 0


@pytest.mark.parametrize(
    ("before", "after", "units"),
    [
        pytest.param(None, listed("i", 1500), 2, id="comes in"),
        pytest.param(listed("i"), listed("i", at="2"), 2, id="another key"),
        pytest.param(listed("i", 1500), listed("i", 1100, at="2"), 4, id="another key of a large one"),
        pytest.param(listed("i"), listed("i", note={"S": "x"}), 1, id="another value"),
        pytest.param(listed("i", 1500), item("i"), 2, id="goes out"),
        pytest.param(item("i"), item("i", 1500), 0, id="never in it"),
    ],
)
def test_an_index_costs_by_what_changes_in_it(
    ask_oracle: Ask, before: dict[str, Any] | None, after: dict[str, Any], units: int
) -> None:
    ask_oracle("delete_item", {"TableName": TABLE, "Key": _key(after)})
    if before:
        _put(ask_oracle, before)
    meter, said = ask_oracle("put_item", {"TableName": TABLE, "Item": after})
    assert (said["Table"]["CapacityUnits"], _index(said)) == (meter.units, meter.used.index_writes)
    assert meter.used.index_writes == units


def test_an_update_and_a_delete_cost_by_the_larger_image(ask_oracle: Ask) -> None:
    _put(ask_oracle, item("u", 3000))
    key = _key(item("u"))
    shrink = {"UpdateExpression": "SET fill = :s", "ExpressionAttributeValues": {":s": {"S": "x"}}}
    for request, units in ((shrink, 3), (shrink, 1)):
        meter, said = ask_oracle("update_item", {"TableName": TABLE, "Key": key} | request)
        assert said["CapacityUnits"] == meter.units == units
    _put(ask_oracle, item("u", 2000))
    meter, said = ask_oracle("delete_item", {"TableName": TABLE, "Key": key, "ReturnValues": "ALL_OLD"})
    assert said["CapacityUnits"] == meter.units == 2
