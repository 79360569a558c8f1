"""What Portico's requests take is what `infra/capacity/measured.json` says.

Something differs: look at it, write it down with `make capacity`, and say why in `infra/capacity/least.txt`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

import pytest

from infra.capacity.least import least
from infra.generate_capacity import mistakes
from infra.local.stack import Stack
from tests.capacity.measure import PLACE, Measured, measure, written


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Measured]:
    """Of a Portico of its own: others would add to its lists."""
    stack = Stack.start(tmp_path_factory.mktemp("weighed"))
    try:
        yield measure(stack)
    finally:
        stack.stop()


def test_every_command_list_and_page_takes_what_the_table_says(measured: Measured) -> None:
    if os.environ.get("PORTICO_WRITE_CAPACITY"):
        PLACE.write_text(written(measured))
    standing = json.loads(PLACE.read_text())
    differing = {
        name: (standing[kind].get(name), row)
        for kind, rows in measured.items()
        for name, row in rows.items()
        if standing[kind].get(name) != row
    }
    gone = [name for kind, rows in standing.items() for name in rows if name not in measured[kind]]
    assert (differing, gone) == ({}, []), "weighed otherwise than written down: make capacity"


def test_every_row_has_its_least_and_every_excess_its_reason(measured: Measured) -> None:
    assert mistakes(measured, least()) == []
