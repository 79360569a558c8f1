"""Who may do what with whose records: every operation of the API by every caller at every kind of id.

The tables are `expected.py` and `operations.py`, the people and places they speak of `callers.py` and `scene.py`; here
stands what all refusals share: nothing is written, and nobody can tell a record that is another's from one that never
was.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute

from functions.portal_api.app import make_app
from infra.local.stack import Stack
from tests.flow.api import World
from tests.flow.bodies import BODIES
from tests.flow.callers import PORTAL, SCOPED
from tests.flow.cells import Cells
from tests.flow.document import DOCUMENT
from tests.flow.doors import doors
from tests.flow.hearing import hear, stored, told_apart
from tests.flow.matrix import rows
from tests.flow.scene import Scene

LAST = ("DELETE /v1/session", "DELETE /v1/browser-sessions/current", "POST /v1/browser-sessions")
"""What ends the session of who asks."""


@pytest.fixture(scope="module")
def cells(stack: Stack) -> Iterator[Cells]:
    """The questions, asked at the doors themselves."""
    with doors(stack) as http:
        yield Cells(Scene(World(stack, http)))


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


@pytest.mark.criterion("A-22", "A-23", "C-06", "C-07", "C-14", "C-15", "C-30")
def test_who_is_refused_hears_so_and_changes_nothing(cells: Cells) -> None:
    before = stored(cells)
    answers = hear(cells, [cell for cell in cells.every() if cell.word != "ok"])
    assert stored(cells) == before
    assert told_apart(answers) == {}


@pytest.mark.criterion("A-23", "A-25", "C-08", "C-30")
def test_who_may_see_sees_no_other_records_and_leaves_nothing_but_the_note_of_whose_results_they_saw(
    cells: Cells,
) -> None:
    before = stored(cells)
    answers = hear(cells, [cell for cell in cells.every() if cell.word == "ok" and cell.row.method == "GET"])
    after = stored(cells)
    assert before.items() <= after.items()
    assert all("#VIEWED#" in key for key in after.keys() - before.keys())
    by_token = {str(cell): answer for cell, answer in answers if cell.caller.name == "alfa"}
    for cell, answer in answers:
        twin = by_token.get(str(cell).replace("by browser", "by alfa"))
        if cell.caller.name == "browser" and twin is not None and cell.row.ids:
            assert answer.text == twin.text, cell


@pytest.mark.criterion("A-23", "A-25", "C-14", "C-15", "C-30")
@pytest.mark.parametrize("caller", ["alfa", "platform", *SCOPED, *PORTAL])
def test_under_ones_own_a_record_out_of_reach_is_not_found(cells: Cells, caller: str) -> None:
    before = stored(cells)
    answers = hear(cells, list(cells.out_of_reach(caller)), fresh=False)
    empty = [{"items": []}, {"cost": 0}]
    told = [(str(cell), answer.json()) for cell, answer in answers if answer.status_code == 200]
    assert answers
    assert [
        one for one in told if {name: one[1][name] for name in ("items", "cost") if name in one[1]} not in empty
    ] == []
    changed = {key for key, item in stored(cells).items() if before.get(key) != item}
    assert all(key.startswith("RECEIPT#") for key in changed)
    assert told_apart(answers) == {}


@pytest.mark.criterion("X-09")
def test_no_other_site_changes_anything_with_a_browsers_cookie(cells: Cells) -> None:
    before = stored(cells)
    for cell in cells.every():
        if cell.caller.by_cookie and cell.row.method != "GET" and DOCUMENT[cell.row.operation].get("security"):
            answer = cells.ask(cell, **{"Sec-Fetch-Site": "cross-site"})
            assert answer.status_code == 403 and answer.json()["code"] == "cross-site", f"{cell}: {answer.text}"
    assert stored(cells) == before


@pytest.mark.criterion("C-06", "C-08", "C-29")
def test_who_may_can(cells: Cells) -> None:
    """What is refused above is therefore refused for its authority, not for its shape. Signing out comes last."""
    writes = [cell for cell in cells.every() if cell.writes]
    hear(cells, [cell for cell in writes if cell.row.operation not in LAST])
    for operation in LAST:
        hear(cells, [cell for cell in writes if cell.row.operation == operation])
