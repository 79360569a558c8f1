"""A partner, an organization, a contact."""

from __future__ import annotations

import pytest

from tests.functional.front import Front
from tests.functional.portal_access.scene import Scene


@pytest.fixture
def scene(front: Front) -> Scene:
    return Scene.of(front)
