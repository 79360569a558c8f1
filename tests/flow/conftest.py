"""The people of a test over HTTP; flows share one running Portico and make partners of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from infra.local.stack import Stack
from tests.flow.api import World


@pytest.fixture(scope="session")
def world(stack: Stack) -> Iterator[World]:
    """The people of the shared stack."""
    with stack.http() as http:
        yield World(stack, http)


@pytest.fixture(scope="session")
def guarded(strict_stack: Stack) -> Iterator[World]:
    """The same where the engine enforces the template's policies."""
    with strict_stack.http() as http:
        yield World(strict_stack, http)
