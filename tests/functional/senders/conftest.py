"""The front desk and the worker as `tests/functional/domains` has them, and an SES that does what a test says."""

from __future__ import annotations

import pytest

from functions.portal_api.senders import identities
from tests.functional.domains.cloud import Cloud
from tests.functional.domains.conftest import cloud, desk
from tests.functional.senders.scene import Ses

__all__ = ["cloud", "desk", "ses"]


@pytest.fixture
def ses(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Ses:
    """Identities, none yet."""
    made = Ses(cloud)
    monkeypatch.setattr(identities, "client", lambda: made)
    monkeypatch.setattr("functions.portal_api.senders.follow.now", cloud.now)
    return made
