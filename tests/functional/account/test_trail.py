"""What happens to an account is on record: ids only."""

from __future__ import annotations

import time
from typing import Any

from shared.dynamo import decode, query_all
from tests.builders import everything
from tests.functional.account.portal import ADMIN, OTHER, PASSWORD, Portal

LAURA = "laura@alfa.example"


def _rows(scope: str) -> list[dict[str, Any]]:
    return list(query_all("portal", f"{scope}#AUDIT"))


def test_links_asked_passwords_set_and_sign_outs_are_recorded_with_the_person(portal: Portal) -> None:
    laura = portal.accepted(LAURA)
    portal.as_(portal.session(LAURA, OTHER), "DELETE", "/v1/session")
    portal.ask_link(LAURA)
    portal.ask_link("nobody@alfa.example")

    rows = _rows(f"PERSON#{laura}")

    assert sorted(row["action"] for row in rows) == ["password.set", "password_link.ask", "session.end"]
    assert {row["subject"] for row in rows} == {laura}
    assert {row["action"]: row.get("actor_id") for row in rows} == {
        "password.set": laura,
        "session.end": laura,
        "password_link.ask": None,
    }
    assert {row["request_id"] for row in rows} == {"req-1"}
    for item in map(decode, everything()):
        if item["pk"].endswith("#AUDIT"):
            assert not any(said in str(item) for said in (LAURA, ADMIN, PASSWORD, OTHER)), item


def test_the_first_admin_and_whom_they_invite_are_recorded_with_the_platform(portal: Portal) -> None:
    portal.invited(LAURA)
    assert [row["action"] for row in _rows("PLATFORM")] == ["admin.first", "admin.invite"]


def test_who_is_nobody_leaves_nothing_that_stays(portal: Portal) -> None:
    before = everything()
    portal.ask_link("nobody@alfa.example")
    new = [decode(item) for item in everything() if item not in before]
    assert new
    assert all(time.time() < item["expires_at"] <= time.time() + 3601 for item in new)
