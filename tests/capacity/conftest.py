"""Engines with a table to weigh calls on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from infra.local.engine import ACCOUNT, REGION, Engine
from tests.capacity import edges
from tests.capacity.dynamodb_local import dynamodb_local
from tests.capacity.edges import Ask
from tests.meter import Meter


@pytest.fixture(scope="module")
def ministack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A client of the engine."""
    engine = Engine.start(tmp_path_factory.mktemp("engine"))
    client = engine.client("dynamodb")
    edges.make(client)
    yield client
    engine.stop()


@pytest.fixture(scope="module")
def oracle() -> Iterator[Any]:
    """A client of DynamoDB Local."""
    with dynamodb_local() as client:
        edges.make(client)
        yield client


@pytest.fixture
def keyed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The meter's own client signs as the metered one."""
    for name, value in {"AWS_ACCESS_KEY_ID": ACCOUNT, "AWS_SECRET_ACCESS_KEY": "local"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)


@pytest.fixture
def ask(ministack: Any, keyed: None) -> Iterator[Ask]:
    """Calls to ministack, metered."""
    with Meter(ministack) as meter:
        yield edges.asking(ministack, meter)


@pytest.fixture
def ask_oracle(oracle: Any, keyed: None) -> Iterator[Ask]:
    """Calls to DynamoDB Local, metered."""
    with Meter(oracle) as meter:
        yield edges.asking(oracle, meter)
