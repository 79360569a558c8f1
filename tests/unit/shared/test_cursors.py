"""Cursors count for the very list they were issued for, unchanged."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import cursors
from shared.problems import Problem


@pytest.fixture(autouse=True, scope="module")
def _secret() -> object:
    patch = pytest.MonkeyPatch()
    patch.setattr(cursors, "_secret", lambda: b"secret")
    yield
    patch.undo()


PLACE = {"pk": "ENTRIES#prt_1", "sk": "ENTRY#000000000007"}


def test_a_cursor_leads_back_to_its_place() -> None:
    assert cursors.resume("entries:prt_1", cursors.issue("entries:prt_1", PLACE)) == PLACE
    assert cursors.issue("entries:prt_1", None) is None
    assert cursors.resume("entries:prt_1", None) is None


@pytest.mark.criterion("C-30")
def test_a_cursor_of_another_list_is_refused() -> None:
    with pytest.raises(Problem, match="cursor-invalid"):
        cursors.resume("entries:prt_2", cursors.issue("entries:prt_1", PLACE))


def test_a_cursor_tells_nothing_of_its_place() -> None:
    cursor = cursors.issue("people", {"pk": "PARTNER#prt_1#WORDS", "sk": "last_name#kowalska#con_1"}) or ""

    raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    assert not any(told in raw for told in (b"kowalska", b"con_1", b"prt_1", b"last_name"))


@given(st.integers(0, 200), st.sampled_from("ABCDwxyz0189-_"))
def test_a_changed_cursor_is_refused(at: int, other: str) -> None:
    cursor = cursors.issue("list", PLACE) or ""
    at %= len(cursor)
    changed = cursor[:at] + other + cursor[at + 1 :]
    if changed != cursor:
        with pytest.raises(Problem, match="cursor-invalid"):
            cursors.resume("list", changed)


@given(st.text(min_size=1, max_size=60))
def test_no_text_is_taken_for_a_cursor(text: str) -> None:
    with pytest.raises(Problem, match="cursor-invalid"):
        cursors.resume("list", text)


@pytest.mark.parametrize(("text", "number"), [(None, 25), ("1", 1), ("100", 100)])
def test_limits(text: str | None, number: int) -> None:
    assert cursors.limit(text) == number


@pytest.mark.parametrize("text", ["0", "101", "-1", "1.5", "x", "", "١", "9" * 5000])
def test_wrong_limits_are_refused(text: str) -> None:
    with pytest.raises(Problem, match="invalid-request"):
        cursors.limit(text)


def test_a_cursor_has_one_spelling() -> None:
    cursor = cursors.issue("list", PLACE) or ""
    assert len(cursor) % 4, "of this place the last character says fewer bits than it has"
    for other in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=":
        for twin in (cursor[:-1] + other, cursor + other):
            if twin != cursor:
                with pytest.raises(Problem, match="cursor-invalid"):
                    cursors.resume("list", twin)
