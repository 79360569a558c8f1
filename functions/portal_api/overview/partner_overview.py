"""A partner's dashboard: its wallet, what it spends, who was enrolled. Bounded reads; what they cover is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from functions.portal_api.overview.figures import BalancePoint, History, Spending
from functions.portal_api.partners.shape import WalletFigures
from functions.wallet.entry import Entry
from functions.wallet.store import statement_page, titles_of, wallet_of
from functions.wallet.wallet import Wallet
from shared.clock import now
from shared.dynamo import Item, query
from shared.partner import Partner
from shared.together import Together

NEWEST = 250
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


@dataclass(frozen=True)
class Looked:
    """What the figures are made of: the wallet, its newest entries and the newest enrollments, each newest first.

    `all_entries` and `all_enrollments` say whether there are no older ones.
    """

    partner: Partner
    wallet: Wallet
    entries: list[Entry]
    all_entries: bool
    enrollments: list[Item]
    all_enrollments: bool

    @property
    def frequent(self) -> list[str]:
        """The courses with the most of these enrollments, the most frequent first."""
        return [one for one, _ in Counter(item["course_id"] for item in self.enrollments).most_common(COURSES)]


def partner_overview(partner: Partner) -> PartnerOverview:
    """The figures as they stand now: three reads at once, then the titles of courses."""
    looked = look_at(partner)
    return figures_of(looked, titles_of(partner.id, looked.frequent))


def look_at(partner: Partner) -> Looked:
    """What there is to look at, in one wait."""
    pk = f"PARTNER#{partner.id}#ENROLLMENTS"
    with Together() as pool:
        wallet = pool.submit(wallet_of, partner.id)
        entries = pool.submit(statement_page, partner.id, NEWEST if partner.has_wallet else 1, None)
        enrolled = pool.submit(query, "portal", pk, index="list", limit=NEWEST, newest_first=True)
        (newest, older), (items, more) = entries.result(), enrolled.result()
    return Looked(partner, wallet.result(), newest, older is None, items, more is None)


def figures_of(looked: Looked, titles: Mapping[str, str]) -> PartnerOverview:
    """The figures; `titles` are those of `looked.frequent`."""
    partner, enrollments = looked.partner, _enrollments(looked, titles)
    if not partner.has_wallet:
        return PartnerOverview(wallet=None, spending=None, balances=[], enrollments=enrollments)
    history = History(looked.entries, now(), ZoneInfo(partner.time_zone))
    return PartnerOverview(
        wallet=WalletFigures.of(looked.wallet, partner.low_credit_threshold),
        spending=history.spending(looked.wallet.available),
        balances=history.balances(),
        enrollments=enrollments,
    )


def _enrollments(looked: Looked, titles: Mapping[str, str]) -> EnrollmentFigures:
    every = Counter(item["course_id"] for item in looked.enrollments)
    active = Counter(item["course_id"] for item in looked.enrollments if item["status"] == "enrolled")
    counts = [
        CourseCount(course_id=one, title=titles.get(one), enrollments=every[one], active=active[one])
        for one in looked.frequent
    ]
    return EnrollmentFigures(
        of_latest=len(looked.enrollments), whole=looked.all_enrollments, active=active.total(), by_course=counts
    )
