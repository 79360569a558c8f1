"""EventBridge, SQS and SES in this process, behind botocore's `before-send`: whole clients, retries and parsing too.

They keep what they are given. What they are asked meets a fault if one is planned for that call: throttled, 500, reset,
lost after it was done, a death before or after, and of a batch only some taken.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta, timezone
from types import SimpleNamespace
from typing import Any

import botocore.handlers
import pytest
from aws_lambda_powertools.utilities.idempotency import base as powertools
from aws_lambda_powertools.utilities.idempotency.persistence import base, datarecord, dynamodb
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError

from functions.notify import mail_queue, publish, send
from shared import aws, clock
from shared.patience import answer_within
from tests.faults.engine import Document
from tests.faults.faults import refusal
from tests.faults.scheduler import ProcessDied, current
from tests.faults.wire import Wire

URL = "https://amazonaws.com"
FAULTS = ("throttled", "failed", "reset", "partly", "dies_before", "lost", "failed_after", "dies_after")
UNKNOWN = frozenset({"lost", "failed_after", "dies_after"})
"""Faults after which whoever called can't know that it was done."""
_THROTTLES = {
    "PutEvents": "ThrottlingException",
    "SendMessageBatch": "ThrottlingException",
    "SendEmail": "TooManyRequestsException",
}
Mail = tuple[str, str]
"""A fact's id and an address."""


@dataclass
class Post:
    """What was put on the bus, queued and mailed; `unknown` counts for each mail how often its fate was not known."""

    wire: Wire
    rng: random.Random
    chance: float = 0.0
    forced: list[tuple[str, str]] = field(default_factory=list)
    events: list[Document] = field(default_factory=list)
    queued: list[str] = field(default_factory=list)
    mails: Counter[Mail] = field(default_factory=Counter)
    unknown: Counter[Mail] = field(default_factory=Counter)
    struck: Counter[str] = field(default_factory=Counter)
    _last: dict[str, Mail] = field(default_factory=dict)

    def hook(self, request: Any, event_name: str, **_: Any) -> AWSResponse:
        """botocore's `before-send`."""
        operation = event_name.rsplit(".", 1)[1]
        body = json.loads(request.body) if request.body else {}
        if ".dynamodb." in event_name:
            status, document = self._records(operation, body)
        else:
            status, document = self._serve(operation, body)
        error = {"x-amzn-errortype": document["__type"]} if status >= 300 else {}
        return AWSResponse(request.url, status, error, _Raw(json.dumps(document).encode()))

    def _records(self, operation: str, request: Document) -> tuple[int, Document]:
        """DynamoDB as Powertools asks it; a fault when it notes a mail as sent leaves the mail's fate unknown."""
        actor, before = current(), len(self.wire.struck)
        try:
            return self.wire.call(operation, request)
        finally:
            name = actor.name if actor else ""
            if len(self.wire.struck) > before and operation == "UpdateItem" and name in self._last:
                self.unknown[self._last[name]] += 1

    def _serve(self, operation: str, request: Document) -> tuple[int, Document]:
        if self.wire.scheduler:
            self.wire.scheduler.wait()
        fault = self._fault(operation)
        if fault == "partly" and operation == "SendEmail":
            fault = "throttled"
        if fault:
            self.struck[f"{operation} {fault}"] += 1
        if fault == "dies_before":
            raise ProcessDied(operation)
        if fault == "reset":
            raise ConnectionClosedError(endpoint_url=URL)
        if fault == "throttled":
            return refusal(_THROTTLES[operation], 429 if operation == "SendEmail" else 400)
        if fault == "failed":
            return refusal("InternalFailure", 500)
        taken = getattr(self, f"_{operation}")(request, fault)
        if fault == "dies_after":
            raise ProcessDied(operation)
        if fault == "lost":
            raise ReadTimeoutError(endpoint_url=URL)
        return (500, refusal("InternalFailure")[1]) if fault == "failed_after" else (200, taken)

    def _fault(self, operation: str) -> str | None:
        """One that is forced comes at the first call of its operation, and once."""
        for one in self.forced:
            if one[0] == operation:
                self.forced.remove(one)
                return one[1]
        return self.rng.choice(FAULTS) if current() and self.rng.random() < self.chance else None

    def _PutEvents(self, request: Document, fault: str | None) -> Document:
        outcomes: list[Document] = []
        for entry in request["Entries"]:
            if fault == "partly" and self.rng.random() < 0.5:
                outcomes.append({"ErrorCode": "InternalFailure", "ErrorMessage": "not now"})
                continue
            detail = json.loads(entry["Detail"])
            self.events.append({"source": entry["Source"], "detail-type": entry["DetailType"], "detail": detail})
            outcomes.append({"EventId": f"e{len(self.events)}"})
        return {"FailedEntryCount": sum("ErrorCode" in one for one in outcomes), "Entries": outcomes}

    def _SendMessageBatch(self, request: Document, fault: str | None) -> Document:
        done: list[Document] = []
        failed: list[Document] = []
        for entry in request["Entries"]:
            if fault == "partly" and self.rng.random() < 0.5:
                failed.append({"Id": entry["Id"], "SenderFault": False, "Code": "InternalError"})
                continue
            self.queued.append(entry["MessageBody"])
            done.append({"Id": entry["Id"], "MessageId": f"m{len(self.queued)}", "MD5OfMessageBody": _md5(entry)})
        return {"Successful": done} | ({"Failed": failed} if failed else {})

    def _SendEmail(self, request: Document, fault: str | None) -> Document:
        headers = {header["Name"]: header["Value"] for header in request["Content"]["Simple"]["Headers"]}
        mail = headers["X-Portico-Fact"], request["Destination"]["ToAddresses"][0]
        self.mails[mail] += 1
        if actor := current():
            self._last[actor.name] = mail
        if fault in UNKNOWN:
            self.unknown[mail] += 1
        return {"MessageId": f"ses-{self.mails.total()}"}


def _md5(entry: Document) -> str:
    return hashlib.md5(entry["MessageBody"].encode(), usedforsecurity=False).hexdigest()


class _Raw:
    """A body as urllib3 hands it."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self, *_: Any, **__: Any) -> Iterator[bytes]:
        yield self._body


@contextmanager
def posted(wire: Wire) -> Iterator[Post]:
    """Notify's clients ask this post; Powertools reads the clock of whoever acts."""
    post = Post(wire, random.Random(0))
    fresh = (aws._session, publish.bus, mail_queue.sqs, send.ses, send.sending)
    with pytest.MonkeyPatch.context() as patch:
        handlers = [*botocore.handlers.BUILTIN_HANDLERS, ("before-send", post.hook)]
        patch.setattr(botocore.handlers, "BUILTIN_HANDLERS", handlers)
        here = SimpleNamespace(datetime=vars(clock)["datetime"], timedelta=timedelta, timezone=timezone)
        for module in (powertools, base, datarecord, dynamodb):
            patch.setattr(module, "dt", here)
        for cached in fresh:
            cached.cache_clear()
        try:
            yield post
        finally:
            answer_within(float("inf"))  # what a handler was given would bind the tests that come after
            for cached in fresh:
                cached.cache_clear()
