"""Reconciliation finds what does not add up, says it once, and otherwise keeps its checkpoint."""

from __future__ import annotations

from typing import Any

import pytest

from functions.wallet.backing import Backing
from functions.wallet.reconcile import reconcile, reconcile_partner
from shared import dynamo, keys
from shared.dynamo import encode, read_one
from shared.partner import Partner
from tests.meter import Meter
from tests.money.scene import Scene


def change(key: keys.Key, **values: Any) -> None:
    dynamo.client().update_item(
        TableName=key.table,
        Key=encode({"pk": key.pk, "sk": key.sk}),
        UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in values),
        ExpressionAttributeNames={f"#{name}": name for name in values},
        ExpressionAttributeValues=encode({f":{name}": value for name, value in values.items()}),
    )


def remove(key: keys.Key) -> None:
    dynamo.client().delete_item(TableName=key.table, Key=key.attributes)


def busy_partner(scene: Scene) -> tuple[Partner, list[keys.Key]]:
    partner = scene.partner(credits=100)
    course, people = scene.course(10, partner), scene.contacts(partner, 5)
    scene.batch(partner, course, people[:3])
    answer, _ = scene.enroll(partner, course, people[3])
    scene.withdraw(partner, answer["id"])
    scene.enroll(partner, scene.course(0, partner), people[4])
    return partner, [keys.enrollment(partner.id, course, who, 1) for who in people]


@pytest.mark.criterion("X-10")
def test_right_books_leave_a_checkpoint_and_the_next_run_reads_only_what_is_new(scene: Scene, meter: Meter) -> None:
    partner, _ = busy_partner(scene)

    assert reconcile_partner(partner.id) == []
    checkpoint = read_one(keys.reconciled(partner.id)) or {}
    assert (checkpoint["seq"], checkpoint["balance"]) == (4, 70)
    scene.top_up(partner, 5)
    assert reconcile_partner(partner.id) == []
    assert (read_one(keys.reconciled(partner.id)) or {})["seq"] == 5


@pytest.mark.criterion("X-10")
@pytest.mark.parametrize("whole", [False, True])
def test_each_kind_of_difference_is_found(scene: Scene, whole: bool) -> None:
    cases: list[tuple[str, Any]] = [
        ("balance", lambda partner, _: change(keys.wallet(partner.id), available=7)),
        ("chain", lambda partner, _: change(keys.entry(partner.id, 2), credits=-29)),
        ("chain", lambda partner, _: remove(keys.entry(partner.id, 4))),
        ("entry_without_enrollment", lambda _, seats: change(seats[0], cost=9)),
        (
            "enrollment_without_entry",
            lambda _, seats: change(seats[4], cost=10, entry_seq=1) or change(seats[4], **_listed(seats[4])),
        ),
    ]
    for kind, break_it in cases:
        partner, seats = busy_partner(scene)
        break_it(partner, seats)
        assert kind in reconcile_partner(partner.id, whole=whole), kind


def _listed(key: keys.Key) -> dict[str, Any]:
    course, contact, _ = key.sk.split("#")
    now = "2026-11-22T00:00:00.000Z"
    return {
        "list_pk": key.pk, "list_sk": f"{now}#{key.sk}", "course_id": course, "contact_id": contact, "attempt": 1,
        "status": "enrolled", "enrolled_at": now,
    }  # fmt: skip


@pytest.mark.criterion("X-10")
def test_a_difference_is_said_once_and_the_checkpoint_stays(scene: Scene) -> None:
    partner, _ = busy_partner(scene)
    reconcile_partner(partner.id)
    change(keys.wallet(partner.id), available=7)

    assert reconcile_partner(partner.id) == ["balance"]
    first = read_one(keys.reconciled(partner.id)) or {}
    assert [fact["type"] for fact in first["facts"]["all"]] == ["LedgerDiffers"]
    assert reconcile_partner(partner.id) == ["balance"]
    assert "facts" not in (read_one(keys.reconciled(partner.id)) or {}), "the same difference is not said again"
    change(keys.wallet(partner.id), available=70)
    assert reconcile_partner(partner.id) == []


@pytest.mark.criterion("X-10")
def test_an_old_entry_changed_long_ago_is_found_by_the_whole_run(scene: Scene) -> None:
    partner, _ = busy_partner(scene)
    reconcile_partner(partner.id)
    change(keys.entry(partner.id, 1), reason="riscritto")

    assert reconcile_partner(partner.id) == []
    assert reconcile_partner(partner.id, whole=True) == ["chain"]


def test_the_run_over_all_partners_counts_those_that_differ(scene: Scene) -> None:
    before = reconcile(whole=False)
    partner, _ = busy_partner(scene)
    scene.partner(kind="house")
    change(keys.wallet(partner.id), available=7)

    assert reconcile(whole=False) == before + 1


@pytest.mark.criterion("X-10")
def test_an_entry_that_names_somebody_who_is_not_enrolled_is_found(scene: Scene) -> None:
    partner = scene.partner(credits=100)
    course, (ada, eva) = scene.course(10, partner), scene.contacts(partner, 2)
    scene.enroll(partner, course, ada)
    assert reconcile_partner(partner.id, whole=True) == []

    change(keys.entry(partner.id, 2), paid_for={"course_id": course, "people": [[ada, 1], [eva, 1]]})

    backing = Backing(partner.id)
    for entry in scene.entries(partner):
        backing.add(entry)
    assert backing.wrong() == [2]


@pytest.mark.criterion("X-10")
def test_a_refund_of_another_amount_is_found(scene: Scene) -> None:
    partner, seats = busy_partner(scene)
    change(seats[3], refunded=9)

    assert reconcile_partner(partner.id) == ["entry_without_enrollment"]
