"""Pictures drawn on the server: a line over time with its forecast, and bars. Plain numbers in, coordinates out.

A picture stretches with its place, so its words stand beside it in HTML and only lines are drawn; a table with the
same numbers stands behind it for readers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10

WIDTH, HEIGHT = 1000, 300
STEPS = 4

Point = tuple[date, int]


@dataclass(frozen=True)
class Line:
    """A line over time: `points` and `forecast` as given, paths in a box of 1000 by 300, levels of the grid."""

    points: tuple[Point, ...]
    forecast: tuple[Point, ...]
    path: str
    area: str
    dashed: str
    levels: tuple[int, ...]
    first: date
    middle: date
    last: date
    threshold: float | None = None

    @property
    def grid(self) -> list[float]:
        """The heights of the grid's lines, from the top."""
        return [HEIGHT * step / (len(self.levels) - 1) for step in range(len(self.levels))]


@dataclass(frozen=True)
class Bar:
    """One bar: its label, its value and how much of the longest it is, in percent; `href` where it leads."""

    label: str
    value: int
    percent: float
    href: str | None = None


def line(points: Sequence[Point], forecast: Sequence[Point] = (), threshold: int | None = None) -> Line | None:
    """A line of values (0 or more) over days, in steps: each holds until the next. None without any point.

    Args: points by day, oldest first; `forecast` goes on from the last of them; `threshold` a level to mark.
    """
    if not points:
        return None
    every = [*points, *forecast]
    top = _top(max(value for _, value in every))
    first, last = every[0][0], max(every[-1][0], points[-1][0])
    days = max((last - first).days, 1)

    def place(point: Point) -> tuple[float, float]:
        return _round(WIDTH * (point[0] - first).days / days), _round(HEIGHT * (1 - point[1] / top))

    at = [place(one) for one in points]
    path = f"M{_x(at[0])}" + "".join(f"H{x:g}V{y:g}" for x, y in at[1:])
    end = at[-1]
    ahead = "".join(f"L{_x(place(one))}" for one in forecast)
    return Line(
        points=tuple(points),
        forecast=tuple(forecast),
        path=path,
        area=f"{path}V{HEIGHT}H{at[0][0]:g}Z",
        dashed=f"M{_x(end)}{ahead}" if forecast else "",
        levels=tuple(top * (STEPS - step) // STEPS for step in range(STEPS + 1)),
        first=first,
        middle=first + (last - first) / 2,
        last=last,
        threshold=None if not threshold or threshold > top else _round(HEIGHT * (1 - threshold / top)),
    )


def bars(rows: Sequence[tuple[str, int] | tuple[str, int, str]]) -> list[Bar]:
    """Bars of values (0 or more) by label, in the order given; a third element is where the label leads."""
    longest = max((row[1] for row in rows), default=0) or 1
    return [Bar(row[0], row[1], _round(100 * row[1] / longest), row[2] if len(row) > 2 else None) for row in rows]


def _top(highest: int) -> int:
    """The next round number above, that the grid's steps divide: 4, 8, 20, 40, 60, 80, 100, 120, 160, 200 …"""
    if highest <= STEPS:
        return STEPS
    unit = int(10 ** floor(log10(highest)))
    for factor in (1, 1.2, 1.6, 2, 3, 4, 6, 8, 10, 12, 16, 20):
        top = ceil(unit * factor)
        if top >= highest and top % STEPS == 0:
            return top
    raise AssertionError("20 times the unit is always above")


def _round(value: float) -> float:
    return round(value, 2)


def _x(place: tuple[float, float]) -> str:
    return f"{place[0]:g} {place[1]:g}"
