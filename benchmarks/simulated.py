"""Simulated time, and a DynamoDB in it whose transactions conflict as they do on AWS; nothing here is measured.

Clients are threads of which exactly one runs at a time, on a clock that only moves from event to event. A transaction
takes 10 ms, and a quarter of a millisecond for each write beyond four (± 20 %); one that begins while another is at the
wallet is cancelled after half of that, and where `both` so is the other. A condition is judged when the transaction
comes to a free wallet; one that fails says so after half the time and holds nobody up. A read or a single update takes
4 ms; a single update of the wallet while a transaction is at it conflicts as well, and one of an item that takes more
than 1000 write units a second is throttled, without any burst. Expressions are judged by the engine that tests run on.
"""

from __future__ import annotations

import heapq
import itertools
import math
import os
import random
import threading
import types
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from infra.capacity.sizes import item_size

os.environ.setdefault("IOT_MTLS_ENABLED", "0")
from ministack.services import dynamodb as _engine

TRANSACTION, CALL, A_WRITE = 0.010, 0.004, 0.00025
UNITS_A_SECOND, A_WHILE = 1000, 0.1
"""Write units that one item takes a second, reckoned over so many seconds."""
FEW = 4
"""Writes of a transaction that take no longer than one."""
JUDGED = 0.5
"""The share of a transaction after which one that is cancelled is told so."""
BEGUN = datetime(2026, 11, 22, 9, tzinfo=UTC)
Item = dict[str, Any]


class Over(BaseException):
    """The simulated time is up: unwinds a client from wherever it waits."""


class World:
    """Simulated time: `sleep` hands over to whoever is next; exactly one client runs at a time."""

    def __init__(self, seed: int, until: float, skew: float) -> None:
        self.now, self.until, self.skew, self.random = 0.0, until, skew, random.Random(seed)
        self._next: list[tuple[float, int, threading.Semaphore]] = []
        self._order = itertools.count()
        self._done = threading.Semaphore(0)
        self._mine = threading.local()
        self._alive = 0

    def start(self, client: Callable[[], None], at: float) -> None:
        """A client that begins at this time."""
        turn = threading.Semaphore(0)
        heapq.heappush(self._next, (at, next(self._order), turn))
        self._alive += 1

        def live() -> None:
            self._mine.turn, self._mine.deadline = turn, float("inf")
            turn.acquire()
            self._mine.skew = self.random.uniform(-self.skew, self.skew)
            try:
                client()
            except Over:
                pass
            finally:
                self._alive -= 1
                self._hand_over()

        threading.Thread(target=live, daemon=True).start()

    def run(self) -> None:
        """Until every client has ended."""
        self._hand_over()
        self._done.acquire()

    def sleep(self, seconds: float) -> None:
        """Let simulated time pass for this client."""
        if self.now >= self.until:
            raise Over
        mine = self._mine.turn
        heapq.heappush(self._next, (self.now + seconds, next(self._order), mine))
        self._hand_over()
        mine.acquire()

    def _hand_over(self) -> None:
        if not self._next:
            self._done.release()
            return
        at, _, turn = heapq.heappop(self._next)
        self.now = max(self.now, at)
        turn.release()

    def read_clock(self) -> datetime:
        """What the clock of the client that runs says."""
        return BEGUN + timedelta(seconds=self.now + self._mine.skew)

    @property
    def deadline(self) -> float:
        """When the command of the client that runs must be answered."""
        return float(self._mine.deadline)

    @deadline.setter
    def deadline(self, at: float) -> None:
        self._mine.deadline = at


class Cancelled(ClientError):  # type: ignore[misc]
    """As botocore raises it."""


class Failed(ClientError):  # type: ignore[misc]
    """As botocore raises it."""


class Conflicted(ClientError):  # type: ignore[misc]
    """As botocore raises it."""


@dataclass
class Running:
    """A transaction at the wallet: from when to when, and whether another has cancelled it."""

    until: float
    spoiled: bool = False


class Dynamo:
    """The calls that enrolling makes, with conflicts at the wallet."""

    exceptions = types.SimpleNamespace(TransactionCanceledException=Cancelled, ConditionalCheckFailedException=Failed)

    def __init__(self, world: World, *, both: bool) -> None:
        self.world, self.both = world, both
        self.items: dict[tuple[str, str], Item] = {}
        self.at_wallet = Running(0.0)
        self.calls: Counter[str] = Counter()
        self._units: dict[tuple[str, str], tuple[float, float]] = {}

    def batch_get_item(self, RequestItems: Item) -> Item:
        self.calls["read"] += 1
        self.world.sleep(CALL * self._uneven())
        found: dict[str, list[Item]] = {}
        for table, asked in RequestItems.items():
            there = [self.items.get(_place(key)) for key in asked["Keys"]]
            found[table] = [dict(item) for item in there if item]
        return {"Responses": found}

    def update_item(self, **request: Any) -> Item:
        """One at a time, each at once when it comes."""
        self.calls["update"] += 1
        self.world.sleep(CALL / 2 * self._uneven())
        place = _place(request["Key"])
        if place[1] == "WALLET" and self.at_wallet.until > self.world.now:
            error: Any = {"Error": {"Code": "TransactionConflictException"}}
            raise Conflicted(error, "UpdateItem")
        before = self.items.get(place, {})
        holds = _holds(request, before)
        after = _updated(request, before) if holds else before
        self._pay(place, max(item_size(before), item_size(after)))
        self.items[place] = after
        answer = {"Attributes": before if request.get("ReturnValues") == "ALL_OLD" else dict(self.items.get(place, {}))}
        self.world.sleep(CALL / 2 * self._uneven())
        if not holds:
            failed: Any = {"Error": {"Code": "ConditionalCheckFailedException"}} | ({"Item": before} if before else {})
            raise Failed(failed, "UpdateItem")
        return answer

    def transact_write_items(self, TransactItems: list[Item], ClientRequestToken: str) -> None:
        self.calls["transaction"] += 1
        operations = [next(iter(one.values())) for one in TransactItems]
        took = (TRANSACTION + A_WRITE * max(0, len(operations) - FEW)) * self._uneven()
        wallet = next(number for number, one in enumerate(TransactItems) if "Update" in one)
        if self.at_wallet.until > self.world.now:
            self.at_wallet.spoiled |= self.both
            self._cancel(took * JUDGED, len(operations), {wallet: {"Code": "TransactionConflict"}})
        stood = [self.items.get(_place(one.get("Key") or one["Item"]), {}) for one in operations]
        failed = {number: stood[number] for number, one in enumerate(operations) if not _holds(one, stood[number])}
        if failed:
            told = {number: {"Code": "ConditionalCheckFailed", "Item": dict(item)} for number, item in failed.items()}
            self._cancel(took * JUDGED, len(operations), told)
        self.at_wallet = running = Running(self.world.now + took)
        self.world.sleep(took)
        if running.spoiled:
            self._cancel(0, len(operations), {wallet: {"Code": "TransactionConflict"}})
        self.calls["written"] += 1
        for one, before in zip(operations, stood, strict=True):
            if "Item" in one:
                self.items[_place(one["Item"])] = one["Item"]
            elif "UpdateExpression" in one:
                self.items[_place(one["Key"])] = _updated(one, before)

    def _pay(self, place: tuple[str, str], size: int) -> None:
        """Take the write units of an update from what this item has left of its share a second. Raises: Conflicted."""
        at, left = self._units.get(place, (0.0, UNITS_A_SECOND * A_WHILE))
        left = min(UNITS_A_SECOND * A_WHILE, left + (self.world.now - at) * UNITS_A_SECOND) - math.ceil(size / 1024)
        if left < 0:
            self.calls["throttled"] += 1
            error: Any = {"Error": {"Code": "ProvisionedThroughputExceededException"}}
            raise Conflicted(error, "UpdateItem")
        self._units[place] = self.world.now, left

    def _cancel(self, after: float, writes: int, judged: dict[int, Item]) -> None:
        self.calls.update(reason["Code"] for reason in judged.values())
        self.world.sleep(after)
        reasons = [judged.get(number, {"Code": "None"}) for number in range(writes)]
        error: Any = {"Error": {"Code": "TransactionCanceledException"}, "CancellationReasons": reasons}
        raise Cancelled(error, "TransactWriteItems")

    def _uneven(self) -> float:
        return self.world.random.uniform(0.8, 1.2)


def _place(key: Item) -> tuple[str, str]:
    return key["pk"]["S"], key["sk"]["S"]


def _holds(request: Item, item: Item) -> bool:
    condition = request.get("ConditionExpression", "")
    values, names = request.get("ExpressionAttributeValues", {}), request.get("ExpressionAttributeNames", {})
    return bool(_engine._evaluate_condition(condition, item, values, names))


def _updated(request: Item, item: Item) -> Item:
    values, names = request.get("ExpressionAttributeValues", {}), request["ExpressionAttributeNames"]
    before, expression = item or dict(request["Key"]), request["UpdateExpression"]
    after: Item = _engine._apply_update_expression(before, expression, values, names)[0]
    return after
