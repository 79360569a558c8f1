"""One `TransactWriteItems`, and whom to blame when it does not go through.

A `Write` carries, beside what it puts, the name of the refusal it would mean. `commit` either returns, or
raises `Refused` with the first blame in the order of the list and the item that stood there
(`ALL_OLD`: no second read), or, when nothing but passing trouble was met, `busy`.
Cancellation reasons are judged one by one in the order of blame: a condition that failed is the state's answer,
unless a write to be blamed before it met a conflict or a throttle: then who is to blame is not known yet, and
the transaction is tried again.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from shared.dynamo import Item, client, decode, encode, table_name
from shared.keys import Key
from shared.patience import PASSING_FAULTS, Patience, is_passing, patiently

ITEMS_A_TRANSACTION = 100
"""DynamoDB's own limit."""
_CONFLICT = "TransactionConflict"
_PASSING_REASONS = frozenset({_CONFLICT, "ThrottlingError", "ProvisionedThroughputExceeded"})


@dataclass(frozen=True)
class Write:
    """One of the writes of a transaction, with its blame: a name, and for lists the place it stands for."""

    blame: str
    operation: dict[str, Any]
    place: int = 0


class Refused(Exception):
    """A condition did not hold: nothing was written. `broken` are the blamed writes with what was there."""

    def __init__(self, broken: list[tuple[Write, Item | None]]) -> None:
        super().__init__(", ".join(write.blame for write, _ in broken))
        self.broken = broken

    @property
    def first(self) -> tuple[Write, Item | None]:
        """The write to blame first, and the item that stood there."""
        return self.broken[0]


def put(blame: str, key: Key, item: Item, condition: str | None = "attribute_not_exists(pk)", **more: Any) -> Write:
    """Put a whole item; by default only where none stands. `place`, `names` and `values` as for `update`."""
    operation = {"TableName": table_name(key.table), "Item": key.attributes | encode(item)}
    return _conditional("Put", blame, operation, condition, more)


def update(blame: str, key: Key, expression: str, condition: str | None, **more: Any) -> Write:
    """Update one item. `names` and `values` fill the expressions, `place` says which of a list it is."""
    operation = {
        "TableName": table_name(key.table),
        "Key": key.attributes,
        "UpdateExpression": expression,
    }
    return _conditional("Update", blame, operation, condition, more)


def setting(attributes: Item) -> tuple[str, dict[str, str], Item]:
    """`SET` of these attributes: the update expression, the names and the values it speaks of."""
    expression = "SET " + ", ".join(f"#{name} = :{name}" for name in attributes)
    names = {f"#{name}": name for name in attributes}
    return expression, names, {f":{name}": value for name, value in attributes.items()}


def revise(blame: str, key: Key, version: int, attributes: Item) -> Write:
    """Change these attributes (None takes one away) of an item that still is as read: at this `version`."""
    kept = {name: value for name, value in attributes.items() if value is not None} | {"version": version + 1}
    gone = [name for name, value in attributes.items() if value is None]
    expression, names, values = setting(kept)
    if gone:
        expression += " REMOVE " + ", ".join(f"#{name}" for name in gone)
    names |= {f"#{name}": name for name in gone}
    return update(blame, key, expression, "#version = :read", names=names, values=values | {":read": version})


def check(blame: str, key: Key, condition: str, **more: Any) -> Write:
    """Only look: the transaction goes through if the condition holds of this item."""
    operation = {"TableName": table_name(key.table), "Key": key.attributes}
    return _conditional("ConditionCheck", blame, operation, condition, more)


def delete(blame: str, key: Key, condition: str | None = None, **more: Any) -> Write:
    """Take an item away (never one of the Ledger: no role may)."""
    operation = {"TableName": table_name(key.table), "Key": key.attributes}
    return _conditional("Delete", blame, operation, condition, more)


def _conditional(
    kind: str, blame: str, operation: dict[str, Any], condition: str | None, more: dict[str, Any]
) -> Write:
    if condition:
        operation |= {"ConditionExpression": condition, "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
    if names := more.get("names"):
        operation["ExpressionAttributeNames"] = names
    if values := more.get("values"):
        operation["ExpressionAttributeValues"] = encode(values)
    return Write(blame, {kind: operation}, more.get("place", 0))


def commit(writes: Sequence[Write], patience: Patience | None = None) -> None:
    """Write all of it or nothing.

    Raises: Refused when a condition did not hold; Problem `busy` when conflicts, throttles or lost answers
    outlasted the patience. After a lost answer the same writes are tried again under the same token, so that
    the engine answers for the first try; when it has forgotten that, the receipt among them tells (a Refused).
    """
    patience = patience or Patience(tries=10)
    token = uuid.uuid4().hex
    operations = [write.operation for write in writes]
    while True:
        try:
            client().transact_write_items(TransactItems=operations, ClientRequestToken=token)
            return
        except client().exceptions.TransactionCanceledException as error:
            if _judge(error, writes) == _CONFLICT:
                patience.conflicted()
                continue
        except (ClientError, *PASSING_FAULTS) as error:
            if not is_passing(error):
                raise
        patience.again()


def _judge(error: ClientError, writes: Sequence[Write]) -> str:
    """Raise what the cancellation means; return its first reason when that was passing trouble."""
    broken: list[tuple[Write, Item | None]] = []
    for write, reason in zip(writes, error.response.get("CancellationReasons", []), strict=True):
        if reason["Code"] in _PASSING_REASONS:
            if not broken:
                return str(reason["Code"])
        elif reason["Code"] == "ConditionalCheckFailed":
            stood = reason.get("Item")
            broken.append((write, decode(stood) if stood else None))
        elif reason["Code"] != "None":
            raise error
    raise Refused(broken) if broken else error


def update_once(key: Key, expression: str, condition: str, **more: Any) -> bool:
    """A single conditional update outside a transaction; False when the condition did not hold.

    `names` and `values` as for `update`, and a `patience` other than the usual.
    """
    return update_returning(key, expression, condition, "NONE", **more)[0]


def update_returning(key: Key, expression: str, condition: str, returned: str, **more: Any) -> tuple[bool, Item]:
    """The same, and what `returned` asks for (DynamoDB's `ReturnValues`), or the item that it did not hold of."""
    patience = more.pop("patience", None)
    request = update("", key, expression, condition, **more).operation["Update"] | {"ReturnValues": returned}
    if returned == "NONE":
        request.pop("ReturnValuesOnConditionCheckFailure", None)
    try:
        answer = patiently(lambda: client().update_item(**request), patience)
    except client().exceptions.ConditionalCheckFailedException as error:
        return False, decode(error.response.get("Item", {}))
    return True, decode(answer.get("Attributes", {}))
