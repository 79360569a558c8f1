"""Ids: one canonical spelling each, an enrollment's encodes its key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ulid import ULID

from shared.ids import EnrollmentKey, is_id, is_own_course, new_id, new_own_course_id

ulids = st.binary(min_size=16, max_size=16).map(lambda raw: str(ULID.from_bytes(raw)))
keys = st.builds(
    lambda a, b, c, n: EnrollmentKey(f"prt_{a}", f"crs_{b}", f"con_{c}", n), ulids, ulids, ulids, st.integers(1, 9999)
)


@given(keys)
def test_an_enrollment_id_leads_back_to_its_key(key: EnrollmentKey) -> None:
    assert EnrollmentKey.from_id(key.id) == key


@given(keys, st.integers(4, 70), st.characters(codec="ascii", exclude_categories=("Cc",)))
def test_a_changed_id_is_none_or_another_key(key: EnrollmentKey, at: int, other: str) -> None:
    changed = key.id[:at] + other + key.id[at + 1 :]
    found = EnrollmentKey.from_id(changed)
    assert changed == key.id or found is None or (found != key and found.id == changed)


@given(st.text(max_size=90))
def test_no_text_makes_it_fail(text: str) -> None:
    found = EnrollmentKey.from_id(text)
    assert found is None or found.id == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "prt_",
        "prt_1",
        "con_01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "prt_01arz3ndektsv4rrffq69g5fav",
        "prt_81ARZ3NDEKTSV4RRFFQ69G5FAV",
        "prt_01ARZ3NDEKTSV4RRFFQ69G5FAV\n",
    ],
)
def test_what_is_not_in_the_canonical_spelling_is_no_id(text: str) -> None:
    assert not is_id("prt", text)


def test_a_new_id_is_an_id() -> None:
    assert is_id("prt", new_id("prt"))


def test_an_own_courses_id_is_a_courses_told_apart_from_the_platforms_and_above_them_all() -> None:
    own, platforms = [new_own_course_id() for _ in range(50)], [new_id("crs") for _ in range(50)]

    assert all(is_id("crs", one) for one in own + platforms)
    assert [is_own_course(one) for one in own + platforms] == [True] * 50 + [False] * 50
    assert max(platforms) < "crs_4" < min(own)
    assert len({one[-16:] for one in own}) == 50, "what is random in them is left as it was"


@given(keys)
def test_an_enrollments_id_keeps_whose_course_it_is_in(key: EnrollmentKey) -> None:
    found = EnrollmentKey.from_id(key.id)

    assert found and is_own_course(found.course_id) == is_own_course(key.course_id)


def test_an_enrollments_id_has_one_spelling_and_attempts_are_counted_from_one() -> None:
    ulid = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
    zero, one = (EnrollmentKey(f"prt_{ulid}", f"crs_{ulid}", f"con_{ulid}", number).id for number in (0, 1))
    assert EnrollmentKey.from_id(one) and EnrollmentKey.from_id(zero) is None
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    for bits in (1, 2, 3):  # the last character says four of its six bits
        twin = one[:-1] + letters[letters.index(one[-1]) ^ bits]
        assert EnrollmentKey.from_id(twin) is None
