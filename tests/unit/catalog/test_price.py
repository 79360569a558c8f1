"""What an enrollment costs a partner, and that what is not assigned has no price."""

from __future__ import annotations

from typing import Any

import pytest

from shared.keys import HOUSE
from shared.partner import Partner
from shared.price import is_open, price

ALFA = Partner("prt_01JD0000000000000000000000", "Alfa", "default", "active", 0, "it", "Europe/Rome")
THE_HOUSE = Partner(HOUSE, "Direct customers", "house", "active", 0, "it", "Europe/Rome")


def course(cost: int = 10, **more: Any) -> dict[str, Any]:
    return {"enrollment_cost": cost, "all_partners": False} | more


@pytest.mark.criterion("C-13", "C-14")
def test_what_is_unknown_or_not_assigned_has_no_price() -> None:
    assert price(ALFA, None, None) is None
    assert price(ALFA, None, {"active": True}) is None
    assert price(ALFA, course(), None) is None
    assert price(ALFA, course(), {"active": False, "enrollment_cost": 3}) is None


@pytest.mark.criterion("C-23", "C-24")
def test_an_assigned_partner_pays_its_own_cost_or_the_general_one() -> None:
    assert price(ALFA, course(), {"active": True, "enrollment_cost": 3}) == 3
    assert price(ALFA, course(), {"active": True, "enrollment_cost": 0}) == 0
    assert price(ALFA, course(), {"active": True}) == 10
    assert price(ALFA, course(12), {"active": True}) == 12


@pytest.mark.criterion("C-22")
def test_assigned_to_all_own_costs_do_not_count() -> None:
    assert price(ALFA, course(all_partners=True), None) == 10
    assert price(ALFA, course(all_partners=True), {"active": True, "enrollment_cost": 3}) == 10
    assert price(ALFA, course(all_partners=True, plan={}), None) == 10


def test_while_a_plan_stands_it_alone_counts() -> None:
    row = {"active": True, "enrollment_cost": 3}

    assert price(ALFA, course(plan={}), row) is None
    assert price(ALFA, course(plan={ALFA.id: {}}), row) == 10
    assert price(ALFA, course(plan={ALFA.id: {"enrollment_cost": 4}}), None) == 4


@pytest.mark.criterion("C-02")
def test_the_house_pays_nothing_for_any_platform_course() -> None:
    assert price(THE_HOUSE, course(), None) == 0
    assert price(THE_HOUSE, course(all_partners=True), None) == 0
    assert price(THE_HOUSE, None, None) is None


def test_an_archived_course_has_a_price_but_is_not_open() -> None:
    assert price(ALFA, course(archived=True), {"active": True}) == 10
    assert not is_open(course(archived=True))
    assert is_open(course())
