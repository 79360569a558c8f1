"""A platform course, and to whom it is assigned: to all partners, or to a list of them with costs of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.ids import is_id
from shared.keys import HOUSE

Costs = Mapping[str, int | None]
"""Partners a course is assigned to, each with its own cost or None: the course's."""
EVERYBODYS = "PLATFORM#COURSES#ALL"
"""The partition of index `list` with the courses of all partners, and with those whose list is still written down."""


class AssignmentView(BaseModel):
    """To whom: all partners (later ones included), or the `partners` counted here; `GET …/partners` names them."""

    all_partners: bool
    partners: int


class PlatformOwner(BaseModel):
    """The platform made the course."""

    kind: Literal["platform"] = "platform"


class PartnerOwner(BaseModel):
    """This whitelabel partner made the course, for its own people."""

    kind: Literal["partner"]
    id: str


class CourseView(BaseModel):
    """A course as the platform sees it; for its trainers without the cost, which is null."""

    id: str
    title: str
    description: str | None
    enrollment_cost: int | None
    assignment: AssignmentView
    archived: bool
    created_at: str | None
    owner: PlatformOwner


class OfferView(BaseModel):
    """A course as a partner sees it: with the credits one enrollment costs there, null for supervisors and trainers.

    An own course of the partner's costs 0. `archived` says that it takes no new enrollments.
    """

    id: str
    title: str
    description: str | None
    effective_cost: int | None
    archived: bool
    owner: PlatformOwner | PartnerOwner = Field(discriminator="kind")


class Course(BaseModel):
    """Its record; `partner_count` counts the list, kept but ignored while `all_partners` is on.

    `plan` is the whole list while its rows are still being written (see `assign`), else None.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    title: str
    description: str | None = None
    enrollment_cost: int
    all_partners: bool = False
    partner_count: int = 0
    archived: bool = False
    created_at: str | None = None
    plan: dict[str, int | None] | None = None
    version: int = Field(default=1, exclude=True)

    @classmethod
    def of(cls, item: dict[str, Any]) -> Course:
        """From its item in the Portal table."""
        plan = {who: own.get("enrollment_cost") for who, own in item["plan"].items()} if "plan" in item else None
        return cls(**{name: item[name] for name in cls.model_fields if name in item} | {"plan": plan})

    def stored(self) -> dict[str, Any]:
        """Its attributes as they are written; None where there is none. Indexed: open ones of all, or with a plan."""
        plan = None if self.plan is None else {who: _row(cost) for who, cost in self.plan.items()}
        listed = (self.all_partners or self.plan is not None) and not self.archived
        return self.model_dump() | {
            "plan": plan,
            "list_pk": EVERYBODYS if listed else None,
            "list_sk": self.id if listed else None,
        }

    def view(self) -> dict[str, Any]:
        """How the platform sees it."""
        kept = {name: getattr(self, name) for name in CourseView.model_fields if name not in ("assignment", "owner")}
        return kept | {
            "assignment": {"all_partners": self.all_partners, "partners": self.partner_count},
            "owner": _PLATFORMS,
        }

    def offer(self, cost: int) -> dict[str, Any]:
        """How a partner sees it, for whom it costs this."""
        kept = {name: getattr(self, name) for name in OfferView.model_fields if name in Course.model_fields}
        return kept | {"effective_cost": cost, "owner": _PLATFORMS}


_PLATFORMS = {"kind": "platform"}


def _row(cost: int | None) -> dict[str, int]:
    return {} if cost is None else {"enrollment_cost": cost}


def difference(now: Costs, wanted: Costs) -> tuple[dict[str, int | None], list[str]]:
    """What makes one list the other: the partners to write with their costs, and those to take away."""
    write = {who: cost for who, cost in wanted.items() if who not in now or now[who] != cost}
    return write, [who for who in now if who not in wanted]


def unfit(partner_ids: list[str], known: set[str]) -> list[tuple[int, str]]:
    """The places in a list of partners that can't stand, each with why."""
    found: list[tuple[int, str]] = []
    seen: set[str] = set()
    for place, who in enumerate(partner_ids):
        if who == HOUSE:
            found.append((place, "the house has every platform course"))
        elif who in seen:
            found.append((place, "named twice"))
        elif not is_id("prt", who) or who not in known:
            found.append((place, "unknown partner"))
        seen.add(who)
    return found
