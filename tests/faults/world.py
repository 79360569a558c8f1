"""The place where schedules happen: two partners, three courses, people, enrollments; and what clients ask there.

A place is made once a process for each state of the wallet and put back before each schedule.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from functions.enroll.enroll_batch import enroll_batch
from functions.enroll.enroll_contact import enroll_contact
from functions.enroll.result import Judgement
from functions.enroll.set_result import Origin, set_result
from functions.enroll.standing import Terms
from functions.enroll.withdraw import Wish, withdraw
from functions.wallet.entry import Entry
from functions.wallet.move_credits import move_credits
from functions.wallet.receipt import Command
from shared import keys
from shared.clock import stamp
from shared.commit import commit, put
from shared.ids import EnrollmentKey, new_id
from shared.partner import Partner
from tests.faults.engine import Change, Snapshot
from tests.faults.wire import Wire
from tests.money.scene import Scene

COST = 10
"""Credits a head of the paid course."""


@dataclass(frozen=True)
class World:
    """Alfa, whose wallet the schedules are about, and Beta beside it. People 0 and 1 are enrolled and withdrawn.

    `admins` are the ids of Alfa's two (`partner`; one never signed in yet) and the platform's one (`platform`).
    """

    partner: Partner
    other: Partner
    paid: str
    free: str
    people: tuple[str, ...]
    others: tuple[str, ...]
    admins: dict[str, tuple[str, ...]]
    snapshot: Snapshot = field(repr=False)
    history: tuple[Change, ...] = field(repr=False)

    def enrollment(self, person: int, attempt: int = 1) -> EnrollmentKey:
        return EnrollmentKey(self.partner.id, self.paid, self.people[person], attempt)


def world(wire: Wire, available: int, threshold: int) -> World:
    """A world in which Alfa has so many credits: person 0 is enrolled for 10, person 1 was and is no more."""
    wire.engine.restore({"ledger": [], "portal": []})
    wire.scheduler = None
    scene = Scene()
    partner, other = scene.partner(threshold=threshold), scene.partner(credits=25)
    paid = scene.course(COST, partner, other)
    free = scene.course(0, all_partners=True)
    people, others = scene.contacts(partner, 6), scene.contacts(other, 2)
    scene.top_up(partner, available + 2 * COST)
    scene.enroll(partner, paid, people[0])
    gone, _ = scene.enroll(partner, paid, people[1])
    scene.withdraw(partner, gone["id"])
    scene.deduct(partner, COST)
    scene.enroll(other, paid, others[0])
    admins = {"partner": (_admin(partner), _admin(partner, invited=True)), "platform": (_admin(None),)}
    history = tuple(replace(change, step=0) for change in wire.engine.changes)
    return World(partner, other, paid, free, people, others, admins, wire.engine.snapshot(), history)


def _admin(partner: Partner | None, *, invited: bool = False) -> str:
    """Somebody who administers the partner, or (None) the platform; their address is their id's."""
    person_id = new_id("per")
    person = {"id": person_id, "first_name": "Ada", "last_name": "Byron", "email": address_of(person_id)}
    at = keys.partner_admin(partner.id, person_id) if partner else keys.platform_admin(person_id)
    commit([
        put("person", keys.person(person_id), person | {"status": "active", "invited": invited or None}),
        put("admin", at, {"person_id": person_id}),
    ])  # fmt: skip
    return person_id


def address_of(person_id: str) -> str:
    """Where this person's mail goes."""
    return f"{person_id}@example.org".lower()


Told = Any
Act = Callable[[World, Command], Told]


@dataclass(frozen=True)
class Order:
    """What a client asks: `name` for the trace, `act` on the verbs, `print_` what makes it the same request.

    `price` is what its refusal for lack of credits must require.
    """

    name: str
    act: Act
    price: int = 0
    print_: str = ""
    of_other: bool = False

    def ask(self, place: World, key: str) -> Told:
        """Ask once, as one process does. Returns: the answer, without whether it was a replay."""
        partner = place.other if self.of_other else place.partner
        command = Command(partner, Scene.actor, key, self.print_ or self.name, stamp())
        answer, _replayed = self.act(place, command)
        return said(answer) if isinstance(answer, Entry) else answer


def said(entry: Entry) -> dict[str, Any]:
    """An entry as a comparable answer."""
    return {name: getattr(entry, name) for name in ("seq", "kind", "credits", "balance_after", "at", "text_hash")}


def top_up(credits: int) -> Order:
    return Order(f"top up {credits}", lambda _, c: move_credits(c, "top_up", credits, "ordine 7", None))


def deduct(credits: int) -> Order:
    return Order(f"deduct {credits}", lambda _, c: move_credits(c, "deduction", credits, "storno", None), price=credits)


def enroll(person: int, *, free: bool = False) -> Order:
    def act(place: World, command: Command) -> Told:
        return enroll_contact(command, Terms(place.free if free else place.paid, (place.people[person],)))

    return Order(f"enroll {person}{' free' if free else ''}", act, price=0 if free else COST)


def enroll_at_other() -> Order:
    def act(place: World, command: Command) -> Told:
        return enroll_contact(command, Terms(place.paid, (place.others[1],)))

    return Order("enroll at Beta", act, price=COST, of_other=True)


def batch(*people: int, whole: bool = False) -> Order:
    mode: Any = "all_or_nothing" if whole else "partial"

    def act(place: World, command: Command) -> Told:
        terms = Terms(place.paid, tuple(place.people[one] for one in people), batch_id=new_id("bat"))
        return enroll_batch(command, terms, mode)

    return Order(f"batch {people} {mode}", act, price=COST * len(people) if whole else COST)


def give_back(person: int, attempt: int = 1, refund: int | None = None) -> Order:
    def act(place: World, command: Command) -> Told:
        return withdraw(command, place.enrollment(person, attempt), Wish(refund, "deciso" if refund else None))

    return Order(f"withdraw {person}.{attempt}{'' if refund is None else f' for {refund}'}", act)


def judge(person: int, result: str | None) -> Order:
    def act(place: World, command: Command) -> Told:
        wanted = Judgement({"result": result})
        return set_result(command, Origin("request", "api"), place.enrollment(person), wanted)

    return Order(f"result {person} {result}", act)


def another_request(order: Order) -> Order:
    """The same key for something else."""
    return replace(order, print_=order.name + " but different")


ORDERS: tuple[Callable[[], Order], ...] = (
    lambda: top_up(10),
    lambda: top_up(25),
    lambda: deduct(10),
    lambda: deduct(15),
    lambda: enroll(2),
    lambda: enroll(2),
    lambda: enroll(3),
    lambda: enroll(1),
    lambda: enroll(0),
    lambda: enroll(2, free=True),
    lambda: batch(2, 3, 4, 5),
    lambda: batch(0, 2, 1),
    lambda: batch(2, 3, whole=True),
    lambda: batch(1, 4, whole=True),
    lambda: give_back(0),
    lambda: give_back(0, refund=3),
    lambda: give_back(1, attempt=2),
    lambda: judge(0, "passed"),
    lambda: judge(0, None),
    enroll_at_other,
)
"""What a client of a schedule may ask, each as likely as the others."""

TOGETHER: tuple[Callable[[], Order], ...] = (
    lambda: enroll(1),
    lambda: enroll(2),
    lambda: enroll(3),
    lambda: enroll(4),
    lambda: enroll(5),
)
"""What others can do for a client that waits for the wallet with them."""
