"""A partner as the API takes and shows it."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, Field, model_validator

from functions.portal_api.account.admin import Invitee
from functions.wallet.wallet import Wallet
from shared.addresses import home_of
from shared.dynamo import Item
from shared.language import Language
from shared.language import mark as _
from shared.partner import Partner
from shared.requests import Body
from shared.text import Cost, Email, Line


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _known_zone(name: str) -> str:
    if name not in _zones():
        raise ValueError(_("is not an IANA time zone"))
    return name


TimeZone = Annotated[str, Field(strict=True, max_length=64), AfterValidator(_known_zone)]
"""An IANA name such as `Europe/Rome`."""
SoldKind = Literal["default", "whitelabel"]
"""What a partner is made as; the house is there from the start."""
HOUSE_KEEPS = frozenset({"kind", "low_credit_threshold"})
"""What the house has no use for and therefore cannot be given."""
PLATFORM_SETS = frozenset({"name", "kind"})
"""What a partner's own admins cannot change."""


class FirstAdmin(Invitee):
    """Who administers a new partner, invited by mail."""


class FirstCourse(Body):
    """A course that a new partner gets; without a cost of its own, or with null, at the course's."""

    course_id: Line
    enrollment_cost: Cost | None = None


class NewPartner(Body):
    """`POST /v1/partners`: a partner, with its first admin and its first courses if they are named.

    The language is the platform's when none is named; the admin is invited by mail.
    """

    name: Line
    kind: SoldKind
    contact_email: Email
    low_credit_threshold: Cost = 0
    language: Language | None = None
    time_zone: TimeZone = "Europe/Rome"
    admin: FirstAdmin | None = None
    courses: list[FirstCourse] = Field(default_factory=list, max_length=20)


class PartnerChanges(Body):
    """`PATCH /v1/partners/{id}`: what is given changes."""

    name: Line = ""
    kind: SoldKind = "default"
    contact_email: Email = ""
    low_credit_threshold: Cost = 0
    language: Language = "en"
    time_zone: TimeZone = ""

    @model_validator(mode="after")
    def _something(self) -> PartnerChanges:
        if not self.model_fields_set:
            raise ValueError(_("nothing to change"))
        return self

    @property
    def given(self) -> dict[str, Any]:
        """What was given, by name."""
        return self.model_dump(exclude_unset=True)


class WalletFigures(BaseModel):
    """Whole credits; `alert` is `ok`, `low` or `exhausted`."""

    balance: int
    held: int
    available: int
    alert: str

    @classmethod
    def of(cls, wallet: Wallet, threshold: int) -> WalletFigures:
        return cls(balance=wallet.balance, held=wallet.held, available=wallet.available, alert=wallet.alert(threshold))


class PartnerView(BaseModel):
    """A partner; `wallet` is null for the house, which has none.

    `domain` is a whitelabel partner's own, once it is served; `home` where its people find their pages.
    """

    id: str
    name: str
    kind: str
    status: str
    slug: str | None
    domain: str | None
    home: str
    contact_email: str | None
    low_credit_threshold: int
    language: str
    time_zone: str
    created_at: str
    wallet: WalletFigures | None

    @classmethod
    def of(cls, item: Item, wallet: Wallet | None) -> PartnerView:
        """From its item; `wallet` as read, or None for one that has none."""
        partner = Partner.of(item)
        shown = wallet if partner.has_wallet else None
        return cls(
            id=partner.id,
            name=partner.name,
            kind=partner.kind,
            status=partner.status,
            slug=partner.slug,
            domain=partner.domain,
            home=home_of(partner),
            contact_email=partner.contact_email,
            low_credit_threshold=partner.low_credit_threshold,
            language=partner.language,
            time_zone=partner.time_zone,
            created_at=partner.created_at,
            wallet=WalletFigures.of(shown, partner.low_credit_threshold) if shown else None,
        )


class Partners(BaseModel):
    """A page of partners."""

    items: list[PartnerView]
    next_cursor: str | None
