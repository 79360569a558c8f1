"""From the tables' streams to the mails, as AWS delivers: at least once, in batches cut anywhere, late, out of order.

Lambda reads each table's stream in order and comes back to what failed; a record that fails for good is set aside
after some tries, alone (`BisectBatchOnFunctionError`). The bus and both queues give messages in any order, some of them
twice, to two processes at once if it comes to that; what fails or dies is visible again later, when the clock went on.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.notify import compose_handler, publish_handler, send_handler
from tests.faults import faults
from tests.faults.engine import TABLES, Document, Engine
from tests.faults.post import Post
from tests.faults.scheduler import Actor, Choice, ProcessDied, Scheduler

VISIBLE_AGAIN = 360.0
"""Seconds until a message that was not done is visible again; longer than a function may run."""
SET_ASIDE = 3
"""Tries of a stream record by itself before it goes to the bucket of failed batches."""
ROUNDS = 400
_OPERATIONS = ("GetItem", "PutItem", "UpdateItem", "DeleteItem", "BatchGetItem", "Query")


class Context(LambdaContext):
    """What Lambda passes beside the event."""

    def __init__(self) -> None:
        self._aws_request_id = "request-1"
        self._function_name = "test"

    @staticmethod
    def get_remaining_time_in_millis() -> int:
        return 30_000


@dataclass
class Delivery:
    """Delivers until nothing is left; `chance` of a fault at each call while there are to be faults."""

    post: Post
    engine: Engine
    rng: random.Random
    chance: float
    clock: float = 0.0
    handed: int = 0
    facts: list[str] = field(default_factory=list)
    mails: list[str] = field(default_factory=list)
    aside: list[Document] = field(default_factory=list)
    failures: Counter[str] = field(default_factory=Counter)
    trace: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Raises: AssertionError when it does not come to an end."""
        streams = {table: self._stream(table) for table in TABLES}
        for number in range(ROUNDS):
            self.post.chance = self.chance if number < ROUNDS // 4 else 0.0
            left = [name for name, work in (*streams.items(), ("facts", self.facts), ("mails", self.mails)) if work]
            if not left:
                return
            name = self.rng.choice(left)
            if name in streams:
                self._publish(streams[name])
            elif name == "facts":
                self._consume(self.facts, compose_handler.handler)
            else:
                self._consume(self.mails, send_handler.handler)
            self.clock += VISIBLE_AGAIN
        raise AssertionError(f"not delivered after {ROUNDS} rounds: {left}")

    def _stream(self, table: str) -> list[Document]:
        """The records that the mapping's filter lets through: those with facts."""
        changes = [change for change in self.engine.changes if change.table == table]
        return [change.record for change in changes if "facts" in (change.after or {})]

    def _publish(self, stream: list[Document]) -> None:
        """One batch from where the reader stands."""
        batch = stream[: self.rng.randint(1, len(stream))]
        said = self._invoke(publish_handler.handler, [{"Records": batch}])[0]
        numbers = [record["dynamodb"]["SequenceNumber"] for record in batch]
        failed = [one["itemIdentifier"] for one in said["batchItemFailures"]] if said else numbers[:1]
        done = min((numbers.index(number) for number in failed), default=len(batch))
        del stream[:done]
        if failed and done == 0:
            self.failures[numbers[0]] += said is not None
            if self.failures[numbers[0]] >= SET_ASIDE and not self.post.chance:
                self.aside.append(stream.pop(0))
        self._route()

    def _route(self) -> None:
        """The rule: what is on the bus goes to the queue of facts, now and then twice."""
        for event in self.post.events[self.handed :]:
            self.facts += [json.dumps(event)] * self._times()
        self.handed = len(self.post.events)

    def _consume(self, queue: list[str], handler: Any) -> None:
        """Some messages in any order to one process, or overlapping ones to two at once."""
        self.rng.shuffle(queue)
        first = queue[: self.rng.randint(1, min(10, len(queue)))]
        batches = [first]
        if self.rng.random() < 0.3:
            batches.append(self.rng.sample(queue, self.rng.randint(1, min(10, len(queue)))))
        events = [{"Records": [_message(number, body) for number, body in enumerate(batch)]} for batch in batches]
        done: set[str] = set()
        for batch, said in zip(batches, self._invoke(handler, events), strict=True):
            failed = {one["itemIdentifier"] for one in said["batchItemFailures"]} if said else {None}
            done |= {body for number, body in enumerate(batch) if failed != {None} and f"m{number}" not in failed}
        queue[:] = [body for body in queue if body not in done or (self.post.chance and self.rng.random() < 0.1)]
        for body in self.post.queued:
            self.mails += [body] * self._times()
        self.post.queued.clear()

    def _times(self) -> int:
        return 2 if self.post.chance and self.rng.random() < 0.15 else 1

    def _invoke(self, handler: Any, events: list[Document]) -> list[Any]:
        """Each event in a process of its own, at once; None where the process died."""
        said: list[Any] = [None] * len(events)
        skew = (
            timedelta(minutes=self.rng.choice((0, 15, -15))) if len(events) == 1 and self.post.chance else timedelta()
        )

        def acting(place: int) -> Any:
            def act() -> None:
                try:
                    said[place] = handler(events[place], Context())
                except ProcessDied:
                    self.trace.append("died")

            return act

        names = [f"p{place}" for place in range(len(events))]
        scheduler = Scheduler(Choice(self.rng))
        plan = {(name, self.rng.randint(1, 6)): self._fault() for name in names if self._strikes()}
        self.post.wire.ready(scheduler, plan, self.rng)
        self.post._last.clear()
        scheduler.run([Actor(name, acting(place), skew, self.clock) for place, name in enumerate(names)])
        self.post.wire.scheduler = None
        self.trace += [f"{handler.__module__} {line}" for line in scheduler.trace]
        return said

    def _strikes(self) -> bool:
        return self.rng.random() < self.post.chance * 2

    def _fault(self) -> str:
        kinds = {kind for operation in _OPERATIONS for kind in faults.of_operation(operation)} - {"delayed"}
        return self.rng.choice(sorted(kinds))


def _message(number: int, body: str) -> Document:
    return {"messageId": f"m{number}", "receiptHandle": "r", "body": body, "attributes": {}, "eventSource": "aws:sqs"}
