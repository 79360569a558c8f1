"""A course's list of partners: what changes it, and who can't stand on it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from functions.portal_api.catalog.assign import ROWS_AT_ONCE
from functions.portal_api.catalog.course import Course, difference, unfit
from shared.commit import ITEMS_A_TRANSACTION
from shared.ids import new_id
from shared.keys import HOUSE

LISTS = st.dictionaries(st.sampled_from("abcdef"), st.none() | st.integers(0, 3))


@given(LISTS, LISTS)
def test_the_difference_makes_one_list_the_other_and_touches_no_more(now: dict, wanted: dict) -> None:
    write, remove = difference(now, wanted)

    assert {who: cost for who, cost in (now | write).items() if who not in remove} == wanted
    assert not any(who in now and now[who] == cost for who, cost in write.items())
    assert difference(wanted, wanted) == ({}, [])


def test_unknown_partners_the_house_and_whoever_is_named_twice_are_unfit() -> None:
    one, two = new_id("prt"), new_id("prt")

    assert unfit([one, two], {one, two}) == []
    assert [place for place, _ in unfit([one, HOUSE, two, one, "x", two], {one, HOUSE})] == [1, 2, 3, 4, 5]


def test_rows_leave_room_for_the_record_the_receipt_and_the_audit_entry() -> None:
    assert ROWS_AT_ONCE % 2 == 0
    assert ROWS_AT_ONCE + 3 <= ITEMS_A_TRANSACTION


def test_only_open_courses_of_all_partners_are_indexed() -> None:
    course = Course(id=new_id("crs"), title="x", enrollment_cost=1)

    assert course.stored()["list_pk"] is None
    assert course.model_copy(update={"all_partners": True}).stored()["list_sk"] == course.id
    assert course.model_copy(update={"all_partners": True, "archived": True}).stored()["list_pk"] is None


def test_a_plan_is_read_as_it_was_written() -> None:
    course = Course(id=new_id("crs"), title="x", enrollment_cost=1, plan={"a": None, "b": 0})

    assert Course.of(course.stored() | {"version": 4}) == course.model_copy(update={"version": 4})
