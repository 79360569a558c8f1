"""The meter beside ministack, where that is right: writes, of tables also in transactions."""

from __future__ import annotations

from typing import Any

import pytest

from tests.capacity.edges import TABLE, VALUES, Ask, at_the_edge, item, listed


@pytest.mark.parametrize("kind", VALUES)
def test_every_kind_of_value_is_weighed_to_the_byte(ask: Ask, kind: str) -> None:
    units = []
    for weighed in at_the_edge(VALUES[kind]):
        meter, said = ask("put_item", {"TableName": TABLE, "Item": weighed})
        assert said["Table"]["CapacityUnits"] == meter.units
        units.append(meter.units)
        ask("delete_item", {"TableName": TABLE, "Key": {name: weighed[name] for name in ("pk", "sk")}})
    assert units == [1, 2]


def test_a_transaction_takes_twice_the_units_of_each_write(ask: Ask) -> None:
    writes: list[dict[str, Any]] = [
        {"Put": {"TableName": TABLE, "Item": item("small")}},
        {"Put": {"TableName": TABLE, "Item": item("large", 2500)}},
    ]
    meter, said = ask("transact_write_items", {"TransactItems": writes})
    assert said["CapacityUnits"] == meter.units == 2 + 6
    assert (meter.writes, meter.order) == (2, ["TransactWriteItems"])


def test_a_put_that_is_listed_takes_a_unit_of_the_index(ask: Ask) -> None:
    meter, said = ask("put_item", {"TableName": TABLE, "Item": listed("in")})
    assert said["CapacityUnits"] == meter.units + meter.used.index_writes == 2
