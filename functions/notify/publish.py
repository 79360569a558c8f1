"""Put what records newly state on the bus, in the order in which it was stated.

A record carries its latest facts (`shared/events.py`); they are new when the id of its outbox changed. The order
of a stream is kept: what cannot be put now is reported with its sequence number, and Lambda comes back with it and
everything behind it. Facts behind it that did get through are then published again: delivery is at least once, and
whoever acts on a fact does so once by its id. The mapping comes back for six hours, then keeps the batch in the
bucket of failed batches, from where `make replay` gives it to us again.

A record that is no fact at all (a bug of ours) is reported too, so that it ends in that bucket; but the facts behind it
are published meanwhile, because Lambda may give up the rest of the batch together with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from functions.notify.fact import NotAFact, Stated
from shared import aws
from shared.dynamo import decode
from shared.patience import Patience, patiently
from shared.problems import Problem
from shared.settings import settings
from shared.telemetry import logger

ENTRIES_A_CALL = 10
"""PutEvents' own limit."""


@dataclass(frozen=True)
class Outgoing:
    """A fact on its way, and the stream record that states it."""

    sequence_number: str
    stated: Stated

    def entry(self) -> dict[str, str]:
        """Its entry of PutEvents."""
        return {
            "Source": self.stated.source,
            "DetailType": self.stated.type,
            "Detail": json.dumps(self.stated.detail, ensure_ascii=False, separators=(",", ":")),
            "EventBusName": settings().bus_name,
        }


@cache
def bus() -> Any:
    """The one EventBridge client of this process; `patience` retries, not the client."""
    from botocore.config import Config

    return aws.client("events", Config(connect_timeout=2, read_timeout=5, retries={"total_max_attempts": 1}))


def publish(records: Iterable[dict[str, Any]]) -> str | None:
    """Publish what these stream records newly state.

    Returns: the sequence number of the first record that has to come again, None when all is published.
    Raises: ClientError when the bus refuses us altogether (not there, not allowed).
    """
    outgoing: list[Outgoing] = []
    first_poisoned: str | None = None
    for record in records:
        sequence_number = record["dynamodb"]["SequenceNumber"]
        try:
            outgoing += [Outgoing(sequence_number, stated) for stated in newly_stated(record)]
        except NotAFact as error:
            logger().error("not a fact", extra={"sequence_number": sequence_number, "why": str(error)})
            first_poisoned = first_poisoned or sequence_number
    first_failed = _put_all(outgoing)
    come_again = [number for number in (first_poisoned, first_failed) if number]
    return min(come_again, key=int, default=None)


def newly_stated(record: dict[str, Any]) -> list[Stated]:
    """The facts that this write of a record added; none when its outbox stayed as it was.

    Raises: NotAFact.
    """
    images = record["dynamodb"]
    after, before = images.get("NewImage", {}).get("facts"), images.get("OldImage", {}).get("facts")
    if after is None:
        return []
    try:
        outbox = decode({"facts": after})["facts"]
        unchanged = before is not None and decode({"facts": before})["facts"]["id"] == outbox["id"]
        stated = outbox["all"]
    except (KeyError, TypeError, AttributeError):
        raise NotAFact("not an outbox") from None
    if not isinstance(stated, list) or not stated:
        raise NotAFact("an outbox without facts")
    return [] if unchanged else [Stated.of(detail) for detail in stated]


def _put_all(outgoing: Sequence[Outgoing]) -> str | None:
    """Put them ten at a time; the sequence number of the first that would not go."""
    for start in range(0, len(outgoing), ENTRIES_A_CALL):
        if left := _put(outgoing[start : start + ENTRIES_A_CALL]):
            logger().error("not published", extra={"fact_ids": [one.stated.id for one in left]})
            return left[0].sequence_number
    return None


def _put(chunk: Sequence[Outgoing]) -> Sequence[Outgoing]:
    """Put these, trying again those that PutEvents left out; returns what still would not go."""
    patience = Patience()
    try:
        while chunk:
            entries = [one.entry() for one in chunk]
            answer = patiently(lambda entries=entries: bus().put_events(Entries=entries), patience)  # type: ignore[misc]
            told = zip(chunk, answer["Entries"], strict=True)
            chunk = [one for one, outcome in told if "ErrorCode" in outcome]
            if chunk:
                patience.again()
    except Problem:
        return chunk
    return []
