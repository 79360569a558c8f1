"""An errand: one request's share of a movement. Whom it enrols, at which price a head, and what is written for it.

Who waits for a wallet with others tells them its errand (`asked`), and the first of them runs those that fit into its
own transaction (`fellows`). An errand that would not go through with the others is left to whoever asked it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from functions.enroll.enrollment import Enrollment
from functions.enroll.placed import Placed
from functions.enroll.plan import OTHER_WRITES, Part, Standing, whole
from functions.enroll.standing import Terms
from functions.wallet.entry import Movement
from functions.wallet.receipt import Command, receipt
from functions.wallet.wallet import Moved, Wallet
from shared import keys
from shared.clock import parse
from shared.commit import ITEMS_A_TRANSACTION, Write, check, put
from shared.ids import EnrollmentKey
from shared.partner import Partner

OLD = timedelta(minutes=1)
"""How much earlier or later than mine an errand may have been asked: whoever asked an old one has long gone, and what
was looked up for it (the price, the course, the person) may no longer be so."""


@dataclass(frozen=True)
class Errand:
    """Who asked under which key, the part of the list that is to be placed, and the price a head."""

    command: Command
    terms: Terms
    part: Part
    cost: int
    ask: str | None = None

    @property
    def total(self) -> int:
        return self.cost * len(self.part.seats)

    @property
    def size(self) -> int:
        """How many writes it takes, its entry among them, the wallet not."""
        return OTHER_WRITES - 1 + sum(seat.writes for seat in self.part.seats)

    @property
    def marks(self) -> set[Any]:
        """What no other errand of the same transaction may be about."""
        return {self.command.key, *((self.terms.course_id, seat.contact_id) for seat in self.part.seats)}

    def move(self, wallet: Wallet) -> Moved | None:
        """The wallet's movement for it; None when it costs nothing."""
        if not self.total:
            return None
        people = [[one.contact_id, one.attempt] for one in self.part.seats]
        paid_for = {"course_id": self.terms.course_id, "people": people}
        movement = Movement("enrollment", -self.total, self.command.actor_id, self.command.at, paid_for=paid_for)
        return wallet.move(movement, self.command.partner.low_credit_threshold)

    def placed(self, wallet: Wallet, moved: Moved | None) -> Placed:
        """What it comes to: `moved` from this wallet, or nothing paid."""
        after = moved.wallet if moved else wallet
        return Placed(
            part=self.part,
            cost=self.cost,
            at=self.command.at,
            balance_after=after.balance,
            seq=moved.entry.seq if moved else None,
            batch_id=self.terms.batch_id,
            wallet=after,
        )

    def writes(self, placed: Placed) -> list[Write]:
        """Its receipt, its enrollments, and for each further attempt a look at the former one."""
        kept = {"ask": self.ask} if self.ask else {}
        writes = [receipt(self.command, placed.kept(), self.part.start, **kept)]
        for place_in_list, seat in enumerate(self.part.seats):
            writes += self._seated(seat, placed, place_in_list)
        return writes

    def _seated(self, seat: Standing, placed: Placed, place: int) -> Iterable[Write]:
        key = EnrollmentKey(self.command.partner.id, self.terms.course_id, seat.contact_id, seat.attempt)
        enrollment = Enrollment(
            key=key,
            status="enrolled",
            cost=placed.cost,
            enrolled_at=self.command.at,
            enrolled_by=self.command.actor_id,
            entry_seq=placed.seq,
            organization_id=self.terms.organization_id,
            batch_id=self.terms.batch_id,
        )
        yield put("enrollment", keys.enrollment(*key), enrollment.stored(), place=place)
        if seat.attempt > 1:
            former = keys.enrollment(*key._replace(attempt=seat.attempt - 1))
            is_over = "attribute_exists(pk) AND #status <> :active"
            look = {"names": {"#status": "status"}, "values": {":active": "enrolled"}}
            yield check("former", former, is_over, place=place, **look)

    def asked(self) -> list[Any]:
        """It as others are told it: one person, at a price. A quarter of a kilobyte, as it is written often."""
        seat, command = self.part.seats[0], self.command
        who = (command.key, command.fingerprint, command.at, command.actor_id)
        what = (self.terms.course_id, seat.contact_id, seat.attempt, self.cost, self.terms.organization_id)
        return [*who, *what]

    @classmethod
    def of(cls, partner: Partner, name: str, asked: list[Any]) -> Errand:
        """The errand that somebody asked under this name."""
        key, print_, at, actor_id, course_id, contact_id, attempt, cost, organization_id = asked
        command = Command(partner, actor_id, key, print_, at)
        part = whole([Standing(contact_id, attempt=attempt)])
        return cls(command, Terms(course_id, (contact_id,), organization_id), part, cost, name)


def fellows(mine: Errand, company: dict[str, list[Any]], available: int) -> list[Errand]:
    """Those of the company's errands that one transaction can hold and these credits can pay for, beside mine."""
    chosen: list[Errand] = []
    marks, room, left = mine.marks, ITEMS_A_TRANSACTION - 1 - mine.size, available - mine.total
    for name, asked in sorted(company.items(), key=lambda one: (one[1][2], one[1][0])):  # as they were asked
        one = Errand.of(mine.command.partner, name, asked)
        if abs(parse(one.command.at) - parse(mine.command.at)) > OLD:
            continue
        if marks & one.marks or room < one.size or left < one.total:
            continue
        chosen.append(one)
        marks, room, left = marks | one.marks, room - one.size, left - one.total
    return chosen


def moves(wallet: Wallet, errands: Sequence[Errand]) -> list[Moved]:
    """The movements of these errands one after the other; none for what costs nothing."""
    done: list[Moved] = []
    for errand in errands:
        if moved := errand.move(done[-1].wallet if done else wallet):
            done.append(moved)
    return done
