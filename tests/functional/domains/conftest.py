"""The front desk and the worker on moto, with a name server of this process that says what a test wants."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from functions.portal_api.domains import api_gateway, certificates, resolver, worker_handler
from infra.local.zone import Zone
from shared import dynamo
from shared.settings import settings
from tests.functional.conftest import make_tables
from tests.functional.domains.cloud import Cloud
from tests.functional.front import Front

_MADE_ONCE = (settings, resolver._resolvers, worker_handler._queues)


@pytest.fixture
def cloud(fake_aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    """Tables, an API, a queue and DNS, all empty."""
    made = Cloud()
    zones = [Zone(made.records_of(place), 0) for place in range(2)]
    for zone in zones:
        zone.start()
    monkeypatch.setitem(os.environ, "DNS_RESOLVERS", ",".join(f"127.0.0.1@{zone.port}" for zone in zones))
    monkeypatch.setitem(os.environ, "API_ID", made.api_id)
    monkeypatch.setitem(os.environ, "DOMAIN_QUEUE_URL", made.queue_url)
    for one in _MADE_ONCE:
        one.cache_clear()
    monkeypatch.setattr(certificates, "client", lambda: made.acm)
    monkeypatch.setattr(api_gateway, "client", lambda: made.gateway)
    monkeypatch.setattr("functions.portal_api.domains.follow.now", made.now)
    make_tables(dynamo.client())
    yield made
    for table in ("ledger", "portal"):
        dynamo.client().delete_table(TableName=table)
    for zone in zones:
        zone.stop()
    for one in _MADE_ONCE:
        one.cache_clear()


@pytest.fixture
def desk(cloud: Cloud) -> Front:
    """The front desk's door, on the same tables."""
    return Front()
