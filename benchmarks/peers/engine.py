"""Portico's own engine for a benchmark: ministack on a port and in a folder of its own, with the two tables."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from infra.local.engine import ACCOUNT, REGION, Engine

INDEXES = {"list": "list_pk", "by_a": "a_pk", "by_b": "b_pk"}


@contextlib.contextmanager
def engine() -> Iterator[Engine]:
    """A running engine with the tables `ledger` and `portal`, ended with the context."""
    with tempfile.TemporaryDirectory(prefix="portico-engine-") as folder:
        running = Engine.start(Path(folder))
        try:
            make_tables(running.client("dynamodb"))
            yield running
        finally:
            running.stop()


def environment(running: Engine) -> dict[str, str]:
    """What a process needs to use it through `shared`."""
    return dict(os.environ) | {
        "AWS_ENDPOINT_URL": running.url,
        "AWS_ACCESS_KEY_ID": ACCOUNT,
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_DEFAULT_REGION": REGION,
        "STAGE": "test",
        "LEDGER_TABLE": "ledger",
        "PORTAL_TABLE": "portal",
        "POWERTOOLS_METRICS_NAMESPACE": "Portico",
        "POWERTOOLS_SERVICE_NAME": "benchmark",
        "POWERTOOLS_METRICS_DISABLED": "true",
    }


def empty_tables(client: Any) -> None:
    """The tables `ledger` and `portal` as at first: what stands there would slow the engine's collector of garbage."""
    for table in ("ledger", "portal"):
        client.delete_table(TableName=table)
    make_tables(client)


def make_tables(client: Any) -> None:
    """The tables `ledger` and `portal`, by a client of DynamoDB."""
    own = [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}]
    indexes = [
        {
            "IndexName": index,
            "KeySchema": [{"AttributeName": pk, "KeyType": "HASH"}, {"AttributeName": "list_sk", "KeyType": "RANGE"}],
            "Projection": {"ProjectionType": "ALL"},
        }
        for index, pk in INDEXES.items()
    ]
    for table, names, more in (
        ("ledger", ("pk", "sk"), {}),
        ("portal", ("pk", "sk", "list_sk", *INDEXES.values()), {"GlobalSecondaryIndexes": indexes}),
    ):
        client.create_table(
            TableName=table,
            KeySchema=own,
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in names],
            BillingMode="PAY_PER_REQUEST",
            **more,
        )
