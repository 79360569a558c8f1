"""Identity on the engine with its `AUTH=true`, which checks flows, codes and refresh tokens as Cognito does.

One engine for all tests here; every test has empty tables, with the first platform admin.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from functions.portal_api import handler as door
from functions.portal_api.account import cognito
from infra.local.engine import ACCOUNT, Engine
from shared import cursors, dynamo, tokens
from shared.settings import settings
from tests.functional.account.portal import Portal, open_pool
from tests.functional.conftest import ENVIRONMENT, make_tables

_MADE_ONCE = (settings, dynamo.client, cursors._secret, tokens.signing_keys, door._mangum, cognito.client)


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The engine, enforcing."""
    engine = Engine.start(tmp_path_factory.mktemp("engine"), auth=True)
    engine.client("secretsmanager").create_secret(Name="cursors", SecretString="of the tests")
    yield engine
    engine.stop()


@pytest.fixture(scope="module")
def identity(engine: Engine) -> Iterator[None]:
    """A user pool for one module, which shares its clients, and an environment that names all."""
    root = {"AWS_ACCESS_KEY_ID": ACCOUNT, "AWS_SECRET_ACCESS_KEY": "local", "AWS_ENDPOINT_URL": engine.url}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (ENVIRONMENT | root).items():
            patch.setitem(os.environ, name, value)
        for made in _MADE_ONCE:
            made.cache_clear()
        open_pool(engine, patch)
        yield
    for made in _MADE_ONCE:
        made.cache_clear()


@pytest.fixture
def aws(identity: None) -> Iterator[None]:
    """The two tables, empty for each test."""
    make_tables(dynamo.client())
    yield
    for table in ("ledger", "portal"):
        dynamo.client().delete_table(TableName=table)


@pytest.fixture
def portal(aws: None) -> Portal:
    """The front desk with its first admin, who has a password."""
    return Portal.opened()
