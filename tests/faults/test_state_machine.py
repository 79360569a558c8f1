"""Commands one after another, each failing somewhere and asked again until answered, against a model of plain dicts.

Top-ups, deductions, enrollments, batches, withdrawals, results, and every earlier command replayed at any later time:
an accepted one answers as it did, for ever; a refused one is asked again and judged anew.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.faults import world
from tests.faults.books import Books
from tests.faults.conftest import EVERYTHING
from tests.faults.faults import FAULTS, OUTAGE
from tests.faults.invariants import RULES, the_product_proves_it
from tests.faults.model import Model, Outcome
from tests.faults.play import Asked, Client, Player, Schedule
from tests.faults.scheduler import Choice
from tests.faults.world import Order

PEOPLE = st.integers(0, 3)
FAULT = st.one_of(st.none(), st.tuples(st.integers(1, 3), st.sampled_from([*FAULTS, OUTAGE])))
CREDITS = st.integers(1, 40)


class Credits(RuleBasedStateMachine):
    """One partner's credits; `done` are the accepted commands with their answers."""

    player: ClassVar[Player]

    @initialize(start=st.sampled_from((0, 10, 60)))
    def begin(self, start: int) -> None:
        self.place = self.player.place(start, 10)
        self.model = Model(start, {0: ["enrolled"], 1: ["withdrawn"]})
        self.keys = iter(range(10**6))
        self.done: list[tuple[Order, str, Any]] = []

    @rule(credits=CREDITS, fault=FAULT)
    def top_up(self, credits: int, fault: Any) -> None:
        self.asks(world.top_up(credits), self.model.top_up(credits), fault)

    @rule(credits=CREDITS, fault=FAULT)
    def deduct(self, credits: int, fault: Any) -> None:
        self.asks(world.deduct(credits), self.model.deduct(credits), fault)

    @rule(person=PEOPLE, fault=FAULT)
    def enroll(self, person: int, fault: Any) -> None:
        self.asks(world.enroll(person), self.model.enroll(person), fault)

    @rule(people=st.lists(PEOPLE, min_size=1, max_size=4, unique=True), fault=FAULT)
    def batch(self, people: list[int], fault: Any) -> None:
        self.asks(world.batch(*people), self.model.batch(people, whole=False), fault)

    @rule(person=PEOPLE, fault=FAULT)
    def batch_whole(self, person: int, fault: Any) -> None:
        self.asks(world.batch(person, whole=True), self.model.batch([person], whole=True), fault)

    @rule(person=PEOPLE, attempt=st.integers(1, 3), fault=FAULT)
    def withdraw(self, person: int, attempt: int, fault: Any) -> None:
        self.asks(world.give_back(person, attempt), self.model.withdraw(person, attempt), fault)

    @rule(person=PEOPLE, fault=FAULT)
    def complete(self, person: int, fault: Any) -> None:
        self.asks(world.judge(person, "passed"), self.model.complete(person, 1), fault)

    @precondition(lambda self: self.done)
    @rule(which=st.integers(0, 10**6), fault=FAULT)
    def replay(self, which: int, fault: Any) -> None:
        order, key, answer = self.done[which % len(self.done)]
        again = self.ask(order, key, fault)
        assert again.answer == answer, f"{again} is not {answer}"

    @precondition(lambda self: self.done)
    @rule(which=st.integers(0, 10**6), fault=FAULT)
    def reuse_the_key(self, which: int, fault: Any) -> None:
        order, key, _ = self.done[which % len(self.done)]
        other = self.ask(world.another_request(order), key, fault)
        assert other.problem is not None and other.problem.code == "idempotency-key-reused", other

    @invariant()
    def the_books_are_right(self) -> None:
        if not hasattr(self, "place"):
            return
        changes = [*self.place.history, *self.player.wire.engine.changes]
        books = Books(self.place.partner.id, self.player.wire.engine.items(), changes)
        for law in RULES:
            law(books)
        assert books.wallet["available"] == self.model.available
        attempts: dict[int, list[str]] = {}
        for one in books.enrollments:
            attempts.setdefault(self.place.people.index(one["contact_id"]), []).append(one["status"])
        assert attempts == self.model.attempts

    def teardown(self) -> None:
        if hasattr(self, "place"):
            books = Books(self.place.partner.id, self.player.wire.engine.items(), ())
            the_product_proves_it(self.place.partner.id, len(books.entries))

    def asks(self, order: Order, expected: Outcome, fault: Any) -> None:
        """A new command; what it comes to is what the model says."""
        key = f"key of the machine {next(self.keys)}"
        asked = self.ask(order, key, fault)
        kind, said = expected
        if kind in ("batch", "nobody"):
            assert asked.answer, asked
            assert [result["outcome"] for result in asked.answer["results"]] == said, asked
            assert asked.accepted == (kind == "batch")
        elif kind == "done":
            assert asked.accepted, asked
            assert said is None or asked.answer["balance_after"] == said, asked
        else:
            assert asked.problem is not None and asked.problem.code == kind, f"{asked} should be {expected}"
            assert said is None or asked.problem.members == said, f"{asked} should be {expected}"
        if asked.accepted:
            self.done.append((order, key, asked.answer))

    def ask(self, order: Order, key: str, fault: Any) -> Asked:
        """Ask until answered, with a fault at one call."""
        plan = {("c0", fault[0]): fault[1]} if fault else {}
        schedule = Schedule(0, 0, (Client("c0", order, key),), plan)
        rng = random.Random(1)
        return self.player.go_on(self.place, schedule, Choice(rng), rng).asked[0]


@pytest.fixture
def machine(playing: Player) -> Iterator[type[Credits]]:
    Credits.player = playing
    yield Credits
    del Credits.player


@pytest.mark.criterion("X-02", "C-18", "C-25")
def test_whatever_is_asked_and_whatever_fails_it_is_as_the_model_says(machine: type[Credits]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=150 if EVERYTHING else 25,
            stateful_step_count=50 if EVERYTHING else 25,
            deadline=None,
            phases=list(Phase) if EVERYTHING else [Phase.explicit, Phase.generate],
            derandomize=not EVERYTHING,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
