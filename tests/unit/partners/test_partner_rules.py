"""What partners decides without asking anybody: slugs, and what suspending and closing make of a status."""

from __future__ import annotations

from itertools import islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from functions.portal_api.partners.close_partner import Mark, marked
from functions.portal_api.partners.slug import RESERVED, candidates, slug_of


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Studio Alfa & Figli, S.r.l.", "studio-alfa-figli-s-r-l"),
        ("  Città d'Oro ", "citta-d-oro"),
        ("東京", "partner"),
        ("---", "partner"),
        ("x" * 60, "x" * 40),
    ],
)
def test_a_slug_is_the_name_as_a_host_label(name: str, slug: str) -> None:
    assert slug_of(name) == slug


@given(some.text(max_size=200))
def test_every_candidate_is_a_host_label(name: str) -> None:
    for slug in islice(candidates(name), 5):
        assert 1 <= len(slug) <= 63
        assert slug.isascii()
        assert slug.replace("-", "").isalnum()
        assert slug == slug.lower().strip("-")
        assert slug not in RESERVED


@pytest.mark.parametrize("name", ["WWW", "Mail", "Static", "xn--secret", "Portico"])
def test_names_that_mean_something_else_are_numbered(name: str) -> None:
    assert next(candidates(name)).endswith("-2")


@pytest.mark.criterion("C-06")
@given(some.lists(some.tuples(some.sampled_from(["suspended_at", "closed_at"]), some.booleans()), max_size=12))
def test_closed_counts_before_suspended_and_both_are_remembered(steps: list[tuple[Mark, bool]]) -> None:
    item: dict[str, Any] = {"status": "active"}
    on: dict[str, bool] = {}
    for mark, wanted in steps:
        item |= marked(item, mark, "2026-11-22T00:00:00.000Z" if wanted else None)
        on[mark] = wanted
        expected = "closed" if on.get("closed_at") else "suspended" if on.get("suspended_at") else "active"
        assert item["status"] == expected
