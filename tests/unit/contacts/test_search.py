"""Search by the beginnings of words: how text is cut, and that every match is given once, whatever the pages."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.portal_api import search
from functions.portal_api.search import LETTERS_A_WORD, WORDS_A_FIELD, Search, by_field, tokens, words

SYLLABLES = st.lists(st.sampled_from(["an", "anna", "bo", "Ànn", "x"]), max_size=3).map(" ".join)
PEOPLE = st.lists(st.tuples(SYLLABLES, SYLLABLES), max_size=12)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Òscar D'Ávila", ["oscar", "d", "avila"]),
        ("mario.rossi@due.it", ["mario", "rossi", "due", "it"]),
        ("Straße Straße", ["strasse"]),
        ("ﬁne_x 12", ["fine", "x", "12"]),
        ("王 小明", ["王", "小明"]),
        ("#%\x00\ud800 -", []),
        ("", []),
    ],
)
def test_text_is_cut_into_words_without_case_and_accents(text: str, folded: list[str]) -> None:
    assert words(text) == folded


def test_words_and_fields_are_bounded() -> None:
    assert words("x" * 500) == ["x" * LETTERS_A_WORD]
    assert len(tokens({"name": " ".join(map(str, range(500)))})) == WORDS_A_FIELD
    assert tokens({"last": "B A", "first": None}) == [("last", "a"), ("last", "b")]


@given(PEOPLE, st.sampled_from(["a", "an", "anna", "bo an", "x x", "ann b", "z"]), st.integers(1, 4), st.integers(1, 5))
def test_every_match_is_given_once_whatever_the_pages(people: list[Any], q: str, limit: int, read_at_once: int) -> None:
    fields = ("first", "last")
    numbered = [{"id": f"id{n:02d}", "first": first, "last": last} for n, (first, last) in enumerate(people)]
    records = {one["id"]: one for one in numbered}

    def tokens_of(record: dict[str, str]) -> list[search.Token]:
        return tokens({field: record[field] for field in fields})

    rows = [
        {"sk": f"{field}#{word}#{who}", "id": who, "word": word, "words": by_field(tokens_of(record))}
        for who, record in records.items()
        for field, word in tokens_of(record)
    ]
    rows.sort(key=lambda row: row["sk"])

    def query(_table: str, _pk: str, *, prefix: str, limit: int, after: Any) -> Any:
        matching = [row for row in rows if row["sk"].startswith(prefix) and (not after or row["sk"] > after["sk"])]
        page = matching[:read_at_once]
        return page, {"pk": "", "sk": page[-1]["sk"]} if len(matching) > len(page) else None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "query", query)
        one = Search(
            "",
            fields,
            words(q),
            lambda found: {one["id"]: records[one["id"]] for one in found},
            tokens_of,
            lambda _: True,
        )
        found: list[str] = []
        place = None
        while True:
            page, place = one.page(limit, place)
            assert len(page) <= limit
            found += [record["id"] for record in page]
            if place is None:
                break

    def matches(record: dict[str, str]) -> bool:
        own = [word for _, word in tokens_of(record)]
        return all(any(word.startswith(part) for word in own) for part in words(q))

    assert sorted(found) == [who for who, record in records.items() if matches(record)]


def test_a_page_makes_a_bounded_number_of_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    reads = 0

    def query(*_: Any, **__: Any) -> Any:
        nonlocal reads
        reads += 1
        return [{"sk": f"n#a#{reads}", "id": str(reads), "word": "a", "words": {"n": ["a"]}}], {
            "pk": "",
            "sk": f"n#a#{reads}",
        }

    monkeypatch.setattr(search, "query", query)
    found, place = Search("", ("n",), ("a",), lambda _: {}, lambda _: [], lambda _: True).page(25, None)

    assert (found, reads) == ([], 1)
    assert place == {"field": 0, "after": {"pk": "", "sk": "n#a#1"}}
