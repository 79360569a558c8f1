"""A meter of our own for DynamoDB: which calls a client made, in which order, and the capacity units they consumed.

It listens at botocore's hooks and reads the items that a call writes before and after it, by a client of its own; the
rules are those of `infra.capacity.units`. Right while nobody else writes the same items at the same time.
"""

from __future__ import annotations

import threading
from collections import Counter
from functools import partial
from typing import Any, Self

import boto3

from infra.capacity.sizes import Image, item_size
from infra.capacity.units import Index, Units, looked_at, read_each, read_range, written
from infra.capacity.words import word_of

WRITES = {"PutItem": "Put", "UpdateItem": "Update", "DeleteItem": "Delete"}
REFUSED = ("ConditionalCheckFailedException", "TransactionCanceledException")
UNMETERED = ("FilterExpression", "ProjectionExpression", "Select")
"""What lets a query read more than it brings: nobody here asks so."""

__all__ = ["Meter", "item_size"]


class Meter:
    """`calls` counts operations, `order` lists them; `used` are all units, `units` the tables' write units alone,
    `writes` how many writes transactions made that went through; `read` and `written` say which records, in words."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._own = boto3.client("dynamodb", endpoint_url=client.meta.endpoint_url)
        self._own.is_meter = True  # what counts waits leaves it out
        self._lock = threading.Lock()
        self._indexes: dict[str, list[Index]] = {}
        self._committed: set[str] = set()
        self.reset()

    def __enter__(self) -> Self:
        self._client.meta.events.register("before-parameter-build.dynamodb", self._begin)
        self._client.meta.events.register("after-call.dynamodb", self._end)
        return self

    def __exit__(self, *_: object) -> None:
        self._client.meta.events.unregister("before-parameter-build.dynamodb", self._begin)
        self._client.meta.events.unregister("after-call.dynamodb", self._end)

    @property
    def units(self) -> int:
        return self.used.writes

    def reset(self) -> None:
        """Forget what was counted."""
        self.calls: Counter[str] = Counter()
        self.order: list[str] = []
        self.used = Units()
        self.writes = 0
        self.read: Counter[str] = Counter()
        self.written: Counter[str] = Counter()

    def _begin(self, params: dict[str, Any], model: Any, context: dict[str, Any], **_: Any) -> None:
        context["portico_request"] = params
        context["portico_before"] = [self._stands(write) for write in _writes_of(model.name, params)]

    def _end(self, http_response: Any, parsed: Any, model: Any, context: dict[str, Any], **_: Any) -> None:
        request, before = context["portico_request"], context["portico_before"]
        used = self._used(model.name, request, before, parsed)
        with self._lock:
            self.calls[model.name] += 1
            self.order.append(model.name)
            self.used += used
            self.read.update(_read_words(model.name, request, parsed))
            self.written.update(_written_words(model.name, request))
            if model.name == "TransactWriteItems" and "Error" not in parsed:
                self.writes += len(before)

    def _used(self, name: str, request: dict[str, Any], before: list[Image | None], parsed: dict[str, Any]) -> Units:
        transaction = name.startswith("Transact")
        if "Error" in parsed:
            refused = parsed["Error"].get("Code") in REFUSED
            return _sum(looked_at(stood, transaction=transaction) for stood in before) if refused else Units()
        if name == "TransactWriteItems" and self._repeated(request.get("ClientRequestToken")):
            return read_each(before, consistent=True, transaction=True)
        if before:
            writes = _writes_of(name, request)
            return _sum(self._written(*one, transaction) for one in zip(writes, before, strict=True))
        return _read(name, request, parsed)

    def _repeated(self, token: str | None) -> bool:
        """Whether this transaction went through before under the same token: then it only reads."""
        with self._lock:
            known = token in self._committed
            self._committed |= {token} if token else set()
            return known

    def _written(self, write: dict[str, Any], before: Image | None, transaction: bool) -> Units:
        [(kind, operation)] = write.items()
        if kind == "ConditionCheck":
            return looked_at(before, transaction=transaction)
        after = operation["Item"] if kind == "Put" else None if kind == "Delete" else self._stands(write)
        return written(before, after, self._of_table(operation["TableName"]), transaction=transaction)

    def _stands(self, write: dict[str, Any]) -> Image | None:
        """What stands now where a write is to go."""
        [(_, operation)] = write.items()
        item = operation.get("Item") or operation["Key"]
        key = {name: item[name] for name in ("pk", "sk")}
        found = self._own.get_item(TableName=operation["TableName"], Key=key, ConsistentRead=True)
        item = found.get("Item")
        return dict(item) if item else None

    def _of_table(self, name: str) -> list[Index]:
        if name not in self._indexes:
            table = self._own.describe_table(TableName=name)["Table"]
            found = table.get("GlobalSecondaryIndexes", [])
            assert all(one["Projection"]["ProjectionType"] == "ALL" for one in found)
            self._indexes[name] = [_index(one) for one in found]
        return self._indexes[name]


def _index(described: dict[str, Any]) -> Index:
    parts = {one["KeyType"]: one["AttributeName"] for one in described["KeySchema"]}
    return Index(described["IndexName"], parts["HASH"], parts["RANGE"])


def _writes_of(name: str, request: dict[str, Any]) -> list[dict[str, Any]]:
    if name == "TransactWriteItems":
        return list(request["TransactItems"])
    if name == "BatchWriteItem":
        return [
            {kind.removesuffix("Request"): one | {"TableName": table}}
            for table, writes in request["RequestItems"].items()
            for write in writes
            for kind, one in write.items()
        ]
    return [{WRITES[name]: request}] if name in WRITES else []


def _read(name: str, request: dict[str, Any], parsed: dict[str, Any]) -> Units:
    if name == "GetItem":
        return read_each([parsed.get("Item")], consistent=request.get("ConsistentRead", False))
    if name == "BatchGetItem":
        return _sum(_of_batch(request["RequestItems"], parsed, table) for table in request["RequestItems"])
    if name in ("Query", "Scan"):
        assert not any(word in request for word in UNMETERED), "it may read more than it brings"
        return read_range(parsed["Items"], consistent=request.get("ConsistentRead", False))
    if name == "TransactGetItems":
        items = [one.get("Item") for one in parsed["Responses"]]
        return read_each(items, consistent=True, transaction=True)
    return Units()


def _of_batch(asked: dict[str, Any], parsed: dict[str, Any], table: str) -> Units:
    found = parsed["Responses"].get(table, [])
    left = len(parsed.get("UnprocessedKeys", {}).get(table, {}).get("Keys", []))
    missing = len(asked[table]["Keys"]) - len(found) - left
    return read_each([*found, *[None] * missing], consistent=asked[table].get("ConsistentRead", False))


def _read_words(name: str, request: dict[str, Any], parsed: dict[str, Any]) -> list[str]:
    if name == "BatchGetItem":
        asked = [key for table in request["RequestItems"].values() for key in table["Keys"]]
        return [word_of(key["pk"]["S"], key["sk"]["S"]) for key in asked]
    if name == "Query" and "Items" in parsed:
        kind = word_of(request["ExpressionAttributeValues"][":pk"]["S"])
        shown = min(len(parsed["Items"]), request.get("Limit", 2) - 1)
        return [f"{'index' if 'IndexName' in request else 'list'}({shown}*{kind})"]
    return []


def _written_words(name: str, request: dict[str, Any]) -> list[str]:
    found = []
    for write in _writes_of(name, request):
        [(_, operation)] = write.items()
        key = operation.get("Item") or operation["Key"]
        found.append(word_of(key["pk"]["S"], key["sk"]["S"]) + ("" if name.startswith("Transact") else "!"))
    return found


_sum = partial(sum, start=Units())
