"""The dashboards' figures: for who may see them, as the books and the wallets say."""

from __future__ import annotations

from typing import Any

import pytest

from functions.portal_api.overview import partner_overview
from functions.wallet.entry import Entry, Movement
from functions.wallet.reconcile import reconcile
from functions.wallet.wallet import Wallet
from shared import keys
from shared.clock import stamp
from shared.dynamo import read_one
from shared.ids import new_id
from shared.partner import Partner
from tests.builders import a_partner, a_partner_admin, a_person, a_platform_admin, an_enrollment, write
from tests.functional.front import Front


def moved(partner: Partner, *moves: tuple[str, int]) -> Wallet:
    """A wallet with its entries, as `wallet` leaves them."""
    wallet = Wallet.of(partner.id, read_one(keys.wallet(partner.id)))
    for kind, credits in moves:
        movement = Movement(kind, credits, new_id("per"), stamp())  # type: ignore[arg-type]
        done = wallet.move(movement, partner.low_credit_threshold)
        wallet = done.wallet
        entry: Entry = done.entry
        write(keys.entry(partner.id, entry.seq), entry.stored())
    write(keys.wallet(partner.id), wallet.stored())
    return wallet


def at(partner: Partner) -> str:
    return f"/v1/partners/{partner.id}/overview"


def test_a_partners_figures(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = a_partner(low_credit_threshold=100)
    moved(partner, ("top_up", 100), ("deduction", -10), ("enrollment", -30), ("refund", 10))
    platform = a_platform_admin()
    courses = [
        front.post(
            "/v1/courses", platform, {"title": t, "enrollment_cost": 1, "assignment": {"all_partners": True}}
        ).json["id"]
        for t in ("A", "B")
    ]
    for course, status in ((0, "enrolled"), (1, "enrolled"), (1, "withdrawn"), (1, "completed")):
        an_enrollment(partner, courses[course], new_id("con"), status=status)

    told = front.get(at(partner), a_partner_admin(partner))

    assert told.status == 200
    assert told.json["wallet"] == {"balance": 70, "held": 0, "available": 70, "alert": "low"}
    spending = told.json["spending"]
    assert (spending["credits"], spending["days"], spending["per_day"]) == (20, 1, 20.0)
    assert spending["runs_out_on"] is not None
    assert [one["balance"] for one in told.json["balances"]] == [70]
    enrollments = told.json["enrollments"]
    assert (enrollments["of_latest"], enrollments["whole"], enrollments["active"]) == (4, True, 2)
    assert enrollments["by_course"] == [
        {"course_id": courses[1], "title": "B", "enrollments": 3, "active": 1},
        {"course_id": courses[0], "title": "A", "enrollments": 1, "active": 1},
    ]
    monkeypatch.setattr(partner_overview, "NEWEST", 3)
    bounded = front.get(at(partner), platform).json["enrollments"]
    assert (bounded["of_latest"], bounded["whole"]) == (3, False)


def test_a_partner_without_anything_and_the_house(front: Front) -> None:
    platform = a_platform_admin()
    fresh = front.get(at(a_partner()), platform).json
    assert (fresh["wallet"]["balance"], fresh["spending"]["credits"], fresh["balances"]) == (0, 0, [])
    house = front.get(at(a_partner("House", kind="house")), platform).json
    assert (house["wallet"], house["spending"], house["balances"]) == (None, None, [])


def test_the_ladder(front: Front) -> None:
    partner = a_partner()
    supervisor = a_person()
    membership = {"role": "supervisor", "partner_id": partner.id, "scope": {"courses": [new_id("crs")]}}
    write(keys.partner_membership(supervisor, partner.id), membership)
    assert front.get(at(partner)).code == "not-signed-in"
    assert front.get(at(partner), a_partner_admin(a_partner("Other"))).code == "not-found"
    assert front.get(at(partner), supervisor).code == "not-allowed"
    assert front.get("/v1/platform/overview").code == "not-signed-in"
    assert front.get("/v1/platform/overview", a_partner_admin(partner)).code == "not-allowed"


def platform_told(front: Front, who: str) -> Any:
    answer = front.get("/v1/platform/overview", who)
    assert answer.status == 200, answer
    return answer.json


def test_the_platforms_figures_are_those_of_the_books(front: Front) -> None:
    platform = a_platform_admin()
    assert platform_told(front, platform) == {"sums": None, "low": [], "refusing": []}
    rich, low, short = a_partner("Rich"), a_partner("Low", low_credit_threshold=20), a_partner("Short")
    a_partner("House", kind="house"), a_partner("New")
    moved(rich, ("top_up", 1000), ("deduction", -100))
    moved(low, ("top_up", 30), ("deduction", -15))
    wallet = moved(short, ("top_up", 5), ("deduction", -2))
    write(keys.wallet(short.id), wallet.stored() | {"not_enough_said": True})

    assert reconcile(whole=False) == 0

    told = platform_told(front, platform)
    assert told["sums"] == {
        "at": told["sums"]["at"], "partners": 4, "sold": 1035, "deducted": 117, "spent": 0, "left": 918, "low": 1,
        "refusing": 1,
    }  # fmt: skip
    assert [(one["name"], one["wallet"]["available"], one["refused"]) for one in told["low"]] == [("Low", 15, False)]
    assert [(one["name"], one["wallet"]["available"], one["refused"]) for one in told["refusing"]] == [
        ("Short", 3, True)
    ]

    moved(low, ("top_up", 100))
    assert platform_told(front, platform)["low"] == []  # as it stands, though the sums are older
    for whole in (False, True, False):
        reconcile(whole=whole)
        sums = platform_told(front, platform)["sums"]
        assert (sums["sold"], sums["left"], sums["low"]) == (1135, 1018, 0)


def test_a_checkpoint_from_before_there_were_sums_is_read_anew(front: Front) -> None:
    partner, platform = a_partner(), a_platform_admin()
    moved(partner, ("top_up", 50))
    reconcile(whole=False)
    old = {name: value for name, value in (read_one(keys.reconciled(partner.id)) or {}).items() if name != "totals"}
    write(keys.reconciled(partner.id), old)

    reconcile(whole=False)

    assert platform_told(front, platform)["sums"]["sold"] == 50
