"""How far people got, course by course: a picture for whoever sees courses and how they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from functions.portal_api.business.look import Seen
from functions.portal_api.business.portal import COURSES
from functions.portal_api.modules.module import Found, Record
from functions.portal_api.web import chart

COUNTED = 100
"""Enrollments that are counted, the newest; a page reads no more."""
MOST = 10
"""Courses in the picture, those with the most enrollments."""


@dataclass(frozen=True)
class Completion:
    """Of each course how many percent completed it; `all` whether every enrollment was counted."""

    bars: Sequence[chart.Bar]
    all: bool


def counts_of(seen: Seen[Found]) -> tuple[Counter[str], Counter[str], list[Record]]:
    """By course how many are enrolled, how many completed it, and one record of each; withdrawn ones are left out."""
    enrolled: Counter[str] = Counter()
    completed: Counter[str] = Counter()
    examples: dict[str, Record] = {}
    if seen.sight.module.name != COURSES or not {"course", "status"} <= set(seen.sight.access):
        return enrolled, completed, []
    for one in seen.found[0]:
        if one["status"] == "withdrawn":
            continue
        course_id = one["course"]["id"]
        enrolled[course_id] += 1
        completed[course_id] += one["status"] == "completed"
        examples.setdefault(course_id, one)
    return enrolled, completed, [examples[course_id] for course_id, _number in enrolled.most_common(MOST)]


def completion(seen: Seen[Found], examples: Sequence[Record]) -> Completion | None:
    """The picture, with one named record of each course; None where there is nothing to compare."""
    enrolled, completed, _examples = counts_of(seen)
    bars = []
    for one in examples:
        course_id, name = one["course"]["id"], one["course"]["name"]
        said = f"{name or course_id} ({completed[course_id]}/{enrolled[course_id]})"
        percent = round(100 * completed[course_id] / enrolled[course_id])
        bars.append(chart.Bar(said, percent, float(percent)))
    return Completion(bars, seen.found[1] is None) if bars else None
