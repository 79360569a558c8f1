"""Partners with credits, courses with a price and people, as their records stand, and the verbs on them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

from functions.enroll.enroll_batch import enroll_batch
from functions.enroll.enroll_contact import enroll_contact
from functions.enroll.plan import Mode
from functions.enroll.price_batch import price_batch
from functions.enroll.standing import Terms
from functions.enroll.withdraw import Wish, withdraw
from functions.wallet.entry import Entry
from functions.wallet.move_credits import move_credits
from functions.wallet.receipt import Command
from functions.wallet.store import entries_after, wallet_of
from functions.wallet.wallet import Wallet
from shared import keys
from shared.clock import stamp
from shared.commit import commit, put
from shared.dynamo import read_one
from shared.ids import EnrollmentKey, new_id
from shared.partner import Partner

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Scene:
    """Builders write records; `enroll`, `top_up` … ask the verbs, each with a key of its own unless one is given."""

    actor: str = "per_01ARZ3NDEKTSV4RRFFQ69G5FAV"

    def partner(self, credits: int = 0, threshold: int = 0, kind: Any = "default") -> Partner:
        partner = Partner(new_id("prt"), "Alfa", kind, "active", threshold, "it", "Europe/Rome")
        item = {name: getattr(partner, name) for name in ("id", "name", "kind", "status", "language", "time_zone")}
        item |= {"low_credit_threshold": threshold, "list_pk": "PLATFORM#PARTNERS", "list_sk": partner.id}
        _write(keys.partner(partner.id), item)
        if credits:
            self.top_up(partner, credits)
        return partner

    def course(self, cost: int, *partners: Partner, all_partners: bool = False, own: int | None = None) -> str:
        course_id = new_id("crs")
        item = {"id": course_id, "title": "Sicurezza", "enrollment_cost": cost, "all_partners": all_partners}
        _write(keys.course(course_id), item | {"version": 1})
        for partner in partners:
            _write(
                keys.assignment(partner.id, course_id), {"course_id": course_id, "enrollment_cost": own, "active": True}
            )
        return course_id

    def contacts(self, partner: Partner, number: int = 1) -> tuple[str, ...]:
        ids = tuple(new_id("con") for _ in range(number))
        for contact_id in ids:
            _write(
                keys.contact(partner.id, contact_id), {"id": contact_id, "first_name": "Ada", "organization_ids": []}
            )
        return ids

    def organization(self, partner: Partner, *contact_ids: str) -> str:
        """One of the partner's, to which these contacts belong."""
        organization_id = new_id("org")
        _write(keys.organization(partner.id, organization_id), {"id": organization_id, "name": "Beta"})
        for one in contact_ids:
            record = read_one(keys.contact(partner.id, one)) or {}
            _write(keys.contact(partner.id, one), record | {"organization_ids": [organization_id]})
        return organization_id

    def command(self, partner: Partner, key: str | None = None, print_: str = "same", at: str | None = None) -> Command:
        return Command(partner, self.actor, key or f"key-{next(_numbers)}", print_, at or stamp())

    def top_up(self, partner: Partner, credits: int, key: str | None = None) -> tuple[Entry, bool]:
        return move_credits(self.command(partner, key), "top_up", credits, "ordine 7", None)

    def deduct(self, partner: Partner, credits: int, key: str | None = None) -> tuple[Entry, bool]:
        return move_credits(self.command(partner, key), "deduction", credits, "storno", None)

    def enroll(self, partner: Partner, course_id: str, contact_id: str, key: str | None = None, **more: Any) -> Any:
        print_, at = more.pop("print_", "same"), more.pop("at", None)
        return enroll_contact(self.command(partner, key, print_, at), Terms(course_id, (contact_id,), **more))

    def batch(
        self,
        partner: Partner,
        course_id: str,
        people: tuple[str, ...],
        mode: Mode = "partial",
        key: str | None = None,
        **more: Any,
    ) -> Any:
        return enroll_batch(self.command(partner, key), Terms(course_id, people, batch_id=new_id("bat"), **more), mode)

    def price(
        self, partner: Partner, course_id: str, people: tuple[str, ...], mode: Mode = "partial"
    ) -> dict[str, Any]:
        return price_batch(self.command(partner), Terms(course_id, people), mode)

    def withdraw(self, partner: Partner, enrollment_id: str, key: str | None = None, at: str | None = None) -> Any:
        enrollment = EnrollmentKey.from_id(enrollment_id)
        assert enrollment
        return withdraw(self.command(partner, key, at=at), enrollment, Wish())

    def wallet(self, partner: Partner) -> Wallet:
        return wallet_of(partner.id)

    def entries(self, partner: Partner) -> list[Entry]:
        return list(entries_after(partner.id))

    def facts(self, partner: Partner) -> list[str]:
        """The types of the facts that the wallet's latest outbox holds."""
        item = read_one(keys.wallet(partner.id)) or {}
        return [fact["type"] for fact in item.get("facts", {}).get("all", [])]

    def record(self, enrollment_id: str) -> dict[str, Any] | None:
        key = EnrollmentKey.from_id(enrollment_id)
        assert key
        return read_one(keys.enrollment(*key))


def _write(key: keys.Key, item: dict[str, Any]) -> None:
    commit([put("record", key, item, None)])
