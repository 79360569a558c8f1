"""DynamoDB in the few shapes Portico uses: read these keys, query a page, commit a transaction, update one item.

All reads are strongly consistent except through an index. The client itself never retries: `patience` does,
so that every try can be counted and judged. Items come back as plain dicts with int, str, bool, list and dict.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

from shared import aws, dynamo_json
from shared.attributes import attribute, plain
from shared.keys import Key
from shared.patience import A_TRY, Patience, patiently
from shared.settings import settings

Item = dict[str, Any]
AT_ONCE = 16
"""Calls of one request at the same time, each on a connection of its own."""
KEYS_A_BATCH = 100
"""DynamoDB's own limit of BatchGetItem."""


@cache
def client() -> Any:
    """The one DynamoDB client of this process."""
    from botocore.config import Config

    config = Config(
        connect_timeout=1,
        read_timeout=A_TRY,
        retries={"total_max_attempts": 1},
        max_pool_connections=AT_ONCE,
        parameter_validation=False,  # DynamoDB checks each request itself (and `dynamo_json` leaves nothing to check)
    )
    made = aws.client("dynamodb", config)
    dynamo_json.write_and_read(made)
    return made


def table_name(table: str) -> str:
    """The real name of `ledger` or `portal`."""
    return settings().ledger_table if table == "ledger" else settings().portal_table


def encode(item: Item) -> dict[str, Any]:
    """A plain dict as DynamoDB attribute values; None is left out."""
    return {name: attribute(value) for name, value in item.items() if value is not None}


def decode(item: dict[str, Any]) -> Item:
    """DynamoDB attribute values as a plain dict."""
    return {name: plain(value) for name, value in item.items()}


def read(keys: Iterable[Key]) -> dict[Key, Item]:
    """The items at these keys, consistently, in one wait; those not there are missing from the answer."""
    wanted = list(dict.fromkeys(keys))
    chunks = [wanted[at : at + KEYS_A_BATCH] for at in range(0, len(wanted), KEYS_A_BATCH)]
    if len(chunks) <= 1:
        return _read_chunk(wanted) if wanted else {}
    found: dict[Key, Item] = {}
    with ThreadPoolExecutor(min(AT_ONCE, len(chunks))) as pool:
        for part in pool.map(_read_chunk, chunks):
            found |= part
    return found


def read_one(key: Key) -> Item | None:
    """The item at this key, consistently."""
    return read([key]).get(key)


def _read_chunk(keys: Sequence[Key]) -> dict[Key, Item]:
    asked: dict[str, Any] = {}
    for key in keys:
        table = asked.setdefault(table_name(key.table), {"ConsistentRead": True, "Keys": []})
        table["Keys"].append(key.attributes)
    names = {table_name(key.table): key.table for key in keys}
    found: dict[Key, Item] = {}
    patience = Patience()
    while asked:
        answer = patiently(lambda request=asked: client().batch_get_item(RequestItems=request), patience)  # type: ignore[misc]
        got = [(names[name], decode(item)) for name, items in answer["Responses"].items() for item in items]
        found |= {Key(table, item["pk"], item["sk"]): item for table, item in got}
        asked = answer.get("UnprocessedKeys") or {}
        if asked:
            patience = Patience() if got else patience
            patience.again()
    return found


def query(
    table: str,
    pk: str,
    *,
    prefix: str = "",
    after: Item | None = None,
    limit: int = 100,
    newest_first: bool = False,
    index: str | None = None,
    above: str | None = None,
) -> tuple[list[Item], Item | None]:
    """One page of a partition.

    Args: `prefix` of the sort key, or `above`, the sort key after which to begin; `after`, the key to go on
    from as a former call returned it; `index`, one of `list`, `by_a`, `by_b` (eventually consistent).
    Returns: the items and the key to go on from, None at the end: one item more than asked is read to know.
    """
    pk_name, sk_name = _INDEX_KEYS[index]
    condition, values = "#pk = :pk", {":pk": pk}
    if above is not None:
        condition, values = condition + " AND #sk > :above", values | {":above": above}
    elif prefix:
        condition, values = condition + " AND begins_with(#sk, :prefix)", values | {":prefix": prefix}
    request: dict[str, Any] = {
        "TableName": table_name(table),
        "KeyConditionExpression": condition,
        "ExpressionAttributeNames": {"#pk": pk_name} | ({"#sk": sk_name} if "#sk" in condition else {}),
        "ExpressionAttributeValues": encode(values),
        "Limit": limit + 1,
        "ScanIndexForward": not newest_first,
    }
    request |= {"IndexName": index} if index else {"ConsistentRead": True}
    if after:
        request["ExclusiveStartKey"] = encode(after)
    answer = patiently(lambda: client().query(**request))
    items = [decode(item) for item in answer["Items"]]
    if len(items) > limit:
        return items[:limit], place_of(items[limit - 1], index)
    last = answer.get("LastEvaluatedKey")
    return items, decode(last) if last else None


def place_of(item: Item, index: str | None) -> Item:
    """Where a query of this index would go on behind this item."""
    return {name: item[name] for name in dict.fromkeys(("pk", "sk", *_INDEX_KEYS[index]))}


_INDEX_KEYS = {
    None: ("pk", "sk"),
    "list": ("list_pk", "list_sk"),
    "by_a": ("a_pk", "list_sk"),
    "by_b": ("b_pk", "list_sk"),
}


def query_all(table: str, pk: str, *, prefix: str = "", index: str | None = None) -> Iterable[Item]:
    """Every item of a partition, page by page; for what is small by nature or read by a job."""
    after: Item | None = None
    while True:
        items, after = query(table, pk, prefix=prefix, after=after, index=index, limit=1000)
        yield from items
        if after is None:
            return
