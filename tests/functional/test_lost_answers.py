"""A write went through and its answer was lost: whoever asked without a key still gets it, and it is there once.

On the real engine, which knows a transaction again by its ClientRequestToken; moto does not.
"""

from __future__ import annotations

from typing import Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ReadTimeoutError

from tests.builders import a_partner, a_partner_admin, a_platform_admin, everything
from tests.functional.front import Front


@pytest.fixture
def lost_once(crowded: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first transaction is written and never answered."""
    original, left = BaseClient._make_api_call, ["this one"]

    def call(self: Any, operation: str, request: Any) -> Any:
        answer = original(self, operation, request)
        if operation == "TransactWriteItems" and left:
            left.pop()
            raise ReadTimeoutError(endpoint_url="dynamodb")
        return answer

    monkeypatch.setattr(BaseClient, "_make_api_call", call)
    monkeypatch.setattr("shared.patience.time.sleep", lambda _: None)


def _trail(action: str) -> int:
    return sum(item.get("action", {}).get("S") == action for item in everything())


@pytest.mark.usefixtures("lost_once")
def test_a_contact_is_made_once(crowded: Front) -> None:
    partner = a_partner()
    admin, path = a_partner_admin(partner), f"/v1/partners/{partner.id}/contacts"

    made = crowded.post(path, admin, {"first_name": "Ada", "email": "ada@alfa.example"})

    assert made.status == 201, made
    assert crowded.get(path, admin).json["items"] == [made.json]
    assert _trail("contact.create") == 1


@pytest.mark.usefixtures("lost_once")
def test_a_course_is_made_once(crowded: Front) -> None:
    platform = a_platform_admin()

    body = {"title": "Sicurezza", "enrollment_cost": 1, "assignment": {"all_partners": True}}
    made = crowded.post("/v1/courses", platform, body)

    assert made.status == 201, made
    assert crowded.get("/v1/courses", platform).json["items"] == [made.json]
    assert _trail("course.create") == 1


@pytest.mark.usefixtures("lost_once")
def test_a_partner_is_made_once_under_its_plain_slug(crowded: Front) -> None:
    platform = a_platform_admin()

    body = {"name": "Studio Alfa", "kind": "default", "contact_email": "info@alfa.example"}
    made = crowded.post("/v1/partners", platform, body)

    assert made.status == 201, made
    assert made.json["slug"] == "studio-alfa"
    assert crowded.get("/v1/partners", platform).json["items"] == [made.json]
    assert _trail("partner.create") == 1
