"""Enrolling into a partner's own course: no credits, no wallet, nobody else's people, and who says who passed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from functions.enroll import enroll_batch as batches
from functions.enroll import enroll_contact as singles
from functions.enroll import handler as door
from functions.enroll import place
from shared import dynamo, keys
from shared.commit import commit, put
from shared.dynamo import read_one
from shared.ids import new_own_course_id
from shared.keys import HOUSE
from shared.partner import Partner
from tests.meter import Meter
from tests.money.scene import Scene
from tests.money.test_doors import admin, ask  # noqa: F401 (a fixture)
from tests.money.test_enroll import refused
from tests.money.test_interleaved import once_before, torn
from tests.money.test_reconcile import change


def an_own_course(partner: Partner, status: str = "published") -> str:
    course = new_own_course_id()
    item = {"id": course, "partner_id": partner.id, "title": "Accoglienza", "status": status, "version": 1}
    commit([put("course", keys.own_course(partner.id, course), item)])
    return course


def a_whitelabel(scene: Scene, credits: int = 0) -> Partner:
    return scene.partner(credits=credits, kind="whitelabel")


def as_default(partner: Partner) -> Partner:
    """The same partner, made a default one by the platform."""
    change(keys.partner(partner.id), kind="default")
    return replace(partner, kind="default")


@pytest.mark.criterion("C-31", "C-17")
def test_it_costs_nothing_and_the_wallet_that_is_not_there_is_not_made(scene: Scene, meter: Meter) -> None:
    partner = a_whitelabel(scene)
    course, (ada,) = an_own_course(partner), scene.contacts(partner)
    meter.reset()

    answer, replayed = scene.enroll(partner, course, ada, key="k", expected_cost=0)

    assert (meter.order, meter.writes) == (["BatchGetItem", "TransactWriteItems"], 2), "receipt and enrollment only"
    said = {name: answer[name] for name in ("status", "cost", "balance_after", "entry_seq", "course_id")}
    assert said == {"status": "enrolled", "cost": 0, "balance_after": 0, "entry_seq": None, "course_id": course}
    assert read_one(keys.wallet(partner.id)) is None and scene.entries(partner) == []
    assert scene.enroll(partner, course, ada, key="k", expected_cost=0) == (answer, True) and not replayed
    assert refused(lambda: scene.enroll(partner, course, ada)).code == "already-enrolled"
    assert refused(lambda: scene.enroll(partner, course, ada, expected_cost=1)).code == "price-changed"


@pytest.mark.criterion("C-31", "X-05")
def test_a_wallet_that_is_there_stays_as_it_is_even_when_it_changes_in_between(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner = a_whitelabel(scene, credits=5)
    paid, own, (ada, bob) = scene.course(5, partner), an_own_course(partner), scene.contacts(partner, 2)
    once_before(monkeypatch, place, "commit", lambda: scene.enroll(partner, paid, bob))

    answer, _ = scene.enroll(partner, own, ada)

    assert answer["status"] == "enrolled" and scene.wallet(partner).available == 0
    wallet = read_one(keys.wallet(partner.id))
    assert scene.batch(partner, own, scene.contacts(partner, 3))[0]["cost"] == 0
    assert scene.price(partner, own, scene.contacts(partner, 3))["required"] == 0
    withdrawn, _ = scene.withdraw(partner, answer["id"])
    assert (withdrawn["refund"], withdrawn["entry_seq"], withdrawn["balance_after"]) == (0, None, 0)
    assert scene.enroll(partner, own, ada)[0]["attempt"] == 2
    assert read_one(keys.wallet(partner.id)) == wallet and len(scene.entries(partner)) == 2


@pytest.mark.criterion("C-31")
@pytest.mark.parametrize("mode", ["partial", "all_or_nothing"])
def test_a_batch_goes_through_without_a_credit(scene: Scene, mode: Any) -> None:
    partner = a_whitelabel(scene)
    course, people = an_own_course(partner), scene.contacts(partner, 97 if mode == "all_or_nothing" else 150)

    answer, _ = scene.batch(partner, course, people, mode)

    assert {one["outcome"] for one in answer["results"]} == {"enrolled"} and len(answer["results"]) == len(people)
    assert (answer["cost"], answer["balance_before"], answer["balance_after"]) == (0, 0, 0)
    assert read_one(keys.wallet(partner.id)) is None


@pytest.mark.criterion("C-13", "C-15", "C-30", "C-31")
def test_another_partners_is_not_found_however_it_is_asked_for(scene: Scene) -> None:
    theirs, ours = a_whitelabel(scene), a_whitelabel(scene, credits=50)
    course, people = an_own_course(theirs), scene.contacts(ours, 2)
    commit([put("stray", keys.assignment(ours.id, course), {"course_id": course, "active": True})])
    house = replace(ours, id=HOUSE, kind="house")

    for partner in (ours, house):
        for call in (
            lambda at=partner: scene.enroll(at, course, people[0]),
            lambda at=partner: scene.batch(at, course, people),
            lambda at=partner: scene.batch(at, course, people, "all_or_nothing"),
            lambda at=partner: scene.price(at, course, people),
        ):
            assert refused(call).code == "not-found"
    assert scene.wallet(ours).available == 50


@pytest.mark.criterion("C-31")
def test_a_draft_an_archived_one_and_one_of_a_default_partner_say_why_they_take_nobody(scene: Scene) -> None:
    partner = a_whitelabel(scene)
    people = scene.contacts(partner, 2)
    published = an_own_course(partner)
    enrolled, _ = scene.enroll(partner, published, people[0])

    def codes(at: Partner, course: str) -> set[str]:
        asking = (
            lambda: scene.enroll(at, course, people[1]),
            lambda: scene.batch(at, course, people),
            lambda: scene.price(at, course, people),
        )
        return {refused(call).code for call in asking}

    assert codes(partner, an_own_course(partner, "draft")) == {"course-not-published"}
    assert codes(partner, an_own_course(partner, "archived")) == {"course-archived"}
    default = as_default(partner)
    for status in ("draft", "published", "archived"):
        assert codes(default, an_own_course(partner, status)) == {"whitelabel-only"}
    assert codes(default, published) == {"whitelabel-only"}
    assert scene.withdraw(default, enrolled["id"])[0]["status"] == "withdrawn", "what there is goes on"


@pytest.mark.criterion("C-31", "X-02")
def test_published_or_archived_while_somebody_is_enrolled_it_is_one_or_the_other(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner = a_whitelabel(scene)
    course, (ada, bob, cleo) = an_own_course(partner, "draft"), scene.contacts(partner, 3)
    at = keys.own_course(partner.id, course)
    with monkeypatch.context() as patch:
        torn(patch, singles, lambda: change(at, status="published"))
        assert scene.enroll(partner, course, ada)[0]["status"] == "enrolled", "published before it looked"
    with monkeypatch.context() as patch:
        once_before(patch, place, "commit", lambda: change(at, status="archived"))
        assert scene.enroll(partner, course, bob)[0]["status"] == "enrolled", "looked before it was archived"
    assert refused(lambda: scene.enroll(partner, course, cleo)).code == "course-archived"
    change(at, status="published")
    with monkeypatch.context() as patch:
        torn(patch, batches, lambda: change(at, status="archived"))
        assert refused(lambda: scene.batch(partner, course, (cleo,))).code == "course-archived"


@pytest.mark.criterion("X-02")
def test_a_repetition_after_it_was_archived_answers_the_first_answer(scene: Scene) -> None:
    partner = a_whitelabel(scene)
    course, (ada, bob) = an_own_course(partner), scene.contacts(partner, 2)
    first = scene.enroll(partner, course, ada, key="k")[0]
    many = scene.batch(partner, course, (bob,), key="b")[0]
    change(keys.own_course(partner.id, course), status="archived")

    assert scene.enroll(as_default(partner), course, ada, key="k") == (first, True)
    assert scene.batch(partner, course, (bob,), key="b") == (many, True)


@pytest.mark.criterion("C-36x")
def test_its_results_are_set_by_the_partners_admins_and_nobody_else(
    scene: Scene,
    admin: str,  # noqa: F811
) -> None:
    partner, other = a_whitelabel(scene, credits=10), a_whitelabel(scene)
    own, platforms, (ada,) = an_own_course(partner), scene.course(1, partner), scene.contacts(partner)
    base = f"/v1/partners/{partner.id}/enrollments"
    ours, theirs = (f"{base}/{scene.enroll(partner, one, ada)[0]['id']}" for one in (own, platforms))
    body = {"result": "passed", "grade": 90}

    def code(path: str) -> Any:
        status, document = ask(door, "PATCH", path, body)
        return status if status == 200 else document["code"]

    def now_is(role: str, at: str | None = None, **more: Any) -> None:
        platform = keys.platform_membership(admin)
        dynamo.client().delete_item(TableName="portal", Key=dynamo.encode({"pk": platform.pk, "sk": platform.sk}))
        there = keys.partner_membership(admin, at) if at else platform
        commit([put("membership", there, {"role": role} | more, None)])

    assert (code(ours), code(theirs)) == ("not-allowed", 200), "the platform's admin"
    now_is("trainer", scope={"courses": [own, platforms]})
    assert (code(ours), code(theirs)) == ("not-allowed", 200)
    now_is("partner_admin", partner.id)
    dynamo.client().delete_item(
        TableName="portal", Key=dynamo.encode(dict(zip(("pk", "sk"), keys.platform_membership(admin)[1:], strict=True)))
    )
    assert (code(ours), code(theirs)) == (200, "not-allowed")
    assert code(ours.replace(partner.id, other.id)) == "not-found"
    for role in ("partner_enrollment", "partner_finance", "partner_read_only", "supervisor"):
        now_is(role, partner.id, scope={"courses": [own]})
        assert (code(ours), code(theirs)) == ("not-allowed", "not-allowed"), role
    now_is("partner_admin", partner.id)
    dynamo.client().delete_item(
        TableName="portal", Key=dynamo.encode(dict(zip(("pk", "sk"), keys.platform_membership(admin)[1:], strict=True)))
    )
    as_default(partner)
    status, judged = ask(door, "PATCH", ours, {"result": None})
    assert (status, judged["status"]) == (200, "enrolled"), "live enrollments go on at a partner that was whitelabel"
    change(keys.partner(partner.id), status="suspended")
    assert code(ours) == "partner-suspended"
