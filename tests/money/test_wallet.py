"""Topping up, deducting, and the proof of every movement."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.wallet.verify import verify
from shared import dynamo, keys
from shared.dynamo import encode
from tests.money.scene import Scene
from tests.money.test_enroll import refused


@pytest.mark.criterion("C-25", "C-26")
def test_a_deduction_never_takes_a_wallet_below_zero(scene: Scene) -> None:
    partner = scene.partner(credits=10)

    problem = refused(lambda: scene.deduct(partner, 11))

    assert (problem.code, problem.members) == ("insufficient-credits", {"required": 11, "available": 10})
    entry, _ = scene.deduct(partner, 10)
    assert (entry.credits, entry.balance_after) == (-10, 0)
    assert scene.facts(partner) == ["CreditsExhausted"]


@pytest.mark.criterion("X-02", "X-03")
def test_a_top_up_is_done_once_under_its_key(scene: Scene) -> None:
    partner = scene.partner()
    first, _ = scene.top_up(partner, 5, key="k")

    again, replayed = scene.top_up(partner, 5, key="k")

    assert (again.hash, again.reason, replayed) == (first.hash, "ordine 7", True)
    assert scene.wallet(partner).balance == 5


@pytest.mark.criterion("X-11")
def test_concurrent_movements_stay_gapless_and_chained(scene: Scene) -> None:
    partner = scene.partner(credits=100)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: (scene.top_up if number % 2 else scene.deduct)(partner, 1), range(24)))

    assert verify(partner.id) == {"ok": True, "entries": 25, "head": scene.wallet(partner).head}
    assert scene.wallet(partner).balance == 100


@pytest.mark.criterion("X-11")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("credits", 1001),
        ("reason", "altro"),
        ("actor_id", "per_x"),
        ("hash", "0" * 64),
        ("at", "2020-01-01T00:00:00.000Z"),
    ],
)
def test_one_changed_byte_is_found_and_named(scene: Scene, field: str, value: object) -> None:
    partner = scene.partner(credits=100)
    for _ in range(4):
        scene.top_up(partner, 10)
    key = keys.entry(partner.id, 3)

    dynamo.client().update_item(
        TableName="ledger",
        Key=encode({"pk": key.pk, "sk": key.sk}),
        UpdateExpression="SET #field = :value",
        ExpressionAttributeNames={"#field": field},
        ExpressionAttributeValues=encode({":value": value}),
    )

    assert verify(partner.id) == {"ok": False, "first_broken_seq": 3}


@pytest.mark.criterion("X-11")
def test_a_missing_entry_and_a_changed_wallet_are_found(scene: Scene) -> None:
    partner, other = scene.partner(credits=100), scene.partner(credits=100)
    scene.top_up(partner, 10)
    gone, wallet = keys.entry(partner.id, 2), keys.wallet(other.id)

    dynamo.client().delete_item(TableName="ledger", Key=encode({"pk": gone.pk, "sk": gone.sk}))
    dynamo.client().update_item(
        TableName="ledger",
        Key=encode({"pk": wallet.pk, "sk": wallet.sk}),
        UpdateExpression="SET available = :more",
        ExpressionAttributeValues=encode({":more": 1000}),
    )

    assert verify(partner.id) == {"ok": False, "first_broken_seq": 2}
    assert verify(other.id) == {"ok": False, "first_broken_seq": 2}


@pytest.mark.criterion("X-12")
def test_the_text_of_a_reason_can_be_erased_without_breaking_the_chain(scene: Scene) -> None:
    partner = scene.partner(credits=100)
    key = keys.entry(partner.id, 1)

    dynamo.client().update_item(
        TableName="ledger",
        Key=encode({"pk": key.pk, "sk": key.sk}),
        UpdateExpression="REMOVE reason, salt, #reference",
        ExpressionAttributeNames={"#reference": "reference"},
    )

    assert verify(partner.id)["ok"]


def test_a_wallet_that_never_moved_reads_as_zero_and_whole(scene: Scene) -> None:
    partner = scene.partner()

    assert scene.wallet(partner).balance == 0
    assert verify(partner.id) == {"ok": True, "entries": 0, "head": "0" * 64}
