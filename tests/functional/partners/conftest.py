"""The platform with its first admin on moto; nobody signs in here, tokens are the tests' own."""

from __future__ import annotations

import pytest

from tests.functional.account.portal import Portal


@pytest.fixture
def portal(aws: None) -> Portal:
    """The front desk, the house, and the first admin."""
    return Portal.opened(password=None)
