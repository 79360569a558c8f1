"""The whole product for tests that need it: one stack a session and worker, on state and ports of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

from infra.local.stack import Stack

settings.register_profile("portico", deadline=None)  # a busy machine is not a fault
settings.load_profile("portico")


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Portico with only its first platform admin. Shared: a test makes partners and people of its own."""
    stack = Stack.start(tmp_path_factory.mktemp("stack"))
    yield stack
    stack.stop()


@pytest.fixture(scope="session")
def strict_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The same with the template's IAM policies enforced, and Cognito's flows and codes taken seriously."""
    stack = Stack.start(tmp_path_factory.mktemp("strict"), auth=True)
    yield stack
    stack.stop()
