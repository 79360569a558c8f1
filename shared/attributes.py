"""Plain values as DynamoDB attribute values, and back: the six types that our records are made of, and bytes.

What boto3's TypeSerializer and TypeDeserializer do of these, without their detour through Decimal and a chain of
questions for each value, which cost a page of records more than reading them (a test holds both against boto3's).
Source: Amazon DynamoDB API Reference, AttributeValue.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

MOST = 10**38
"""DynamoDB keeps 38 digits of a number."""


def attribute(value: Any) -> dict[str, Any]:
    """A str, int, bool, None, bytes, list, tuple or mapping of these. Raises: TypeError, OverflowError."""
    if isinstance(value, str):
        return {"S": value}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, int):
        if not -MOST < value < MOST:
            raise OverflowError("DynamoDB keeps 38 digits of a number")
        return {"N": str(value)}
    if value is None:
        return {"NULL": True}
    if isinstance(value, Mapping):
        return {"M": {name: attribute(inner) for name, inner in value.items()}}
    if isinstance(value, list | tuple):
        return {"L": [attribute(inner) for inner in value]}
    if isinstance(value, bytes):
        return {"B": value}
    raise TypeError(f"no attribute value for {type(value).__name__}")


def plain(value: dict[str, Any]) -> Any:
    """The value of an attribute; numbers as int, or Decimal where they are not whole. Raises: TypeError."""
    for kind, inner in value.items():
        if kind in ("S", "BOOL"):
            return inner
        if kind == "N":
            return _number(inner)
        if kind == "M":
            return {name: plain(one) for name, one in inner.items()}
        if kind == "L":
            return [plain(one) for one in inner]
        if kind == "NULL":
            return None
        if kind == "B":
            return base64.b64decode(inner) if isinstance(inner, str) else inner
        raise TypeError(f"attribute values of type {kind} are none of ours")
    raise TypeError("an attribute value without a type")


def _number(text: str) -> int | Decimal:
    try:
        return int(text)
    except ValueError:
        number = Decimal(text)
        return int(number) if number == number.to_integral_value() else number
