"""What is wrong with a field is said in our words, in the caller's language, without what was sent."""

from __future__ import annotations

from typing import Any

import pytest

from functions.enroll.handler import BatchBody
from shared.problems import Problem
from shared.requests import shaped

GOOD = {"course_id": "c", "contact_ids": ["a"], "mode": "partial"}


def told(value: Any, language: str = "en") -> list[tuple[str, str]]:
    with pytest.raises(Problem) as caught:
        shaped(BatchBody, value)
    document = caught.value.document("r", language)
    assert all(set(error) == {"path", "detail"} for error in document["errors"])
    return [(error["path"], error["detail"]) for error in document["errors"]]


@pytest.mark.parametrize(
    ("change", "path", "english"),
    [
        ({"course_id": 5}, "/course_id", "must be text"),
        ({"course_id": ""}, "/course_id", "must not be empty"),
        ({"course_id": "x" * 101}, "/course_id", "must have at most 100 characters"),
        ({"contact_ids": []}, "/contact_ids", "must not be empty"),
        ({"contact_ids": ["a"] * 501}, "/contact_ids", "must have at most 500 items"),
        ({"contact_ids": ["a", "a"]}, "/contact_ids", "names somebody twice"),
        ({"contact_ids": ["a", 7]}, "/contact_ids/1", "must be text"),
        ({"mode": "some"}, "/mode", "must be one of 'all_or_nothing', 'partial'"),
        ({"dry_run": "yes"}, "/dry_run", "must be true or false"),
        ({"expected_cost": -1}, "/expected_cost", "must be 0 or more"),
        ({"expected_cost": 1.5}, "/expected_cost", "must be a whole number"),
        ({"secret@example.com{x}": 1}, "/secret@example.com{x}", "is not known here"),
    ],
)
def test_each_kind_of_error_has_words_of_ours(change: dict[str, Any], path: str, english: str) -> None:
    assert told(GOOD | change) == [(path, english)]


def test_the_words_are_italian_for_an_italian() -> None:
    assert told({"contact_ids": ["a"], "mode": "partial"}, "it") == [("/course_id", "è obbligatorio")]


def test_what_is_not_an_object_is_told_so() -> None:
    assert told([1]) == [("", "must be an object")]


def test_twenty_errors_are_told_at_most() -> None:
    assert len(told(GOOD | {f"x{n}": n for n in range(50)})) == 20
