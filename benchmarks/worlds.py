"""A partner with little or much behind it, on an engine of its own: what `benchmarks.growth` compares."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from benchmarks.peers.engine import environment
from functions.enroll.enrollment import Enrollment
from functions.wallet.entry import Movement
from functions.wallet.receipt import Command
from functions.wallet.wallet import Wallet
from infra.local.engine import Engine
from shared import cursors, dynamo, keys
from shared.clock import stamp
from shared.ids import EnrollmentKey, new_id
from shared.partner import Partner
from shared.settings import settings

ACTOR = "per_01ARZ3NDEKTSV4RRFFQ69G5FAV"
COST = 10
AT_ONCE = 4
Record = tuple[keys.Key, dict[str, Any]]


@dataclass(frozen=True)
class Size:
    """How much was there before."""

    entries: int
    partners: int
    enrollments: int


LITTLE, MUCH = Size(25, 10, 100), Size(50_000, 10_000, 100_000)


class World:
    """One engine, filled to a size; `here()` points this process at it. Its tables may be another engine's."""

    def __init__(self, running: Engine, size: Size, tables: str) -> None:
        self._environment = environment(running) | {
            "AWS_ENDPOINT_URL_DYNAMODB": tables,
            "CURSOR_SECRET_ARN": "cursors",
            "PLATFORM_DOMAIN": "portico.example",
            "PLATFORM_URL": "http://portico.example",
            "PARTNER_ADDRESSES": "served",
        }
        running.client("secretsmanager").create_secret(Name="cursors", SecretString="of a benchmark")
        self.partner = Partner(new_id("prt"), "Alfa", "default", "active", 0, "it", "Europe/Rome")
        self.course_id, self.organization_id = new_id("crs"), new_id("org")
        self.people = [new_id("con") for _ in range(600)]
        self._client: Any = None
        self.here()
        _fill(self._records(size))

    def here(self) -> None:
        """This process's settings and client are this engine's."""
        os.environ.update(self._environment)
        settings.cache_clear()
        dynamo.client.cache_clear()
        cursors._secret.cache_clear()

    def _records(self, size: Size) -> Iterator[Record]:
        yield from self._partners(size.partners)
        course = {
            "id": self.course_id,
            "title": "Sicurezza",
            "enrollment_cost": COST,
            "all_partners": False,
            "version": 1,
        }
        yield keys.course(self.course_id), course
        assigned = {"course_id": self.course_id, "enrollment_cost": None, "active": True}
        yield keys.assignment(self.partner.id, self.course_id), assigned
        for who in self.people:
            yield keys.contact(self.partner.id, who), {"id": who, "first_name": "Ada", "organization_ids": []}
        yield from self._entries(size.entries)
        for _ in range(size.enrollments):
            yield self._enrollment()

    def _partners(self, number: int) -> Iterator[Record]:
        for partner_id in [self.partner.id, *(new_id("prt") for _ in range(number - 1))]:
            item = {"id": partner_id, "name": "Alfa", "kind": "default", "status": "active", "low_credit_threshold": 0}
            item |= {"language": "it", "time_zone": "Europe/Rome", "created_at": stamp(), "version": 1}
            yield keys.partner(partner_id), item | {"list_pk": keys.PARTNERS, "list_sk": partner_id}

    def _entries(self, number: int) -> Iterator[Record]:
        wallet = Wallet(self.partner.id, available=1_000_000_000)
        for _ in range(number):
            paid_for = {"course_id": self.course_id, "people": [[new_id("con"), 1]]}
            moved = wallet.move(Movement("enrollment", -COST, ACTOR, stamp(), paid_for=paid_for), 0)
            wallet = moved.wallet
            yield keys.entry(self.partner.id, moved.entry.seq), moved.entry.stored()
        yield keys.wallet(self.partner.id), wallet.stored() | {"moved_at": stamp()}

    def _enrollment(self) -> Record:
        made = Enrollment(
            key=EnrollmentKey(self.partner.id, self.course_id, new_id("con"), 1),
            status="enrolled",
            cost=COST,
            enrolled_at=stamp(),
            enrolled_by=ACTOR,
            entry_seq=1,
            organization_id=self.organization_id,
        )
        return keys.enrollment(*made.key), made.stored()

    def command(self) -> Command:
        """A money command under a key of its own."""
        return Command(self.partner, ACTOR, new_id("key"), "same", stamp())


def _fill(records: Iterator[Record]) -> None:
    def write(batch: dict[str, list[Any]]) -> None:
        left = dynamo.client().batch_write_item(RequestItems=batch).get("UnprocessedItems")
        assert not left, left

    def batches() -> Iterator[dict[str, list[Any]]]:
        batch: dict[str, list[Any]] = {}
        for number, (key, item) in enumerate(records, 1):
            put = {"PutRequest": {"Item": dynamo.encode({"pk": key.pk, "sk": key.sk} | item)}}
            batch.setdefault(dynamo.table_name(key.table), []).append(put)
            if number % 25 == 0:
                yield batch
                batch = {}
        if batch:
            yield batch

    with ThreadPoolExecutor(AT_ONCE) as pool:
        waiting: list[Any] = []
        for batch in batches():
            waiting.append(pool.submit(write, batch))
            if len(waiting) > AT_ONCE * 4:
                waiting.pop(0).result()
        for one in waiting:
            one.result()
