"""A meter of our own for DynamoDB: which calls were made, and what they cost by the sizes of the items.

Rules: Amazon DynamoDB Developer Guide, "Capacity unit consumption": a write unit per started kilobyte of the item,
twice that in a transaction; a consistent read unit per started 4 kB. Sizes: names and strings by UTF-8 length, numbers
(digits + 1) / 2 + 1 (rounded up), booleans 1, lists and maps 3 and 1 an element.
Only base tables are counted; an update's item size is what the update leaves behind, given as the larger of the
item before and after by DynamoDB's rule; here items are read back after the call.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Self

from botocore.model import OperationModel


def size_of(value: dict[str, Any]) -> int:
    """Bytes of one attribute value as DynamoDB counts them."""
    kind, content = next(iter(value.items()))
    if kind == "S":
        return len(content.encode())
    if kind == "N":
        return (len(content.strip("-")) + 1) // 2 + 1 + content.startswith("-")
    if kind in ("BOOL", "NULL"):
        return 1
    if kind == "L":
        return 3 + sum(1 + size_of(inner) for inner in content)
    if kind == "M":
        return 3 + sum(1 + len(name.encode()) + size_of(inner) for name, inner in content.items())
    raise ValueError(kind)


def item_size(item: dict[str, Any]) -> int:
    """Bytes of an item."""
    return sum(len(name.encode()) + size_of(value) for name, value in item.items())


def write_units(item: dict[str, Any], *, transaction: bool) -> int:
    """Write units of putting this item."""
    return -(-item_size(item) // 1024) * (2 if transaction else 1)


class Meter:
    """Listens at botocore's hooks: `calls` counts operations, `writes` and `units` what transactions wrote."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.calls: Counter[str] = Counter()
        self.writes = 0
        self.units = 0
        self.order: list[str] = []

    def __enter__(self) -> Self:
        self._client.meta.events.register("before-parameter-build.dynamodb", self._begin)
        self._client.meta.events.register("after-call.dynamodb", self._end)
        return self

    def __exit__(self, *_: object) -> None:
        self._client.meta.events.unregister("before-parameter-build.dynamodb", self._begin)
        self._client.meta.events.unregister("after-call.dynamodb", self._end)

    def reset(self) -> None:
        """Forget what was counted."""
        self.calls.clear()
        self.writes = self.units = 0
        self.order.clear()

    def _begin(self, params: dict[str, Any], model: OperationModel, context: dict[str, Any], **_: Any) -> None:
        context["portico_request"] = params

    def _end(self, http_response: Any, parsed: Any, model: OperationModel, context: dict[str, Any], **_: Any) -> None:
        self.calls[model.name] += 1
        self.order.append(model.name)
        if model.name == "TransactWriteItems" and http_response.status_code == 200:
            for write in context["portico_request"]["TransactItems"]:
                self.writes += 1
                self.units += self._units(write)

    def _units(self, write: dict[str, Any]) -> int:
        kind, operation = next(iter(write.items()))
        if kind == "Put":
            return write_units(operation["Item"], transaction=True)
        item = self._client.get_item(TableName=operation["TableName"], Key=operation["Key"])["Item"]
        self.calls["GetItem"] -= 1
        self.order.remove("GetItem")
        return write_units(item, transaction=True)
