"""Items and calls at the edges of the rules, asked of an engine with a meter beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from infra.capacity.sizes import item_size
from tests.meter import Meter

TABLE = "edges"
VALUES: dict[str, dict[str, Any]] = {
    "text": {"S": "città"},
    "zero": {"N": "0"},
    "digit": {"N": "7"},
    "odd digits": {"N": "12345"},
    "even digits": {"N": "123456"},
    "zeros behind": {"N": "12000"},
    "fraction": {"N": "1.25"},
    "minus": {"N": "-123"},
    "long": {"N": "1" * 38},
    "binary": {"B": b"\x00\x01\x02"},
    "true": {"BOOL": True},
    "null": {"NULL": True},
    "empty list": {"L": []},
    "list": {"L": [{"S": "a"}, {"N": "12"}]},
    "empty map": {"M": {}},
    "map": {"M": {"name": {"S": "a"}, "more": {"L": [{"BOOL": False}]}}},
    "texts": {"SS": ["a", "bb"]},
    "numbers": {"NS": ["1", "234"]},
}
"""A value of each kind, and numbers of each shape."""


def make(client: Any) -> None:
    """A table with an index as Portal has them."""
    keys = [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}]
    index = [{"AttributeName": "list_pk", "KeyType": "HASH"}, {"AttributeName": "list_sk", "KeyType": "RANGE"}]
    client.create_table(
        TableName=TABLE,
        KeySchema=keys,
        AttributeDefinitions=[
            {"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk", "list_pk", "list_sk")
        ],
        BillingMode="PAY_PER_REQUEST",
        GlobalSecondaryIndexes=[
            {"IndexName": "list", "KeySchema": index, "Projection": {"ProjectionType": "ALL"}},
        ],
    )


def item(sk: str, size: int = 0, **more: Any) -> dict[str, Any]:
    """An item of this many bytes, or as small as it is."""
    made = {"pk": {"S": "P"}, "sk": {"S": sk}} | more
    room = size - item_size(made) - len("fill")
    return made | ({"fill": {"S": "x" * room}} if size else {})


def listed(sk: str, size: int = 0, at: str = "1", **more: Any) -> dict[str, Any]:
    """The same, in the index."""
    return item(sk, size, list_pk={"S": "L"}, list_sk={"S": at}, **more)


def at_the_edge(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Two items that carry the value: one that just fills its kilobyte, one that is a byte longer."""
    for size in (1024, 1025):
        yield item(f"edge-{size}", size, value=value)


Ask = Callable[[str, dict[str, Any]], tuple[Meter, dict[str, Any]]]


def asking(client: Any, meter: Meter) -> Ask:
    """Makes one call.

    Returns: the meter with this call alone, and what the engine says it consumed.
    """

    def ask(operation: str, request: dict[str, Any]) -> tuple[Meter, dict[str, Any]]:
        meter.reset()
        call = getattr(client, operation)
        answer = call(**request, ReturnConsumedCapacity="INDEXES")
        said = answer["ConsumedCapacity"]
        [told] = said if isinstance(said, list) else [said]
        return meter, told

    return ask
