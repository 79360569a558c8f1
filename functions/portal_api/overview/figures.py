"""What a partner's newest movements say, without I/O: how much it spends, when credits run out, how they stood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from functions.wallet.entry import Entry
from shared.clock import parse

WINDOW_DAYS = 30
POINTS = 90
FAR = 3 * 366
"""Days beyond which nobody is told when credits run out: the rate of a month says nothing about years."""
SPENDING = frozenset({"enrollment", "capture", "refund"})


class BalancePoint(BaseModel):
    """The balance at the end of a day of the partner's time zone; today's as it stands."""

    day: str
    balance: int


class Spending(BaseModel):
    """What enrollments cost in the last `days`, refunds taken off, and the day when credits run out at this rate."""

    credits: int
    days: int
    per_day: float
    runs_out_on: str | None


@dataclass(frozen=True)
class History:
    """A wallet's newest entries, newest first, and the moment and time zone they are looked at in."""

    entries: Sequence[Entry]
    now: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def day_of(self, entry: Entry) -> date:
        return parse(entry.at).astimezone(self.zone).date()

    def spending(self, available: int) -> Spending:
        """Over the last 30 days, or over those that the entries reach back when they reach less far."""
        begin = self.today - timedelta(days=WINDOW_DAYS - 1)
        if self.entries:
            begin = max(begin, self.day_of(self.entries[-1]))
        days = (self.today - begin).days + 1 if self.entries else WINDOW_DAYS
        mine = [one for one in self.entries if one.kind in SPENDING and self.day_of(one) >= begin]
        spent = -sum(one.credits for one in mine)
        rate = max(0, spent) / days
        return Spending(credits=spent, days=days, per_day=round(rate, 1), runs_out_on=self._runs_out(available, rate))

    def _runs_out(self, available: int, rate: float) -> str | None:
        if rate <= 0 or available <= 0 or available / rate > FAR:
            return None
        return (self.today + timedelta(days=int(available / rate))).isoformat()

    def balances(self) -> list[BalancePoint]:
        """One point a day, oldest first, for as many of the last 90 days as the entries tell."""
        if not self.entries:
            return []
        first = max(self.today - timedelta(days=POINTS - 1), self.day_of(self.entries[-1]))
        points: list[BalancePoint] = []
        rest = list(self.entries)
        balance = rest[0].balance_after
        for back in range((self.today - first).days + 1):
            day = self.today - timedelta(days=back)
            while rest and self.day_of(rest[0]) > day:
                rest.pop(0)
            balance = rest[0].balance_after if rest else balance
            points.append(BalancePoint(day=day.isoformat(), balance=balance))
        return points[::-1]
