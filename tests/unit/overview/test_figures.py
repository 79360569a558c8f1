"""A dashboard's figures, from a wallet's newest entries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from functions.portal_api.overview.figures import History
from functions.wallet.entry import Entry, Movement
from shared.clock import stamp

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
ROME = ZoneInfo("Europe/Rome")


def history(*moves: tuple[float, str, int], zone: ZoneInfo = ROME) -> History:
    """Movements, each so many days ago, oldest first."""
    entries, balance = [], 0
    for seq, (ago, kind, credits) in enumerate(moves, 1):
        balance += credits
        movement = Movement(kind, credits, "per_x", stamp(NOW - timedelta(days=ago)))  # type: ignore[arg-type]
        made = Entry.after(movement, partner_id="p", seq=seq, prev_hash="", balance_after=balance, held_after=0)
        entries.append(made)
    return History(entries[::-1], NOW, zone)


def test_spending_is_what_enrollments_cost_less_what_came_back() -> None:
    told = history((60, "top_up", 500), (40, "enrollment", -90), (20, "enrollment", -40), (10, "refund", 10),
                   (5, "deduction", -7)).spending(available=30)  # fmt: skip

    assert (told.credits, told.days, told.per_day, told.runs_out_on) == (30, 30, 1.0, "2026-12-22")


def test_a_young_wallets_rate_is_that_of_its_days() -> None:
    told = history((3, "top_up", 100), (1, "enrollment", -40)).spending(available=60)
    assert (told.credits, told.days, told.per_day, told.runs_out_on) == (40, 4, 10.0, "2026-11-28")


def test_who_spends_nothing_or_has_nothing_is_told_no_day() -> None:
    assert history().spending(5).model_dump() == {"credits": 0, "days": 30, "per_day": 0.0, "runs_out_on": None}
    assert history((3, "top_up", 9)).spending(9).runs_out_on is None
    assert history((3, "top_up", 9), (1, "enrollment", -9)).spending(0).runs_out_on is None
    assert history((29, "top_up", 90_000), (1, "enrollment", -1)).spending(89_999).runs_out_on is None
    assert history((3, "enrollment", -5), (1, "refund", 9)).spending(4).per_day == 0


def test_balances_stand_for_each_day_since_the_first_entry() -> None:
    points = history((3, "top_up", 100), (1, "enrollment", -40), (1, "enrollment", -10)).balances()
    assert [(one.day[-2:], one.balance) for one in points] == [("19", 100), ("20", 100), ("21", 50), ("22", 50)]


def test_balances_reach_back_ninety_days_at_most() -> None:
    points = history((200, "top_up", 100), (100, "enrollment", -40), (0, "enrollment", -10)).balances()
    assert (len(points), points[0].balance, points[-2].balance, points[-1].balance) == (90, 60, 60, 50)
    assert history().balances() == []


def test_days_are_the_partners_own() -> None:
    auckland = ZoneInfo("Pacific/Auckland")
    assert history((0, "top_up", 1), zone=auckland).balances()[-1].day == "2026-11-22"
    assert history((-0.5, "top_up", 1), zone=ROME).today.isoformat() == "2026-11-22"
