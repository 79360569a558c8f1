"""Parts of a list: they fit one transaction, keep the order, and stop where the credits do."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from functions.enroll.plan import MOST_AT_ONCE, Standing, fits_at_once, next_part

standings = st.builds(
    Standing, st.uuids().map(str), st.sampled_from(["new", "new", "new", "active", "unknown"]), st.integers(1, 3)
)


@given(
    st.lists(standings, min_size=1, max_size=300, unique_by=lambda one: one.contact_id),
    st.integers(0, 5),
    st.integers(0, 900),
)
def test_parts_cover_everybody_once_in_order_and_cost_what_is_there(
    people: list[Standing], cost: int, available: int
) -> None:
    left, start, outcomes = available, 0, []
    while start < len(people):
        part = next_part(people, start, cost, left)
        assert part.start == start < part.upto
        assert sum(seat.writes for seat in part.seats) <= MOST_AT_ONCE
        left -= cost * len(part.seats)
        assert left >= 0
        outcomes += part.outcomes
        assert not part.short or part.upto == len(people)
        start = part.upto

    assert [one.contact_id for one in outcomes] == [one.contact_id for one in people]
    wanted = sum(one.known == "new" for one in people)
    affordable = wanted if cost == 0 else min(wanted, available // cost)
    assert sum(one.result == "enrolled" for one in outcomes) == affordable


def test_ninety_seven_fit_at_once_and_fewer_of_those_who_were_here_before() -> None:
    assert fits_at_once([Standing(str(n)) for n in range(97)])
    assert not fits_at_once([Standing(str(n)) for n in range(98)])
    assert fits_at_once([Standing(str(n), attempt=2) for n in range(48)])
    assert not fits_at_once([Standing(str(n), attempt=2) for n in range(49)])
