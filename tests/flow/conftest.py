"""One running Portico a test process; flows share it and make partners of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from infra.local.stack import Stack
from tests.flow.api import World


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Portico on a fresh state with only its first platform admin."""
    stack = Stack.start(tmp_path_factory.mktemp("stack"))
    try:
        yield stack
    finally:
        stack.stop(drain=1)


@pytest.fixture(scope="session")
def world(stack: Stack) -> Iterator[World]:
    """Its people, over HTTP."""
    with stack.http() as http:
        yield World(stack, http)
