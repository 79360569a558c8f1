"""How the tables are read: consistently, and until everything asked for was looked at."""

from __future__ import annotations

from typing import Any

import pytest

from functions.wallet.verify import verify
from shared import dynamo, keys
from shared.dynamo import read
from tests.money.scene import Scene


@pytest.mark.criterion("X-01", "C-30")
def test_every_read_that_decides_is_consistent(scene: Scene) -> None:
    partner = scene.partner(credits=30)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    asked: list[tuple[str, dict[str, Any]]] = []
    events = dynamo.client().meta.events

    def listen(params: dict[str, Any], model: Any, **_: Any) -> None:
        if model.name in ("BatchGetItem", "Query", "GetItem"):
            asked.append((model.name, params))

    events.register("before-parameter-build.dynamodb", listen)
    try:
        enrolled, _ = scene.enroll(partner, course, ada)
        scene.withdraw(partner, enrolled["id"])
        scene.enroll(partner, course, ada)  # asks which attempt it would be
        scene.top_up(partner, 5)
        verify(partner.id)
    finally:
        events.unregister("before-parameter-build.dynamodb", listen)

    assert {name for name, _ in asked} == {"BatchGetItem", "Query"}
    for name, request in asked:
        tables = list(request["RequestItems"].values()) if name == "BatchGetItem" else [request]
        assert all(table.get("ConsistentRead") is True for table in tables), request


def test_keys_that_a_read_left_out_are_asked_for_again(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = scene.partner(credits=30)
    wanted = [keys.wallet(partner.id), keys.partner(partner.id), keys.entry(partner.id, 1)]
    real, calls = dynamo.client().batch_get_item, []

    def gives_one_at_a_time(RequestItems: dict[str, Any]) -> Any:
        calls.append(RequestItems)
        table = next(iter(RequestItems))
        first = {table: RequestItems[table] | {"Keys": RequestItems[table]["Keys"][:1]}}
        rest = {table: RequestItems[table] | {"Keys": RequestItems[table]["Keys"][1:]}} | {
            name: more for name, more in RequestItems.items() if name != table
        }
        left = {name: more for name, more in rest.items() if more["Keys"]}
        return real(RequestItems=first) | ({"UnprocessedKeys": left} if left else {})

    monkeypatch.setattr(dynamo.client(), "batch_get_item", gives_one_at_a_time)

    assert set(read(wanted)) == set(wanted) and len(calls) == 3
