"""What the central write must know beforehand, read consistently and at once."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from functions.enroll.enrollment import Enrollment
from functions.enroll.plan import Standing, revised
from functions.wallet.receipt import Command
from functions.wallet.wallet import Wallet
from shared import keys
from shared.dynamo import AT_ONCE, Item, query, read, read_one
from shared.ids import is_id
from shared.partner import Partner
from shared.price import closed_by, price
from shared.problems import Problem


@dataclass(frozen=True)
class Terms:
    """Who is to be enrolled into what, on whose account."""

    course_id: str
    contact_ids: tuple[str, ...]
    organization_id: str | None = None
    expected_cost: int | None = None
    batch_id: str | None = None


@dataclass(frozen=True)
class Scene:
    """What was found: the first receipt of this key, the price a head, the wallet, the people.

    `cost` is None for a course that is not the partner's, `closed_by` the code with which one that is takes no new
    enrollments.
    """

    partner: Partner
    receipt: Item | None
    cost: int | None
    closed_by: str | None
    wallet: Wallet
    people: list[Standing]
    organization_known: bool

    def price(self, terms: Terms) -> int:
        """The price a head.

        Raises: Problem `partner-suspended` or `partner-closed`, `not-found` (course not assigned, organization
        unknown), `course-archived`, `course-not-published`, `whitelabel-only` (an own course of one that is none any
        more), `price-changed`.
        """
        if self.partner.status != "active":
            raise Problem(f"partner-{self.partner.status}")
        if self.cost is None or not self.organization_known:
            raise Problem("not-found")
        if self.closed_by:
            raise Problem(self.closed_by)
        if terms.expected_cost is not None and terms.expected_cost != self.cost:
            raise Problem("price-changed", cost=self.cost)
        return self.cost


def survey(command: Command, terms: Terms, *, attempts: bool) -> Scene:
    """Read the scene in one wait; with `attempts` also who is enrolled already (lists want to know beforehand).

    It is two waits where the organization is none that anybody on the list belongs to.
    Whether the course is the platform's or the partner's own its id says, so either is one key of the same read.
    """
    partner = command.partner
    course_key, assigned_key = keys.course_at(partner.id, terms.course_id), keys.assignment(partner.id, terms.course_id)
    wallet_key, receipt_key = keys.wallet(partner.id), command.receipt_key()
    possible = [who for who in terms.contact_ids if is_id("con", who)]
    contacts = {who: keys.contact(partner.id, who) for who in possible}
    firsts = {who: keys.enrollment(partner.id, terms.course_id, who, 1) for who in possible if attempts}
    wanted = [course_key, assigned_key, wallet_key, receipt_key, *contacts.values(), *firsts.values()]
    found = read(wanted)
    course = found.get(course_key)
    people = [_read_as(who, found, contacts, firsts) for who in terms.contact_ids]
    if over := [one.contact_id for one in people if one.attempt > 1 and one.known == "new"]:
        people = revised(people, latest(partner.id, terms.course_id, over))
    return Scene(
        partner=partner,
        receipt=found.get(receipt_key),
        cost=price(partner, course, found.get(assigned_key)),
        closed_by=closed_by(partner, course) if course else None,
        wallet=Wallet.of(partner.id, found.get(wallet_key)),
        people=people,
        organization_known=_knows(partner.id, terms.organization_id, [found.get(key, {}) for key in contacts.values()]),
    )


def _knows(partner_id: str, organization_id: str | None, contacts: Sequence[Item]) -> bool:
    """Whether it is an organization of the partner's: somebody on the list belongs to it, or its record is there.

    Who is enrolled nearly always belongs to the company that pays, and their record says so: no further read then. No
    contact ever names an organization that is not its partner's, and none is ever deleted.
    """
    if organization_id is None or any(organization_id in one.get("organization_ids", ()) for one in contacts):
        return True
    return read_one(keys.organization(partner_id, organization_id)) is not None


def latest(partner_id: str, course_id: str, contact_ids: Sequence[str]) -> dict[str, Standing]:
    """How these people stand by their latest attempt, each asked for at the same time."""

    def one(who: str) -> Standing:
        items, _ = query(
            "portal", f"PARTNER#{partner_id}#ENROLLMENTS", prefix=f"{course_id}#{who}#", limit=1, newest_first=True
        )
        return _standing(who, items[0]) if items else Standing(who)

    with ThreadPoolExecutor(min(AT_ONCE, len(contact_ids))) as pool:
        return dict(zip(contact_ids, pool.map(one, contact_ids), strict=True))


def _read_as(
    who: str, found: dict[keys.Key, Item], contacts: dict[str, keys.Key], firsts: dict[str, keys.Key]
) -> Standing:
    record = found.get(contacts[who]) if who in contacts else None
    if record is None or record.get("archived"):
        return Standing(who, "unknown")
    first = found.get(firsts[who]) if who in firsts else None
    return _standing(who, first) if first else Standing(who)


def _standing(who: str, item: Item) -> Standing:
    enrollment = Enrollment.of(item)
    if enrollment.is_active:
        return Standing(who, "active", enrollment.key.attempt)
    return Standing(who, "new", enrollment.key.attempt + 1)
