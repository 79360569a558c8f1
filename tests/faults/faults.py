"""Every way in which an AWS call goes wrong, each as a function around the call.

A fault gets the call and either answers (status and document, as over the wire) or raises what botocore raises for a
lost answer. `FAULTS` names them all; `of_operation` says which can happen to a call. What the engine can't do itself
(it never conflicts and never throttles) is made here from its true answer: a conflict is never invented beside a
condition that would have held, nor a failed condition that held.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ConnectionClosedError, ReadTimeoutError

from tests.faults.engine import Document, Engine
from tests.faults.scheduler import ProcessDied, Scheduler

Answer = tuple[int, Document]
TRANSACTION, WRITES = "TransactWriteItems", ("UpdateItem", "PutItem", "DeleteItem")
URL = "https://dynamodb.eu-south-1.amazonaws.com"


@dataclass(frozen=True)
class Call:
    """One call as it stands before the wire."""

    operation: str
    request: Document
    engine: Engine
    scheduler: Scheduler
    rng: random.Random

    def apply(self) -> Answer:
        return self.engine.apply(self.operation, self.request)


def refusal(code: str, status: int = 400, **more: Any) -> Answer:
    """An error as AWS words it."""
    return status, {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": code} | more


def _cancelled(reasons: list[Document]) -> Answer:
    codes = ", ".join(reason["Code"] for reason in reasons)
    message = f"Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]"
    return refusal("TransactionCanceledException", CancellationReasons=reasons, Message=message)


def _struck(call: Call, code: str, *, mixed: bool) -> Answer:
    """Cancelled by `code` at one or two places; `mixed` with the conditions that truly do not hold."""
    places = len(call.request["TransactItems"])
    reasons: list[Document] = [{"Code": "None"} for _ in range(places)]
    if mixed:
        reasons = call.engine.would_refuse(call.request) or reasons
    for place in call.rng.sample(range(places), min(places, call.rng.choice((1, 2)))):
        reasons[place] = {"Code": code, "Message": code}
    return _cancelled(reasons)


def throttled(call: Call) -> Answer:
    if call.operation == TRANSACTION and call.rng.random() < 0.5:
        return _struck(call, call.rng.choice(("ThrottlingError", "ProvisionedThroughputExceeded")), mixed=True)
    codes = ("ThrottlingException", "ProvisionedThroughputExceededException", "RequestLimitExceeded")
    return refusal(call.rng.choice(codes))


def conflicted(call: Call) -> Answer:
    """`TransactionConflict` alone."""
    if call.operation == TRANSACTION:
        return _struck(call, "TransactionConflict", mixed=False)
    return refusal("TransactionConflictException")


def conflicted_and_refused(call: Call) -> Answer:
    """`TransactionConflict` beside the conditions that failed."""
    return _struck(call, "TransactionConflict", mixed=True)


def in_progress(call: Call) -> Answer:
    return refusal("TransactionInProgressException")


def lost(call: Call) -> Answer:
    """It is done; the answer never comes."""
    call.apply()
    raise ReadTimeoutError(endpoint_url=URL)


def lost_for_long(call: Call) -> Answer:
    """The same, and the next try comes when the ten minutes of the token are over."""
    call.apply()
    if token := call.request.get("ClientRequestToken"):
        call.engine.forget_token(token)
    raise ReadTimeoutError(endpoint_url=URL)


def delayed(call: Call) -> Answer:
    """No answer in time; it is done at some later moment, maybe after the next try."""
    call.scheduler.later(call.operation, lambda: _arrive(call))
    raise ReadTimeoutError(endpoint_url=URL)


def _arrive(call: Call) -> None:
    call.apply()


def reset_before(call: Call) -> Answer:
    raise ConnectionClosedError(endpoint_url=URL)


def reset_after(call: Call) -> Answer:
    call.apply()
    raise ConnectionClosedError(endpoint_url=URL)


def failed_before(call: Call) -> Answer:
    code = call.rng.choice(("InternalServerError", "ServiceUnavailable"))
    return refusal(code, 503 if code == "ServiceUnavailable" else 500)


def failed_after(call: Call) -> Answer:
    call.apply()
    return refusal("InternalServerError", 500)


def dies_before(call: Call) -> Answer:
    raise ProcessDied(call.operation)


def dies_after(call: Call) -> Answer:
    call.apply()
    raise ProcessDied(call.operation)


def half_answered(call: Call) -> Answer:
    """Some of the keys now, the others left over."""
    asked, left = _halves(call)
    status, document = call.engine.apply(call.operation, {"RequestItems": asked})
    return status, document | {"UnprocessedKeys": left}


def torn(call: Call) -> Answer:
    """Some keys are read earlier than the others: a batch of reads is not one moment, half of a transaction is seen."""
    return _in_two_looks(call, *_halves(call))


def receipt_first(call: Call) -> Answer:
    """The same where it is most dangerous: the receipt was looked for before, all else is seen as it became."""
    every = _asked(call)
    receipts = [one for one in every if one[1]["pk"]["S"].startswith("RECEIPT#")]
    return _in_two_looks(call, _batch(receipts), _batch([one for one in every if one not in receipts]))


def _in_two_looks(call: Call, earlier: Document, later: Document) -> Answer:
    if not earlier or not later:
        return call.apply()
    _, first = call.engine.apply(call.operation, {"RequestItems": earlier})
    call.scheduler.wait()
    status, second = call.engine.apply(call.operation, {"RequestItems": later})
    tables = {*first["Responses"], *second["Responses"]}
    both = {t: first["Responses"].get(t, []) + second["Responses"].get(t, []) for t in sorted(tables)}
    return status, {"Responses": both, "UnprocessedKeys": {}}


def _asked(call: Call) -> list[tuple[str, Document]]:
    return [(table, key) for table, asked in call.request["RequestItems"].items() for key in asked["Keys"]]


def _halves(call: Call) -> tuple[Document, Document]:
    """The keys of a BatchGetItem in two halves, drawn; the first has at least one."""
    every = _asked(call)
    call.rng.shuffle(every)
    cut = call.rng.randrange(1, len(every)) if len(every) > 1 else 1
    return _batch(every[:cut]), _batch(every[cut:])


def _batch(keys: list[tuple[str, Document]]) -> Document:
    asked: Document = {}
    for table, key in keys:
        asked.setdefault(table, {"ConsistentRead": True, "Keys": []})["Keys"].append(key)
    return asked


Fault = Callable[[Call], Answer]
_ANYWHERE: tuple[Fault, ...] = (throttled, reset_before, failed_before, dies_before, dies_after, lost)
_OF_WRITES: tuple[Fault, ...] = (conflicted, reset_after, failed_after, delayed)
_OF_TRANSACTIONS: tuple[Fault, ...] = (conflicted_and_refused, in_progress, lost_for_long)
_OF_BATCHES: tuple[Fault, ...] = (torn, receipt_first, half_answered)
FAULTS: dict[str, Fault] = {
    fault.__name__: fault for fault in (*_ANYWHERE, *_OF_WRITES, *_OF_TRANSACTIONS, *_OF_BATCHES)
}
OUTAGE = "outage"
"""All of an actor's calls fail from one on, until it gives up and is started anew."""


def of_operation(operation: str) -> list[str]:
    """The names of the faults that can happen to this operation of DynamoDB."""
    kinds = [*_ANYWHERE]
    if operation == TRANSACTION or operation in WRITES:
        kinds += _OF_WRITES
    if operation == TRANSACTION:
        kinds += _OF_TRANSACTIONS
    if operation == "BatchGetItem":
        kinds += _OF_BATCHES
    return [fault.__name__ for fault in kinds]
