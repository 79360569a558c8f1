"""Bare functions: nothing but the calls to DynamoDB that a request of ours made, with the same records.

`by_heart` knows every request as botocore takes it and looks at no answer: less than any real function does. `plain`
has records as plain values, as whoever writes a function by hand has them, and puts boto3's own types between them and
the client, both ways. Neither checks anything, nor decides, nor logs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore import xform_name

from benchmarks.wire import Call

Calls = Callable[[], list[dict[str, Any]]]
_VALUES = frozenset({"Item", "Key", "ExpressionAttributeValues", "ExclusiveStartKey"})
"""Parameters that hold attribute values by name; `Keys` is a list of such."""


def by_heart(client: Any, calls: list[Call]) -> Calls:
    """The same requests again, one after another."""
    known = [(getattr(client, xform_name(call.operation)), call.parameters) for call in calls]
    return lambda: [ask(**parameters) for ask, parameters in known]


def plain(client: Any, calls: list[Call]) -> Calls:
    """The same, from plain records and to plain records."""
    writer, reader = TypeSerializer(), TypeDeserializer()

    def written(values: Mapping[str, Any]) -> dict[str, Any]:
        return {name: writer.serialize(value) for name, value in values.items()}

    def read(values: Mapping[str, Any]) -> dict[str, Any]:
        return {name: _whole(reader.deserialize(value)) for name, value in values.items()}

    known = [
        (getattr(client, xform_name(call.operation)), call.operation, _changed(call.parameters, read)) for call in calls
    ]

    def ask() -> list[dict[str, Any]]:
        found = []
        for call, operation, parameters in known:
            answer = call(**_changed(parameters, written))
            if operation == "BatchGetItem":
                items = [item for items in answer["Responses"].values() for item in items]
            else:
                items = answer.get("Items", [])
            found.append({"Items": [read(item) for item in items]})
        return found

    return ask


def _changed(value: Any, change: Callable[[Mapping[str, Any]], dict[str, Any]]) -> Any:
    """Parameters of a call with all their attribute values changed."""
    if isinstance(value, list):
        return [_changed(one, change) for one in value]
    if not isinstance(value, dict):
        return value
    changed = {}
    for name, inner in value.items():
        if name in _VALUES:
            changed[name] = change(inner)
        elif name == "Keys":
            changed[name] = [change(key) for key in inner]
        else:
            changed[name] = _changed(inner, change)
    return changed


def _whole(value: Any) -> Any:
    """Numbers as int, where boto3 gives Decimal."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value
    if isinstance(value, dict):
        return {name: _whole(inner) for name, inner in value.items()}
    return [_whole(inner) for inner in value] if isinstance(value, list) else value
