"""Lists: one made of several sources is the sources one after another, whatever the pages."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from functions.portal_api.lists import Source, chained
from shared.dynamo import AT_ONCE

SOURCES = st.lists(st.lists(st.integers(0, 9), max_size=6), max_size=AT_ONCE + 4)


def source(numbers: list[int], reads: list[int]) -> Source:
    def read(limit: int, after: Any) -> Any:
        reads.append(limit)
        start = after["at"] + 1 if after else 0
        items = [{"at": at, "n": number} for at, number in enumerate(numbers)][start : start + limit]
        return items, {"at": start + limit - 1} if start + limit < len(numbers) else None

    return Source(read, lambda item: {"at": item["at"]})


def every_page(sources: list[Source], shown: Any, limit: int, wider: int = 1) -> list[Any]:
    found: list[Any] = []
    place = None
    for _ in range(500):
        page, place = chained(sources, shown, wider)(limit, place)
        assert len(page) <= limit
        found += page
        if place is None:
            return found
    raise AssertionError("no end")


@given(SOURCES, st.integers(1, 5), st.integers(1, 3))
def test_every_row_is_given_once_in_the_order_of_the_sources(numbers: Any, limit: int, wider: int) -> None:
    sources = [source(one, []) for one in numbers]

    def odd(rows: Any) -> list[Any]:
        return [(number, item["n"]) if item["n"] % 2 else None for number, item in rows]

    wanted = [(at, n) for at, one in enumerate(numbers) for n in one if n % 2]
    assert every_page(sources, odd, limit, wider) == wanted


def test_no_source_is_an_empty_list() -> None:
    assert chained([], lambda rows: [])(25, None) == ([], None)


def test_a_page_asks_a_bounded_number_of_sources_and_a_page_of_each() -> None:
    reads: list[int] = []
    sources = [source([], reads) for _ in range(AT_ONCE * 10)]

    page, place = chained(sources, lambda rows: [], wider=2)(25, None)

    assert (page, place) == ([], {"source": AT_ONCE, "after": None})
    assert reads == [50] * AT_ONCE
