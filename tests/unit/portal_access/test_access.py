"""What follows from a contact's access, without any table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from functions.portal_api.portal_access.access import Access, Grant
from functions.portal_api.portal_access.shape import view
from shared import keys

AT = Grant("2026-11-22T09:00:00.000Z", "per_by")
LATER = Grant("2026-11-23T09:00:00.000Z", "per_other")
USER = Access("per_1", AT, own=True, organization_id="org_a", admin=True, profile_id="prf_1")
LEARNER = Access("per_1", AT, own=True)


def roles(access: Access) -> dict[str, str]:
    return {item.get("organization_id", "-"): item["role"] for item in access.memberships("prt_1", "con_1").values()}


def test_access_is_kept_as_it_was() -> None:
    for access in (USER, LEARNER, USER.as_key_contact("org_b", LATER), replace(USER, invited=False)):
        assert Access.of(access.stored()) == access
    assert Access.of(None) is None


@pytest.mark.criterion("A-01", "A-22")
def test_every_access_makes_a_learner_and_each_organization_one_role() -> None:
    assert roles(LEARNER) == {"-": "learner"}
    assert roles(USER) == {"-": "learner", "org_a": "portal_user"}
    assert roles(USER.as_key_contact("org_a", LATER)) == {"-": "learner", "org_a": "key_contact"}
    both = USER.as_key_contact("org_b", LATER)
    assert roles(both) == {"-": "learner", "org_a": "portal_user", "org_b": "key_contact"}


def test_a_profile_and_admin_narrow_the_portal_user_and_never_a_key_contact_elsewhere() -> None:
    made = USER.as_key_contact("org_b", LATER).memberships("prt_1", "con_1")
    user = made[keys.organization_membership("per_1", "org_a")]
    key_contact = made[keys.organization_membership("per_1", "org_b")]

    assert (user["profile_id"], user["admin"], user["since"]) == ("prf_1", True, AT.since)
    assert ("profile_id" in key_contact, key_contact["admin"]) == (False, False)
    assert (key_contact["since"], key_contact["by"]) == (LATER.since, LATER.by)


@pytest.mark.criterion("A-02")
def test_what_is_left_when_a_key_contact_is_taken_away_is_what_was_there_in_its_own_right() -> None:
    assert USER.as_key_contact("org_a", LATER).without(["org_a"], key_contact_only=True) == USER
    assert LEARNER.as_key_contact("org_a", LATER).without(["org_a"], key_contact_only=True) == LEARNER
    assert Access("per_1", AT).as_key_contact("org_a", AT).without(["org_a"], key_contact_only=True) is None


def test_who_leaves_an_organization_learns_on() -> None:
    left = USER.as_key_contact("org_a", LATER).without(["org_a"])

    assert left == replace(USER, organization_id=None, admin=False)
    assert USER.without(["org_b"]) == USER


def test_a_partner_sees_the_greatest_role_and_never_whose_person_it_is() -> None:
    assert view("con_1", None)["active"] is False
    assert [view("con_1", one)["role"] for one in (LEARNER, USER, LEARNER.as_key_contact("org_b", AT))] == [
        "learner", "portal_user", "key_contact",
    ]  # fmt: skip
    assert "per_1" not in str(view("con_1", USER))
