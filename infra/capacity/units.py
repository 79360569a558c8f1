"""Capacity units of a call, from the sizes of the items it touched: the rules by which DynamoDB bills on demand.

Reads: a unit per started 4 kB, consistent; half of that eventually consistent, twice in a transaction. BatchGetItem and
TransactGetItems round each item, a Query rounds the sum of what it read. What is not there costs as the smallest item.
Writes: a unit per started 1 kB of the larger of the item before and after, twice in a transaction; a ConditionCheck
costs as a write of what stood there. A refused condition costs as writing what stood there. Values returned are free.
Indexes: charged by the change to what the index holds: coming in or going out one write, another key two, other
projected values one, nothing where its view stays as it was; never twice in a transaction.

Sources: Amazon DynamoDB Developer Guide, "Read and write operations", "Working with transactions", "Global secondary
indexes"; for indexes in transactions measurements on DynamoDB itself (August 2026, nubo-db/dynoxide#176 and #188; for
conditions and repeated tokens paritysuite/dynamodb-conformance#67 and #74).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from infra.capacity.sizes import Image, item_size

READ_BYTES, WRITE_BYTES = 4096, 1024


@dataclass(frozen=True)
class Units:
    """What a call consumed: read units, write units of tables, write units of their indexes."""

    reads: float = 0
    writes: int = 0
    index_writes: int = 0

    def __add__(self, other: Units) -> Units:
        return Units(self.reads + other.reads, self.writes + other.writes, self.index_writes + other.index_writes)


@dataclass(frozen=True)
class Index:
    """A global secondary index that projects all attributes."""

    name: str
    pk: str
    sk: str

    def key_of(self, item: Image | None) -> Image | None:
        """Under which key it holds the item; None when the item is not in it."""
        if item is None or self.pk not in item or self.sk not in item:
            return None
        return {name: item[name] for name in (self.pk, self.sk)}

    def change(self, before: Image | None, after: Image | None) -> int:
        """Write units of bringing it from one image of an item to the next."""
        old, new = self.key_of(before), self.key_of(after)
        if old == new:
            return 0 if old is None or before == after else _larger(before, after)
        return sum(_kilobytes(item) for key, item in ((old, before), (new, after)) if key)


def written(before: Image | None, after: Image | None, indexes: Iterable[Index], *, transaction: bool) -> Units:
    """A put, update or delete that went through."""
    base = _larger(before, after) * (2 if transaction else 1)
    return Units(writes=base, index_writes=sum(index.change(before, after) for index in indexes))


def looked_at(stood: Image | None, *, transaction: bool) -> Units:
    """A ConditionCheck, or a write whose condition (or that of another in its transaction) did not hold."""
    return Units(writes=_kilobytes(stood) * (2 if transaction else 1))


def read_each(items: Iterable[Image | None], *, consistent: bool, transaction: bool = False) -> Units:
    """Items read by their keys, each rounded; None for one that is not there."""
    factor = 2 if transaction else 1 if consistent else 0.5
    return Units(reads=sum(_started(item_size(item) if item else 0, READ_BYTES) for item in items) * factor)


def read_range(items: Iterable[Image], *, consistent: bool) -> Units:
    """A Query, of a table or an index: the sum of what it read, rounded."""
    return Units(reads=_started(sum(map(item_size, items)), READ_BYTES) * (1 if consistent else 0.5))


def _kilobytes(item: Image | None) -> int:
    return _started(item_size(item) if item else 0, WRITE_BYTES)


def _larger(before: Image | None, after: Image | None) -> int:
    return max(_kilobytes(before), _kilobytes(after))


def _started(size: int, step: int) -> int:
    return max(1, -(-size // step))
