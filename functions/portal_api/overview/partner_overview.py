"""A partner's dashboard: its wallet, what it spends, who was enrolled. Bounded reads; what they cover is said."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from functions.portal_api.overview.figures import BalancePoint, History, Spending
from functions.portal_api.partners.shape import WalletFigures
from functions.wallet.store import statement_page, titles_of, wallet_of
from shared.clock import now
from shared.dynamo import Item, query
from shared.partner import Partner

NEWEST = 1000
"""Entries and enrollments that are looked at."""
COURSES = 10


class CourseCount(BaseModel):
    """How many of the enrollments looked at are in a course; `active` of them are not over."""

    course_id: str
    title: str | None
    enrollments: int
    active: int


class EnrollmentFigures(BaseModel):
    """Of the newest enrollments, `of_latest` in number (`whole`: these are all): by course, the most frequent first."""

    of_latest: int
    whole: bool
    active: int
    by_course: list[CourseCount]


class PartnerOverview(BaseModel):
    """`wallet`, `spending` and `balances` are null and empty for the house, which has no wallet."""

    wallet: WalletFigures | None
    spending: Spending | None
    balances: list[BalancePoint]
    enrollments: EnrollmentFigures


def partner_overview(partner: Partner) -> PartnerOverview:
    """The figures as they stand now: three reads at once, then the titles of courses."""
    pk = f"PARTNER#{partner.id}#ENROLLMENTS"
    with ThreadPoolExecutor(3) as pool:
        wallet = pool.submit(wallet_of, partner.id)
        entries = pool.submit(statement_page, partner.id, NEWEST if partner.has_wallet else 1, None)
        enrolled = pool.submit(query, "portal", pk, index="list", limit=NEWEST, newest_first=True)
        (newest, _), (items, more) = entries.result(), enrolled.result()
    enrollments = _enrollments(items, whole=more is None)
    if not partner.has_wallet:
        return PartnerOverview(wallet=None, spending=None, balances=[], enrollments=enrollments)
    history = History(newest, now(), ZoneInfo(partner.time_zone))
    return PartnerOverview(
        wallet=WalletFigures.of(wallet.result(), partner.low_credit_threshold),
        spending=history.spending(wallet.result().available),
        balances=history.balances(),
        enrollments=enrollments,
    )


def _enrollments(items: list[Item], *, whole: bool) -> EnrollmentFigures:
    every = Counter(item["course_id"] for item in items)
    active = Counter(item["course_id"] for item in items if item["status"] == "enrolled")
    frequent = every.most_common(COURSES)
    titles = titles_of(course for course, _ in frequent)
    counts = [
        CourseCount(course_id=one, title=titles.get(one), enrollments=number, active=active[one])
        for one, number in frequent
    ]
    return EnrollmentFigures(of_latest=len(items), whole=whole, active=active.total(), by_course=counts)
