"""The two tables in this process: the engine's own DynamoDB, asked without HTTP.

What was measured, for the choice (2 cores, Python 3.11, one scenario of 14 calls): ministack's service functions
called here 0.5 ms a call and botocore around them 0.6 ms (hook `before-call`) or 1.0 ms (`before-send`, which also
parses and retries); the same engine over HTTP 3 to 5 ms. An engine of our own would save the 0.5 ms and would have to
be proven against this one first; moto was no choice (its ClientRequestToken applies a write twice). So it is the very
engine that tests/money runs on, with schedules strictly serialised, and nothing between to be proven.

What the engine can't do is added by `faults`: it never conflicts, never throttles, loses no answer.
"""

from __future__ import annotations

import copy
import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.money.conftest import INDEXES

os.environ.setdefault("IOT_MTLS_ENABLED", "0")
from ministack.services import dynamodb as _engine

Document = dict[str, Any]
_OPERATIONS: dict[str, Callable[[Document], tuple[int, Any, Any]]] = {
    "TransactWriteItems": _engine._transact_write_items,
    "BatchGetItem": _engine._batch_get_item,
    "Query": _engine._query,
    "UpdateItem": _engine._update_item,
    "PutItem": _engine._put_item,
    "GetItem": _engine._get_item,
    "DeleteItem": _engine._delete_item,
}
TABLES = ("ledger", "portal")


@dataclass(frozen=True)
class Change:
    """One write of one item as its stream tells it; `step` counts the calls that were applied before."""

    step: int
    table: str
    record: Document

    @property
    def before(self) -> Document | None:
        image: Document | None = self.record["dynamodb"].get("OldImage")
        return image

    @property
    def after(self) -> Document | None:
        image: Document | None = self.record["dynamodb"].get("NewImage")
        return image


Snapshot = dict[str, list[Document]]


class Engine:
    """The tables Ledger and Portal with their streams; one in a process, emptied or put back between schedules."""

    def __init__(self) -> None:
        self._pristine: dict[str, Document] = {}
        self.restore({table: [] for table in TABLES})

    def apply(self, operation: str, request: Document) -> tuple[int, Document]:
        """Do it now. Returns: the HTTP status and the document, as they would come over the wire."""
        status, _, body = _OPERATIONS[operation](request)
        self.step += 1
        self._note()
        return status, json.loads(body)

    def would_refuse(self, request: Document) -> list[Document] | None:
        """The cancellation reasons that a transaction would meet now; None if it would go through. Writes nothing."""
        checks = []
        for write in request["TransactItems"]:
            operation = next(iter(write.values()))
            key = operation.get("Key") or {name: operation["Item"][name] for name in ("pk", "sk")}
            always = "attribute_exists(pk) OR attribute_not_exists(pk)"
            check = {"TableName": operation["TableName"], "Key": key, "ConditionExpression": always}
            if condition := operation.get("ConditionExpression"):
                names = ("ExpressionAttributeNames", "ExpressionAttributeValues", "ReturnValuesOnConditionCheckFailure")
                check |= {"ConditionExpression": condition} | {n: operation[n] for n in names if n in operation}
                _only_used(check)
            checks.append({"ConditionCheck": check})
        status, _, body = _engine._transact_write_items({"TransactItems": checks})
        if status == 200:
            return None
        document = json.loads(body)
        assert document["__type"].endswith("TransactionCanceledException"), document
        reasons: list[Document] = document["CancellationReasons"]
        return reasons

    def forget_token(self, token: str) -> None:
        """The ten minutes in which a ClientRequestToken is known are over."""
        _engine._txn_idempotency.pop(token, None)

    def items(self) -> dict[tuple[str, str, str], Document]:
        """Every item by table, pk and sk."""
        return {
            (table, pk, sk): item
            for table in TABLES
            for pk, rows in _engine._tables[table]["items"].items()
            for sk, item in rows.items()
        }

    def snapshot(self) -> Snapshot:
        """All items, to be put back. The engine replaces items and never changes one, so that they need no copies."""
        held = self.items()
        return {table: [held[at] for at in held if at[0] == table] for table in TABLES}

    def restore(self, snapshot: Snapshot) -> None:
        """Exactly these items; streams, tokens and counters begin anew."""
        _engine._txn_idempotency.clear()
        for table in TABLES:
            if table not in self._pristine:
                _engine._tables.pop(table, None)
                _make(table)
                self._pristine[table] = copy.deepcopy(_engine._tables[table])
            _engine._tables[table] = fresh = copy.deepcopy(self._pristine[table])
            for item in snapshot[table]:
                _engine._set_item(fresh, item["pk"]["S"], item["sk"]["S"], item)
            _engine._stream_records[table] = []
        self.step = 0
        self.changes: list[Change] = []
        self._seen = dict.fromkeys(TABLES, 0)

    def _note(self) -> None:
        for table in TABLES:
            records = _engine._stream_records[table]
            for record in records[self._seen[table] :]:
                self.changes.append(Change(self.step, table, record))
            self._seen[table] = len(records)


def _only_used(check: Document) -> None:
    """A condition may not come with names or values that only the update spoke of."""
    for field in ("ExpressionAttributeNames", "ExpressionAttributeValues"):
        said = set(re.findall(r"[#:]\w+", check["ConditionExpression"]))
        used = {name: value for name, value in check.pop(field, {}).items() if name in said}
        if used:
            check[field] = used


def _make(table: str) -> None:
    indexes = INDEXES if table == "portal" else {}
    names = ("pk", "sk", *(("list_sk", *indexes.values()) if indexes else ()))
    request: Document = {
        "TableName": table,
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        "AttributeDefinitions": [{"AttributeName": name, "AttributeType": "S"} for name in names],
        "BillingMode": "PAY_PER_REQUEST",
        "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    }
    if indexes:
        request["GlobalSecondaryIndexes"] = [
            {
                "IndexName": index,
                "KeySchema": [
                    {"AttributeName": pk, "KeyType": "HASH"},
                    {"AttributeName": "list_sk", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
            for index, pk in indexes.items()
        ]
    status, _, body = _engine._create_table(request)
    assert status == 200, body
