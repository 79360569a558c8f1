"""The front desk on moto: fresh tables for every test, tokens signed by a key of our own, no sockets.

moto is right for what one request does; what concurrent ones do is tested on a real engine.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from typing import Any

import boto3
import jwt
import pytest
from moto import mock_aws

from functions.portal_api import handler as door
from functions.portal_api.account import guesses
from infra.local.engine import ACCOUNT, Engine
from shared import cursors, dynamo, tokens
from shared.settings import settings
from tests.builders import everything, jwks
from tests.functional.front import DOMAIN, Front
from tests.oracle.engines import Oracle, tables_engine

REGION = "eu-south-1"

INDEXES = {"list": "list_pk", "by_a": "a_pk", "by_b": "b_pk"}
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": REGION,
    "STAGE": "test",
    "PLATFORM_NAME": "Portico",
    "PLATFORM_DOMAIN": DOMAIN,
    "PLATFORM_URL": f"http://{DOMAIN}",
    "PARTNER_ADDRESSES": "served",
    "DEFAULT_LANGUAGE": "en",
    "LEDGER_TABLE": "ledger",
    "PORTAL_TABLE": "portal",
    "BUS_NAME": "bus",
    "MAIL_SENDER": "no-reply@portico.example",
    "USER_POOL_ID": f"{REGION}_tests",
    "USER_POOL_CLIENT_ID": "client",
    "TOKEN_ISSUER": "https://issuer.portico.example",
    "JWKS_URL": "https://issuer.portico.example/jwks.json",
    "CURSOR_SECRET_ARN": "cursors",
    "POWERTOOLS_METRICS_NAMESPACE": "Portico",
    "POWERTOOLS_SERVICE_NAME": "portal_api",
    "POWERTOOLS_METRICS_DISABLED": "true",
}
_MADE_ONCE = (settings, dynamo.client, cursors._secret, tokens.signing_keys, door._mangum)


def make_tables(client: Any) -> None:
    """Ledger and Portal as the template makes them, as far as tests care."""
    keys = [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}]
    for table, indexes in (("ledger", {}), ("portal", INDEXES)):
        names = ("pk", "sk", *(("list_sk", *indexes.values()) if indexes else ()))
        made = [
            {
                "IndexName": index,
                "KeySchema": [
                    {"AttributeName": pk, "KeyType": "HASH"},
                    {"AttributeName": "list_sk", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
            for index, pk in indexes.items()
        ]
        client.create_table(
            TableName=table,
            KeySchema=keys,
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in names],
            BillingMode="PAY_PER_REQUEST",
            **({"GlobalSecondaryIndexes": made} if made else {}),
        )


@pytest.fixture(autouse=True)
def one_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows of limits begin with the test, so that none ends in the middle of its guesses."""
    begun = int(time.time())

    def end(limit: guesses.Limit, now: int) -> int:
        return begun + ((now - begun) // limit.seconds + 1) * limit.seconds

    monkeypatch.setattr(guesses, "_window_end", end)


@pytest.fixture(scope="module")
def fake_aws() -> Iterator[None]:
    """moto in this process for one module, which shares its clients, and an environment that names it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delitem(os.environ, "AWS_ENDPOINT_URL", raising=False)
        for name, value in ENVIRONMENT.items():
            patch.setitem(os.environ, name, value)
        patch.setattr(jwt.PyJWKClient, "fetch_data", lambda _: jwks())
        for made in _MADE_ONCE:
            made.cache_clear()
        with mock_aws():
            boto3.client("secretsmanager").create_secret(Name="cursors", SecretString="of the tests")
            yield
    for made in _MADE_ONCE:
        made.cache_clear()


@pytest.fixture
def aws(fake_aws: None) -> Iterator[None]:
    """The two tables, empty for each test."""
    make_tables(dynamo.client())
    yield
    for table in ("ledger", "portal"):
        dynamo.client().delete_table(TableName=table)


@pytest.fixture(scope="module")
def real_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine | Oracle]:
    """A real engine, for what many do at the same time."""
    with tables_engine(tmp_path_factory.mktemp("engine")) as engine:
        yield engine


@pytest.fixture
def crowded(real_engine: Engine | Oracle, monkeypatch: pytest.MonkeyPatch) -> Iterator[Front]:
    """The front desk on a real engine, which may be asked from many threads."""
    root = {"AWS_ACCESS_KEY_ID": ACCOUNT, "AWS_SECRET_ACCESS_KEY": "local", "AWS_ENDPOINT_URL": real_engine.url}
    for name, value in (ENVIRONMENT | root).items():
        monkeypatch.setitem(os.environ, name, value)
    published = jwks()  # made before many threads would each make their own
    monkeypatch.setattr(jwt.PyJWKClient, "fetch_data", lambda _: published)
    for made in _MADE_ONCE:
        made.cache_clear()
    make_tables(real_engine.client("dynamodb"))
    yield Front()
    for table in ("ledger", "portal"):
        dynamo.client().delete_table(TableName=table)
    for made in _MADE_ONCE:
        made.cache_clear()


@pytest.fixture
def front(aws: None) -> Front:
    """The front desk's door."""
    return Front()


portal_items = everything
"""Another name of it."""
