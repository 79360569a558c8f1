"""The ladder of authority: nobody, somebody else's, not allowed, allowed; suspended and closed partners."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from shared.access import (
    GRANTS,
    JUDGED_BY_THE_VERB,
    PARTNER_ADMIN,
    PLATFORM_ADMIN,
    READS,
    SCOPED,
    allow,
    allow_at_partner,
)
from shared.caller import Caller
from shared.hosts import Host
from shared.partner import Partner
from shared.problems import Problem

PARTNER = Partner("prt_1", "Alfa", "default", "active", 0, "it", "Europe/Rome")


def caller(*roles: str, status: Any = "active", partner: Partner | None = PARTNER) -> Caller:
    at = dataclasses.replace(partner, status=status) if partner else None
    return Caller("per_1", "Ada", "ada@alfa.it", "it", Host("portico.example"), frozenset(roles), at)


def code(call: Any) -> str:
    with pytest.raises(Problem) as caught:
        call()
    return caught.value.code


@pytest.mark.criterion("C-30")
def test_another_partners_record_is_not_found_whatever_is_asked() -> None:
    for action in PLATFORM_ADMIN | {"nonsense"}:
        assert code(lambda a=action: allow_at_partner(caller(), a)) == "not-found"
        assert code(lambda a=action: allow_at_partner(caller("platform_admin", partner=None), a)) == "not-found"


@pytest.mark.criterion("C-07", "C-25", "C-26")
def test_what_only_the_platform_may_do_is_not_allowed_to_a_partners_admin() -> None:
    for action in PLATFORM_ADMIN - PARTNER_ADMIN:
        assert code(lambda a=action: allow_at_partner(caller("partner_admin"), a)) == "not-allowed"
        assert code(lambda a=action: allow(caller("partner_admin"), a)) == "not-allowed"


def test_an_action_nobody_is_granted_is_denied_to_all() -> None:
    for role in GRANTS:
        assert code(lambda r=role: allow_at_partner(caller(r), "nonsense")) == "not-allowed"
    assert code(lambda: allow(caller("platform_admin"), "nonsense")) == "not-allowed"


@pytest.mark.criterion("C-01", "C-06")
def test_a_suspended_partners_admins_read_only() -> None:
    asking = caller("partner_admin", status="suspended")
    for action in READS:
        assert allow_at_partner(asking, action).status == "suspended"
    for action in PARTNER_ADMIN - READS - JUDGED_BY_THE_VERB:
        assert code(lambda a=action: allow_at_partner(asking, a)) == "partner-suspended"


@pytest.mark.criterion("C-01", "C-06")
def test_a_closed_partners_admins_do_nothing() -> None:
    for action in PARTNER_ADMIN:
        assert code(lambda a=action: allow_at_partner(caller("partner_admin", status="closed"), a)) == "partner-closed"


@pytest.mark.criterion("C-01", "C-06")
@pytest.mark.parametrize("status", ["suspended", "closed"])
def test_the_platform_may_all_else_there(status: str) -> None:
    for action in PLATFORM_ADMIN:
        allow_at_partner(caller("platform_admin", status=status), action)


@pytest.mark.criterion("C-07")
def test_what_is_platform_wide_is_for_the_platforms_admins_alone() -> None:
    for action in PLATFORM_ADMIN:
        allow(caller("platform_admin"), action)
        for role in GRANTS.keys() - {"platform_admin"}:
            assert code(lambda a=action, r=role: allow(caller(r), a)) == "not-allowed"


@pytest.mark.criterion("C-30")
@pytest.mark.parametrize("role", sorted(SCOPED))
def test_a_role_with_a_scope_is_let_in_only_where_the_door_narrows(role: str) -> None:
    for action in GRANTS[role]:
        assert allow_at_partner(caller(role), action, scoped=True)
        assert code(lambda a=action: allow_at_partner(caller(role), a)) == "not-allowed"
