"""What a million enrollments cost, and that the page with it is up to date."""

from __future__ import annotations

import pytest

from infra import generate_capacity
from infra.capacity.cost import AT_MOST, AT_MOST_WITH_ALL, REGION, price
from infra.capacity.least import REASONS, least
from infra.capacity.limits import limits
from infra.generate_capacity import ENROLLMENT, USUAL, WAYS, excess, measured, mistakes


def test_a_million_enrollments_cost_at_most_8_dollars_and_12_with_everything() -> None:
    cost = price(measured()["commands"][WAYS[USUAL]], REGION)
    assert cost.total <= AT_MOST
    assert cost.with_all <= AT_MOST_WITH_ALL


@pytest.mark.parametrize("way", list(WAYS)[1:])
def test_a_name_or_a_session_more_costs_a_read_unit_each(way: str) -> None:
    cost, usual = (price(measured()["commands"][WAYS[one]], REGION) for one in (way, USUAL))
    assert cost.total - usual.total <= 2 * cost.direct["reads"] / measured()["commands"][WAYS[way]]["reads"] + 0.001
    assert cost.with_all <= AT_MOST_WITH_ALL


def test_a_price_is_the_sum_of_its_units_at_the_list_price() -> None:
    row = {"reads": 10, "writes": 8, "index_writes": 3}
    cost = price(row, "us-east-1", ms=0.001)
    assert cost.direct["writes of tables"] == pytest.approx(5.0)
    assert cost.direct["reads"] == pytest.approx(1.25)
    assert cost.further["writes of indexes"] == pytest.approx(1.875)
    assert price(row, "us-east-1", ms=100).direct["Lambda, time"] == pytest.approx(1.333, abs=0.001)


def test_an_enrollment_writes_no_more_than_the_rules_force_it_to() -> None:
    more = excess(measured()["commands"][WAYS[USUAL]], least()[WAYS[USUAL]])
    assert more == {"waits": 1, "reads": 1, "writes": 0, "index_writes": 0}


def test_a_line_without_a_row_and_an_excess_without_a_reason_are_mistakes() -> None:
    rows, lines = measured(), least()
    row = rows["commands"][ENROLLMENT]
    assert mistakes(rows, lines) == []
    assert mistakes(rows | {"commands": rows["commands"] | {"GET /new": row}}, lines)
    for figure in ("reads", "writes", "index_writes"):
        worse = {ENROLLMENT: row | {figure: row[figure] + 3}}
        expected = 0 if figure in REASONS["R"][0] else 1
        assert len(mistakes(rows | {"commands": rows["commands"] | worse}, lines)) == expected, figure
        better = {ENROLLMENT: row | {figure: 0}}
        assert mistakes(rows | {"commands": rows["commands"] | better}, lines)


def test_one_wallet_is_limited_by_its_order_long_before_its_units() -> None:
    found = limits(measured()["commands"])
    assert found["wallet_in_order"] < found["wallet_units"] == found["entries"] == 500
    assert found["wallet_in_order_batched"] > found["index"]


def test_the_page_is_as_generated() -> None:
    assert generate_capacity.PLACE.read_text() == generate_capacity.text(), "make generate"
