"""One engine for all tests of this folder, with the two tables; every test has partners of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from infra.local.engine import ACCOUNT, REGION, Engine
from shared import dynamo
from shared.ids import new_id
from shared.settings import settings
from tests.meter import Meter
from tests.money.scene import Scene
from tests.oracle.engines import Oracle, scope, tables_engine

INDEXES = {"list": "list_pk", "by_a": "a_pk", "by_b": "b_pk"}


@pytest.fixture(scope=scope)
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine | Oracle]:
    """A running engine with the tables Ledger and Portal, and an environment that points at it."""
    with tables_engine(tmp_path_factory.mktemp("engine")) as engine:
        _make_tables(engine)
        yield engine


def _make_tables(engine: Engine | Oracle) -> None:
    client = engine.client("dynamodb")
    keys = [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}]
    client.create_table(
        TableName="ledger",
        KeySchema=keys,
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
        BillingMode="PAY_PER_REQUEST",
    )
    names = ("pk", "sk", "list_sk", *INDEXES.values())
    client.create_table(
        TableName="portal",
        KeySchema=keys,
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in names],
        BillingMode="PAY_PER_REQUEST",
        GlobalSecondaryIndexes=[
            {
                "IndexName": index,
                "KeySchema": [
                    {"AttributeName": pk, "KeyType": "HASH"},
                    {"AttributeName": "list_sk", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
            for index, pk in INDEXES.items()
        ],
    )


@pytest.fixture
def at_engine(engine: Engine | Oracle, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This process's settings and client point at the engine."""
    environment = {
        "AWS_ENDPOINT_URL": engine.url,
        "AWS_ACCESS_KEY_ID": ACCOUNT,
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_DEFAULT_REGION": REGION,
        "STAGE": "test",
        "LEDGER_TABLE": "ledger",
        "PORTAL_TABLE": "portal",
        "POWERTOOLS_METRICS_NAMESPACE": "Portico",
        "POWERTOOLS_SERVICE_NAME": "test",
    }
    for name, value in environment.items():
        monkeypatch.setitem(os.environ, name, value)
    settings.cache_clear()
    dynamo.client.cache_clear()
    yield
    settings.cache_clear()
    dynamo.client.cache_clear()


@pytest.fixture
def scene(at_engine: None) -> Scene:
    """Makes partners, courses and people, and asks the verbs as a caller of its own would: keys are a person's."""
    return Scene(new_id("per"))


@pytest.fixture
def meter(at_engine: None) -> Iterator[Meter]:
    """Counts the calls this process makes to DynamoDB, their waits and their write units."""
    with Meter(dynamo.client()) as meter:
        yield meter
