"""What an enrollment costs a partner, and that what is not assigned has no price."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shared.keys import HOUSE
from shared.partner import Partner
from shared.price import closed_by, price

ALFA = Partner("prt_01JD0000000000000000000000", "Alfa", "default", "active", 0, "it", "Europe/Rome")
LABEL = Partner("prt_01JD0000000000000000000001", "Beta", "whitelabel", "active", 0, "it", "Europe/Rome")
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


def test_an_archived_course_has_a_price_but_is_closed() -> None:
    assert price(ALFA, course(archived=True), {"active": True}) == 10
    assert closed_by(ALFA, course(archived=True)) == "course-archived"
    assert closed_by(ALFA, course()) is None


@pytest.mark.criterion("C-31")
def test_an_own_course_costs_its_partner_nothing_and_is_nobody_elses() -> None:
    own = {"partner_id": LABEL.id, "status": "published"}

    assert price(LABEL, own, None) == 0
    for other in (ALFA, THE_HOUSE, replace(LABEL, id="prt_01JD0000000000000000000002")):
        assert price(other, own, None) is None
        assert price(other, own, {"active": True, "enrollment_cost": 3}) is None, "a stray row changes nothing"


@pytest.mark.criterion("C-31")
def test_an_own_course_takes_people_while_it_is_published_and_its_partner_a_whitelabel_one() -> None:
    own = {"partner_id": LABEL.id}
    was = replace(LABEL, kind="default")

    told = {status: closed_by(LABEL, own | {"status": status}) for status in ("draft", "published", "archived")}
    assert told == {"draft": "course-not-published", "published": None, "archived": "course-archived"}
    assert {closed_by(was, own | {"status": status}) for status in told} == {"whitelabel-only"}
    assert price(was, own | {"status": "published"}, None) == 0, "known to it all the same"
