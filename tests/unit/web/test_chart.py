"""Lines and bars: coordinates from plain numbers."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from functions.portal_api.web import chart

DAY = date(2026, 3, 1)


def test_no_points_are_no_picture() -> None:
    assert chart.line([]) is None
    assert chart.bars([]) == []


def test_each_value_holds_until_the_next() -> None:
    line = chart.line([(DAY, 100), (date(2026, 3, 11), 50)])
    assert line and line.path == "M0 0H1000V150" and line.levels == (100, 75, 50, 25, 0)


def test_a_forecast_goes_on_from_the_last_value() -> None:
    line = chart.line([(DAY, 100), (date(2026, 3, 11), 50)], [(date(2026, 3, 21), 0)], threshold=25)
    assert line and line.dashed == "M500 150L1000 300" and line.threshold == 225 and line.last == date(2026, 3, 21)


def test_a_threshold_above_everything_is_not_drawn() -> None:
    line = chart.line([(DAY, 3)], threshold=100)
    assert line and line.threshold is None


def test_bars_are_measured_by_the_longest() -> None:
    found = chart.bars([("a", 40, "/a"), ("b", 10), ("c", 0)])
    assert [(bar.percent, bar.href) for bar in found] == [(100, "/a"), (25, None), (0, None)]
    assert chart.bars([("a", 0)])[0].percent == 0


@given(st.integers(0, 10**10))
def test_the_grid_ends_at_a_round_number_not_far_above(highest: int) -> None:
    top = chart._top(highest)
    assert top >= highest and top % chart.STEPS == 0 and top <= max(chart.STEPS, 4 * highest)
