"""Every AWS call of every route of wallet and enroll, failing in every way it can: the door answers, or says 503.

Whatever failed, the same key asked again comes to what it would have come to: one effect, one answer.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shared import cursors, keys, tokens
from shared.commit import commit, put
from shared.ids import new_id
from tests.faults import faults
from tests.faults.books import Books
from tests.faults.door import ASKINGS, Answered, Asking, ask
from tests.faults.engine import Snapshot
from tests.faults.invariants import RULES
from tests.faults.play import Player
from tests.faults.world import World

CREDITS, THRESHOLD = 25, 15


class Desk:
    """A world with a platform admin, whose token is accepted, put back before each request."""

    def __init__(self, player: Player) -> None:
        self.player = player
        self.place: World = player.place(CREDITS, THRESHOLD)
        self.person = new_id("per")
        record = {"first_name": "Ada", "last_name": "Byron", "email": "ada@p.example", "status": "active"}
        commit([
            put("person", keys.person(self.person), record),
            put("membership", keys.platform_membership(self.person), {"role": "platform_admin"}),
        ])  # fmt: skip
        self.start: Snapshot = player.wire.engine.snapshot()

    def ask(self, asking: Asking, plan: dict[tuple[str, int], str] | None = None) -> Answered:
        return ask(self.player, self.place, asking, plan)

    def put_back(self) -> None:
        self.player.wire.engine.restore(self.start)

    @property
    def books(self) -> Books:
        engine = self.player.wire.engine
        return Books(self.place.partner.id, engine.items(), [*self.place.history, *engine.changes])


@pytest.fixture
def desk(playing: Player, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    desk = Desk(playing)
    monkeypatch.setattr(tokens, "check", lambda _: tokens.Token(desk.person, 2_000_000_000))
    monkeypatch.setattr(cursors, "_secret", lambda: b"secret")
    yield desk
    playing.wire.scheduler = None


@pytest.mark.criterion("X-02", "C-18")
@pytest.mark.parametrize("name", ASKINGS)
def test_each_call_may_fail_in_each_way(desk: Desk, name: str) -> None:
    asking = ASKINGS[name]
    calls = desk.ask(asking).calls
    entries = len(desk.books.entries)
    assert len(calls) >= 2, "it reads who asks, and what they ask for"

    tried = 0
    for number, operation in enumerate(calls, 1):
        for fault in (*faults.of_operation(operation), faults.OUTAGE):
            desk.put_back()
            first = desk.ask(asking, {("door", number): fault})
            again = desk.ask(asking)
            tried += 1
            told = f"{fault} at call {number}, {operation}: {first} then {again}"
            assert first.struck, told
            assert again.status == asking.status, told
            if first.status is None:
                assert fault.startswith("dies"), told
            elif first.status != asking.status:
                assert (first.status, first.document["code"]) == (503, "busy"), told
                assert int(first.headers["Retry-After"]) >= 1 and fault == faults.OUTAGE, told
            elif asking.is_command and asking.status < 300:
                assert again.document == first.document, told
                assert again.headers.get("Idempotency-Replayed") == "true", told
            assert len(desk.books.entries) == entries, told
            for law in RULES:
                law(desk.books)
    assert tried >= 7 * len(calls)


def test_what_these_routes_call_is_all_that_can_fail(desk: Desk) -> None:
    operations = set()
    for asking in ASKINGS.values():
        desk.put_back()
        operations |= set(desk.ask(asking).calls)

    assert operations == {"BatchGetItem", "Query", "TransactWriteItems", "UpdateItem"}
