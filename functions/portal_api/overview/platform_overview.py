"""The platform's dashboard: credits sold and left over all partners, wallets that run low, partners that were refused.

The sums are those of the last reconciliation, hourly, and say when that was; the wallets listed are read as they stand.
"""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel

from functions.portal_api.partners.shape import WalletFigures
from functions.wallet.totals import PLATFORM
from functions.wallet.wallet import Wallet
from shared import keys
from shared.dynamo import Item, read, read_one


class PartnerWallet(BaseModel):
    """A partner whose wallet wants attention; `refused` while it was short of credits since some last came in."""

    partner_id: str
    name: str
    status: str
    low_credit_threshold: int
    wallet: WalletFigures
    refused: bool


class Sums(BaseModel):
    """Over all partners but the house, as of `at`; `spent` is less what came back, `left` what wallets hold."""

    at: str
    partners: int
    sold: int
    deducted: int
    spent: int
    left: int
    low: int
    refusing: int


class PlatformOverview(BaseModel):
    """`sums` is null until the books were first checked; of `low` and `refusing` the emptiest 50 wallets at most."""

    sums: Sums | None
    low: list[PartnerWallet]
    refusing: list[PartnerWallet]


def platform_overview() -> PlatformOverview:
    """The figures: the sum, then the partners it names with their wallets."""
    item = read_one(keys.reconciled(PLATFORM))
    if item is None:
        return PlatformOverview(sums=None, low=[], refusing=[])
    shown = {one.partner_id: one for one in _wallets([*item["low"], *item["refusing"]])}
    return PlatformOverview(
        sums=_sums(item),
        low=[shown[who] for who in item["low"] if who in shown and shown[who].wallet.alert != "ok"],
        refusing=[shown[who] for who in item["refusing"] if who in shown and shown[who].refused],
    )


def _sums(item: Item) -> Sums:
    totals = item["totals"]
    return Sums(
        at=item["at"],
        partners=item["partners"],
        sold=totals["sold"],
        deducted=totals["deducted"],
        spent=totals["spent"],
        left=item["left"],
        low=item["low_count"],
        refusing=item["refusing_count"],
    )


def _wallets(partner_ids: Iterable[str]) -> list[PartnerWallet]:
    """Partners and wallets in one wait, in this order; who is gone is missing."""
    ids = list(dict.fromkeys(partner_ids))
    found = read([*map(keys.partner, ids), *map(keys.wallet, ids)])
    return [_wallet(found[keys.partner(who)], found.get(keys.wallet(who))) for who in ids if keys.partner(who) in found]


def _wallet(partner: Item, item: Item | None) -> PartnerWallet:
    wallet, threshold = Wallet.of(partner["id"], item), partner.get("low_credit_threshold", 0)
    return PartnerWallet(
        partner_id=partner["id"],
        name=partner["name"],
        status=partner["status"],
        low_credit_threshold=threshold,
        wallet=WalletFigures.of(wallet, threshold),
        refused=wallet.not_enough_said,
    )
