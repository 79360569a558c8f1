"""Who may do what with whose records: every operation of the API by every caller at every kind of id.

The table is `tests/flow/matrix.py`, the people and places it speaks of `tests/flow/scene.py`; here stands what all
refusals share: nothing is written, and nobody can tell a record that is another's from one that never was.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.routing import APIRoute

from functions.portal_api.app import make_app
from tests.flow.api import World
from tests.flow.matrix import BODIES, NARROWED, Row, rows
from tests.flow.scene import DOCUMENT, STRANGE, Cell, Scene, told_apart


@pytest.fixture(scope="module")
def scene(world: World) -> Scene:
    return Scene(world)


def test_the_table_has_every_operation_and_no_other() -> None:
    names = [row.name for row in rows()]
    assert {row.operation for row in rows()} == DOCUMENT.keys()
    assert len(names) == len(set(names))
    with_body = {name for name, operation in DOCUMENT.items() if operation.get("requestBody", {}).get("required")}
    assert with_body <= BODIES.keys() <= DOCUMENT.keys()
    served = {
        f"{method} {route.path}"
        for route in make_app().routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }
    assert {name for name in served if " /v1/" in name} <= DOCUMENT.keys(), "served, but not in the document"


@pytest.mark.criterion("C-06", "C-07", "C-14", "C-15", "C-30")
def test_who_is_refused_hears_so_and_changes_nothing(scene: Scene) -> None:
    before = scene.stored()
    answers = scene.hear([cell for cell in scene.cells() if not cell.writes])
    assert scene.stored() == before
    assert told_apart(answers) == {}


@pytest.mark.criterion("C-14", "C-15", "C-30")
@pytest.mark.parametrize("caller", ["alfa", "platform"])
def test_under_one_partner_another_ones_record_is_not_found(scene: Scene, caller: str) -> None:
    cells = []
    for row in [*rows(), *(Row(name, {}) for name in NARROWED)]:
        for kind in row.ids[1:] if "{partner_id}" in row.path else ():
            for place in ("beta", "house", *STRANGE):
                empty = row.name in NARROWED or (row.path.endswith("/batches") and kind == "contact_id")
                word = NARROWED.get(row.name, "ok") if place == "respelled" else "ok"
                ids = scene.places["alfa"] | {kind: scene.ids_at(place, scene.callers["alfa"])[kind]}
                cells.append(Cell(row, caller, f"alfa, {kind} of {place}", ids, word if empty else "404"))
    before = scene.stored()
    answers = scene.hear(cells)
    found = [answer.json() for _, answer in answers if answer.status_code == 200]
    assert all(one.get("items", []) == [] for one in found) and all(one.get("cost", 0) == 0 for one in found)
    changed = {key for key, item in scene.stored().items() if before.get(key) != item}
    assert all(key.startswith("RECEIPT#") for key in changed)
    assert told_apart(answers) == {}


@pytest.mark.criterion("C-06", "C-08", "C-29")
def test_who_may_can(scene: Scene) -> None:
    """What is refused above is therefore refused for its authority, not for its shape. Signing out comes last."""
    cells = [cell for cell in scene.cells() if cell.writes]
    last = [cell for cell in cells if cell.row.operation == "DELETE /v1/session"]
    with ThreadPoolExecutor(3) as pool:
        ready = list(pool.map(scene.fresh, [cell for cell in cells if cell not in last]))
    scene.hear(ready)
    scene.hear(last)
