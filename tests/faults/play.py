"""One schedule, played: clients ask, each call waits for its turn, faults strike, and clients ask again until answered.

A client is answered (accepted or refused), or hears 503, or its process dies; then it asks again with the same key, as
a fresh process. `Schedule.of(seed)` is the whole story of a seed: world, orders, faults, clocks and turns.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from functions.wallet.movement import say_crowded
from functions.wallet.pace import milliseconds
from functions.wallet.store import wallet_of
from shared.problems import Problem
from tests.faults import faults
from tests.faults.engine import Change
from tests.faults.scheduler import Actor, Choice, ProcessDied, Scheduler
from tests.faults.wire import Wire
from tests.faults.world import ORDERS, TOGETHER, Order, World, another_request, world

WALLETS = ((0, 0), (5, 0), (10, 10), (20, 0), (20, 10), (25, 15), (60, 20))
"""Credits and threshold that a schedule may begin with."""
SKEWS = (timedelta(), timedelta(), timedelta(minutes=15), timedelta(minutes=-15))
CROWDED, CROWDED_FOR = 0.35, 15_000
"""The share of schedules in which others wait for the wallet from the beginning, and for how many milliseconds."""
TRIES = 8
"""How often a client asks again; more than faults can strike."""


@dataclass(frozen=True)
class Client:
    """Who asks what, under which key, by which clock."""

    name: str
    order: Order
    key: str
    skew: timedelta = timedelta()


@dataclass(frozen=True)
class Schedule:
    """What is to happen, all of it decided beforehand but the turns.

    `tearing` is how often a batch of reads is not one moment: DynamoDB promises nothing else; `crowded`, whether the
    wallet says from the beginning that others wait for it.
    """

    available: int
    threshold: int
    clients: tuple[Client, ...]
    plan: dict[tuple[str, int], str]
    tearing: float = 0.0
    crowded: bool = False

    @classmethod
    def of(cls, seed: int) -> tuple[Schedule, random.Random]:
        """The schedule of a seed, and what its turns are drawn from."""
        rng = random.Random(seed)
        crowded = rng.random() < CROWDED
        available, threshold = rng.choice(WALLETS[-3:] if crowded and rng.random() < 0.5 else WALLETS)
        clients: list[Client] = []
        for number in range(rng.choice((3, 3, 4, 4, 5) if crowded else (2, 2, 3, 3, 4))):
            order, key = rng.choice(TOGETHER if crowded and rng.random() < 0.75 else ORDERS)(), f"client-{number}"
            if clients and rng.random() < 0.25:  # a twin: the same request again, at the same time
                order, key = clients[-1].order, clients[-1].key
                order = another_request(order) if rng.random() < 0.2 else order
            clients.append(Client(f"c{number}", order, key, rng.choice(SKEWS)))
        names = [*faults.FAULTS, faults.OUTAGE]
        struck = [rng.choice(clients).name for _ in range(rng.choice((1, 1, 2, 2)))]
        plan = {(name, rng.choice((1, 2, 2, 3, 4))): rng.choice(names) for name in struck}
        return cls(available, threshold, tuple(clients), plan, rng.choice((0.0, 0.0, 0.5)), crowded), rng

    def __str__(self) -> str:
        crowd = ", crowded" if self.crowded else ""
        lines = [f"available {self.available}, threshold {self.threshold}, reads torn {self.tearing:.0%}{crowd}"]
        for client in self.clients:
            minutes = int(client.skew.total_seconds() // 60)
            lines.append(f"{client.name} {client.order.name!r} key {client.key} clock {minutes:+d} min")
        lines += [f"{name} call {number}: {fault}" for (name, number), fault in sorted(self.plan.items())]
        return "\n".join(lines)


@dataclass
class Asked:
    """One client's order and what became of it; steps count the calls that were applied."""

    client: Client
    begun: int = 0
    ended: int = 0
    answer: Any = None
    problem: Problem | None = None
    busy: int = 0
    died: int = 0

    @property
    def accepted(self) -> bool:
        """Whether it had an effect; a batch in which nobody was placed had none, leaves no receipt and has no id."""
        nobody = isinstance(self.answer, dict) and "results" in self.answer and "batch_id" not in self.answer
        return self.answer is not None and not nobody

    def __str__(self) -> str:
        became = self.answer if self.answer else (self.problem.code, self.problem.members) if self.problem else None
        return f"{self.client.name} {self.client.order.name!r} [{self.begun}–{self.ended}] → {became}"


@dataclass
class Played:
    """What happened in a schedule."""

    place: World
    asked: list[Asked]
    changes: list[Change]
    before: dict[tuple[str, str, str], Any]
    items: dict[tuple[str, str, str], Any]
    struck: list[str]
    trace: list[str] = field(default_factory=list)


class Player:
    """Plays schedules on one wire, with worlds made once."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.trace: list[str] = []
        self._worlds: dict[tuple[int, int], World] = {}

    def place(self, available: int, threshold: int) -> World:
        """The world of this wallet, put back as it was made."""
        at = (available, threshold)
        if at not in self._worlds:
            self._worlds[at] = world(self.wire, *at)
        self.wire.engine.restore(self._worlds[at].snapshot)
        return self._worlds[at]

    def play(self, schedule: Schedule, choice: Choice, rng: random.Random) -> Played:
        """Play it out in its world, as that was made."""
        place = self.place(schedule.available, schedule.threshold)
        if schedule.crowded:
            at = milliseconds()
            say_crowded(wallet_of(place.partner.id), at, at + CROWDED_FOR)
        return self.go_on(place, schedule, choice, rng)

    def go_on(self, place: World, schedule: Schedule, choice: Choice, rng: random.Random) -> Played:
        """Play it out in a world as it stands."""
        before = self.wire.engine.items()
        scheduler = Scheduler(choice)
        self.trace = scheduler.trace
        self.wire.ready(scheduler, schedule.plan, rng, schedule.tearing)
        asked = [Asked(client) for client in schedule.clients]
        scheduler.run([Actor(one.client.name, self._client(place, one), one.client.skew) for one in asked])
        self.wire.scheduler = None
        items = self.wire.engine.items()
        return Played(place, asked, list(self.wire.engine.changes), before, items, self.wire.struck, scheduler.trace)

    def _client(self, place: World, asked: Asked) -> Callable[[], None]:
        def act() -> None:
            asked.begun = self.wire.engine.step
            for _ in range(TRIES):
                if self._asks(place, asked):
                    break
                self.wire.down.discard(asked.client.name)
            asked.ended = self.wire.engine.step

        return act

    def _asks(self, place: World, asked: Asked) -> bool:
        """Ask once, as a process of its own; whether there was an answer other than 503."""
        try:
            asked.answer = asked.client.order.ask(place, asked.client.key)
        except ProcessDied:
            asked.died += 1
            return False
        except Problem as problem:
            asked.busy += problem.code == "busy"
            asked.problem = problem
            return problem.code != "busy"
        asked.problem = None
        return True


def told(played: Played) -> str:
    """The story of a schedule, for a failure."""
    lines: Sequence[str] = [str(one) for one in played.asked]
    return "\n".join([*lines, "", *played.trace])
