"""Bytes of an item as DynamoDB counts them for capacity units (not for storage, which adds an overhead of its own).

Source: Amazon DynamoDB Developer Guide, "Item sizes and formats": names and strings by UTF-8 length, binary by its raw
length, a number about one byte for two significant digits and one more (zeros at either end don't count, a minus is a
byte), null and boolean one byte, lists and maps three bytes and one more for each element.
"""

from __future__ import annotations

from base64 import b64decode
from decimal import Decimal, localcontext
from typing import Any

SIGNIFICANT_DIGITS = 38
"""As many as DynamoDB keeps of a number."""
Image = dict[str, Any]
"""An item as attribute values of DynamoDB's wire: `{"pk": {"S": "…"}}`; binary values as bytes or in base64."""


def size_of(value: dict[str, Any]) -> int:
    """Bytes of one attribute value."""
    [(kind, content)] = value.items()
    match kind:
        case "S":
            return len(content.encode())
        case "N":
            return _number(content)
        case "B":
            return len(b64decode(content) if isinstance(content, str) else content)
        case "BOOL" | "NULL":
            return 1
        case "L":
            return 3 + sum(1 + size_of(inner) for inner in content)
        case "M":
            return 3 + sum(1 + len(name.encode()) + size_of(inner) for name, inner in content.items())
        case "SS" | "NS" | "BS":
            return sum(size_of({kind[0]: inner}) for inner in content)
        case _:
            raise ValueError(kind)


def item_size(item: Image) -> int:
    """Bytes of an item, the names of its attributes included."""
    return sum(len(name.encode()) + size_of(value) for name, value in item.items())


def _number(text: str) -> int:
    """Two decimal digits a byte, in pairs that begin at the decimal point."""
    with localcontext() as exact:
        exact.prec = SIGNIFICANT_DIGITS
        number = Decimal(text).normalize()
    _, digits, lowest = number.as_tuple()
    if not isinstance(lowest, int):
        raise ValueError(text)
    if digits == (0,):
        return 1
    pairs = (len(digits) + lowest + 1) // 2 - lowest // 2
    return pairs + 1 + text.startswith("-")
