"""The wallet decides: balance, alerts and the chain, for any sequence of movements."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.wallet.chain import Point
from functions.wallet.entry import Entry, Movement
from functions.wallet.views import entries_csv
from functions.wallet.wallet import Wallet

AT = "2026-11-22T09:00:00.000Z"
movements = st.lists(st.integers(-30, 30).filter(bool), max_size=30)


def walk(amounts: list[int], threshold: int) -> tuple[Wallet, list[Entry], list[str]]:
    wallet, entries, facts = Wallet("prt_1"), [], []
    for amount in amounts:
        if wallet.available + amount < 0:
            wallet, said = wallet.refused(-amount, "crs_1")
            facts += [type(fact).__name__ for fact in said]
            continue
        kind = "top_up" if amount > 0 else "enrollment"
        moved = wallet.move(Movement(kind, amount, "per_1", AT, reason="perché" if amount > 0 else None), threshold)  # type: ignore[arg-type]
        wallet = moved.wallet
        entries.append(Entry.of("prt_1", moved.entry.stored() | {"sk": f"ENTRY#{wallet.seq:012d}"}))
        facts += [type(fact).__name__ for fact in moved.facts]
    return wallet, entries, facts


def first_broken(entries: list[Entry]) -> tuple[int | None, Point]:
    point = Point()
    for entry in entries:
        if not point.leads_to(entry):
            return point.seq + 1, point
        point = point.after(entry)
    return None, point


@pytest.mark.criterion("X-10", "X-11")
@given(movements, st.integers(0, 20))
def test_the_balance_is_the_sum_and_the_chain_is_whole(amounts: list[int], threshold: int) -> None:
    wallet, entries, _ = walk(amounts, threshold)

    assert wallet.balance == sum(entry.credits for entry in entries)
    assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
    broken, last = first_broken(entries)
    assert broken is None and (last.head, last.balance) == (wallet.head, wallet.balance)


@pytest.mark.criterion("X-06")
@given(movements, st.integers(0, 20))
def test_no_alert_is_said_twice_without_credits_coming_in_between(amounts: list[int], threshold: int) -> None:
    _, _, facts = walk(amounts, threshold)

    for alert in ("CreditsLow", "CreditsNotEnough", "CreditsExhausted"):
        places = [place for place, fact in enumerate(facts) if fact == alert]
        for one, other in pairwise(places):
            assert "CreditsToppedUp" in facts[one:other]


@pytest.mark.criterion("X-11")
@given(st.integers(2, 12), st.data())
def test_any_change_to_any_entry_breaks_the_chain_there(number: int, data: st.DataObject) -> None:
    _, entries, _ = walk([5] * number, 0)
    at = data.draw(st.integers(0, number - 1))
    field, value = data.draw(
        st.sampled_from(
            [
                ("credits", 6),
                ("balance_after", 1),
                ("actor_id", "x"),
                ("at", ""),
                ("reason", "no"),
                ("seq", 99),
                ("paid_for", {}),
                ("prev_hash", ""),
            ]
        )
    )
    entries[at] = replace(entries[at], **{field: value})

    assert first_broken(entries)[0] == at + 1


def test_alert_states() -> None:
    assert Wallet("p", available=0).alert(0) == "exhausted"
    assert Wallet("p", available=5).alert(5) == "low"
    assert Wallet("p", available=6).alert(5) == "ok"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x"])
def test_a_spreadsheet_never_runs_a_reason(text: str) -> None:
    moved = Wallet("prt_1").move(Movement("top_up", 5, "per_1", AT, reason=text), 0)

    assert f",'{text}," in entries_csv([moved.entry], {"per_1": "Ada"}, {})[0]


@pytest.mark.criterion("X-06")
def test_an_exhausted_wallet_says_so_once_until_credits_came_in() -> None:
    def moved(wallet: Wallet, credits: int) -> tuple[Wallet, list[str]]:
        after = wallet.move(Movement("top_up" if credits > 0 else "deduction", credits, "per_1", AT), 0)
        return after.wallet, [type(fact).__name__ for fact in after.facts]

    wallet, said = moved(Wallet("prt_1", available=5), -5)
    assert said == ["CreditsExhausted"]
    wallet, said = moved(wallet, -1)  # no write lets it; should one ever, nobody is told twice
    assert said == []
    wallet, _ = moved(wallet, 7)
    wallet, said = moved(wallet, -6)
    assert said == ["CreditsExhausted"]
