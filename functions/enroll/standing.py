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
from shared.dynamo import AT_ONCE, Item, query, read
from shared.ids import is_id
from shared.partner import Partner
from shared.price import is_open, price
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

    `cost` is None for a course that is not the partner's; `course_open` is False for an archived one.
    """

    partner: Partner
    receipt: Item | None
    cost: int | None
    course_open: bool
    wallet: Wallet
    people: list[Standing]
    organization_known: bool

    def price(self, terms: Terms) -> int:
        """The price a head.

        Raises: Problem `partner-suspended` or `partner-closed`, `not-found` (course not assigned, organization
        unknown), `course-archived`, `price-changed`.
        """
        if self.partner.status != "active":
            raise Problem(f"partner-{self.partner.status}")
        if self.cost is None or not self.organization_known:
            raise Problem("not-found")
        if not self.course_open:
            raise Problem("course-archived")
        if terms.expected_cost is not None and terms.expected_cost != self.cost:
            raise Problem("price-changed", cost=self.cost)
        return self.cost


def survey(command: Command, terms: Terms, *, attempts: bool) -> Scene:
    """Read the scene in one wait; with `attempts` also who is enrolled already (lists want to know beforehand)."""
    partner = command.partner
    course_key, assigned_key = keys.course(terms.course_id), keys.assignment(partner.id, terms.course_id)
    wallet_key, receipt_key = keys.wallet(partner.id), command.receipt_key()
    possible = [who for who in terms.contact_ids if is_id("con", who)]
    contacts = {who: keys.contact(partner.id, who) for who in possible}
    firsts = {who: keys.enrollment(partner.id, terms.course_id, who, 1) for who in possible if attempts}
    wanted = [course_key, assigned_key, wallet_key, receipt_key, *contacts.values(), *firsts.values()]
    organization_key = keys.organization(partner.id, terms.organization_id) if terms.organization_id else None
    found = read([*wanted, organization_key] if organization_key else wanted)
    people = [_read_as(who, found, contacts, firsts) for who in terms.contact_ids]
    if over := [one.contact_id for one in people if one.attempt > 1 and one.known == "new"]:
        people = revised(people, latest(partner.id, terms.course_id, over))
    return Scene(
        partner=partner,
        receipt=found.get(receipt_key),
        cost=price(partner, found.get(course_key), found.get(assigned_key)),
        course_open=is_open(found.get(course_key, {})),
        wallet=Wallet.of(partner.id, found.get(wallet_key)),
        people=people,
        organization_known=organization_key is None or organization_key in found,
    )


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
