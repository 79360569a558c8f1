"""The chain of entries, link by link: what each comparison finds that no other does."""

from __future__ import annotations

from dataclasses import replace

from functions.wallet.chain import Point
from functions.wallet.entry import Entry, Movement

AT = "2026-11-22T09:00:00.000Z"


def entries(*credits: int) -> list[Entry]:
    """A whole chain of movements, as it would be read."""
    found: list[Entry] = []
    point = Point()
    for number in credits:
        movement = Movement("top_up" if number > 0 else "deduction", number, "per_1", AT, reason="ordine 7")
        entry = Entry.after(
            movement,
            partner_id="prt_1",
            seq=point.seq + 1,
            prev_hash=point.head,
            balance_after=point.balance + number,
            held_after=point.held,
        )
        found.append(as_read(entry))
        point = point.after(found[-1])
    return found


def as_read(entry: Entry, place: int | None = None) -> Entry:
    """An entry with the hash of what it says, standing at its own number unless another is named."""
    return replace(entry, stored_hash=entry.hash, place=entry.seq if place is None else place)


def broken_at(found: list[Entry]) -> int | None:
    """The place in a list of the first entry that does not follow; None when all do."""
    point = Point()
    for number, entry in enumerate(found):
        if not point.leads_to(entry):
            return number
        point = point.after(entry)
    return None


def test_a_whole_chain_is_whole() -> None:
    assert broken_at(entries(10, -3, 5)) is None


def test_two_entries_with_one_reason_have_hashes_of_their_own() -> None:
    movement = Movement("top_up", 5, "per_1", AT, reason="cortesia")
    made = [
        Entry.after(movement, partner_id="prt_1", seq=1, prev_hash="0", balance_after=5, held_after=0) for _ in "ab"
    ]
    assert made[0].salt != made[1].salt and made[0].text_hash != made[1].text_hash


def test_an_entry_at_another_place_is_not_whole() -> None:
    entry = entries(10)[0]
    assert entry.is_whole
    assert not as_read(entry, place=2).is_whole


def test_an_entry_that_is_not_the_next_breaks_the_chain() -> None:
    first, second = entries(10, 5)
    skipping = as_read(replace(second, seq=3))
    assert skipping.is_whole and broken_at([first, skipping]) == 1


def test_an_entry_whose_hashes_were_all_made_anew_breaks_the_chain_behind_it() -> None:
    first, second, third = entries(10, -3, 5)
    forged = as_read(replace(second, actor_id="per_2"))
    assert forged.is_whole and broken_at([first, forged, third]) == 2


def test_a_balance_that_does_not_follow_breaks_the_chain() -> None:
    first, second = entries(10, 5)
    assert broken_at([first, as_read(replace(second, balance_after=16))]) == 1
    assert broken_at([first, as_read(replace(second, held_after=1))]) == 1
