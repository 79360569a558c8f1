"""Between botocore and the engine: each call waits for its turn, meets the fault that is planned for it, and is done.

It answers at botocore's hook `before-call`, after the request was written out, so that errors become botocore's own
exceptions. Calls outside of an actor go straight through.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from shared import dynamo
from shared.settings import settings
from tests.faults import faults
from tests.faults.engine import Document, Engine
from tests.faults.scheduler import Abandoned, Scheduler, current

ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "000000000000",
    "AWS_SECRET_ACCESS_KEY": "local",
    "AWS_DEFAULT_REGION": "eu-south-1",
    "STAGE": "test",
    "PLATFORM_NAME": "Portico",
    "PLATFORM_DOMAIN": "portico.example",
    "PLATFORM_URL": "https://portico.example",
    "DEFAULT_LANGUAGE": "en",
    "LEDGER_TABLE": "ledger",
    "PORTAL_TABLE": "portal",
    "BUS_NAME": "portico-test",
    "MAIL_QUEUE_URL": "https://sqs.eu-south-1.amazonaws.com/000000000000/mails",
    "MAIL_SENDER": "portico@portico.example",
    "MAIL_CONFIGURATION_SET": "portico-test",
    "POWERTOOLS_METRICS_NAMESPACE": "Portico",
    "POWERTOOLS_METRICS_DISABLED": "true",
    "POWERTOOLS_SERVICE_NAME": "test",
}


@dataclass
class Wire:
    """`plan` names the fault for the n-th call of an actor: `{(name, n): fault}`; one that can't happen waits."""

    engine: Engine
    scheduler: Scheduler | None = None
    plan: dict[tuple[str, int], str] = field(default_factory=dict)
    rng: random.Random = field(default_factory=lambda: random.Random(0))
    down: set[str] = field(default_factory=set)
    struck: list[str] = field(default_factory=list)
    tearing: float = 0.0

    def ready(
        self, scheduler: Scheduler, plan: dict[tuple[str, int], str], rng: random.Random, tearing: float = 0.0
    ) -> None:
        """For one more schedule; `tearing` is the share of batches of reads that are not one moment."""
        self.scheduler, self.plan, self.rng, self.tearing = scheduler, dict(plan), rng, tearing
        self.down, self.struck = set(), []

    def hook(self, model: Any, params: Document, **_: Any) -> tuple[Any, Document]:
        """botocore's `before-call`."""
        status, document = self.call(model.name, json.loads(params["body"]))
        if status >= 300:
            code = document["__type"].split("#")[-1]
            document = document | {"Error": {"Code": code, "Message": document.get("message", code)}}
        return SimpleNamespace(status_code=status), document | {"ResponseMetadata": {"HTTPStatusCode": status}}

    def call(self, operation: str, request: Document) -> tuple[int, Document]:
        """One call: its turn, its fault, its answer."""
        actor, scheduler = current(), self.scheduler
        if actor is None:
            return self.engine.apply(operation, request)
        if scheduler is None:
            raise Abandoned
        scheduler.wait()
        actor.calls += 1
        name = self._fault(actor.name, actor.calls, operation)
        if name is None and self.tearing and operation == "BatchGetItem" and self.rng.random() < self.tearing:
            name = self.rng.choice(("torn", "receipt_first"))
        call = faults.Call(operation, request, self.engine, scheduler, self.rng)
        scheduler.note(f"{operation}{' ' + name if name else ''}")
        if name is None:
            return call.apply()
        self.struck.append(name)
        if name == faults.OUTAGE:
            return faults.throttled(call)
        return faults.FAULTS[name](call)

    def _fault(self, actor: str, number: int, operation: str) -> str | None:
        if actor in self.down:
            return faults.OUTAGE
        name = self.plan.pop((actor, number), None)
        if name == faults.OUTAGE:
            self.down.add(actor)
        elif name is not None and name not in faults.of_operation(operation):
            self.plan.setdefault((actor, number + 1), name)
            return None
        return name


@contextmanager
def wired() -> Iterator[Wire]:
    """This process's DynamoDB client asks an engine of this process, through a wire."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delitem(os.environ, "AWS_ENDPOINT_URL", raising=False)
        for name, value in ENVIRONMENT.items():
            patch.setitem(os.environ, name, value)
        settings.cache_clear()
        dynamo.client.cache_clear()
        wire = Wire(Engine())
        dynamo.client().meta.events.register("before-call.dynamodb", wire.hook)
        try:
            yield wire
        finally:
            settings.cache_clear()
            dynamo.client.cache_clear()
