"""Every command, list and page of a Portico with more records than a page shows, weighed.

What may be looked at is looked at twice and weighed the second time: what a process does once (a secret fetched) and
what a reader does once a day (a note that they saw a result) is not what a look takes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx

from infra.local.stack import Stack
from tests.capacity.asked import Asked
from tests.capacity.grown import grow
from tests.capacity.looked import looked
from tests.capacity.weighing import Scales, Weighed, scales
from tests.flow.api import World
from tests.flow.cells import Cells
from tests.flow.doors import doors
from tests.flow.scene import Scene

PLACE = Path(__file__).resolve().parents[2] / "infra" / "capacity" / "measured.json"
FOLLOWED = tuple(f"{method} /v1/partners/{{partner_id}}/domains" for method in ("POST", "DELETE"))
"""Commands on what a worker of the running stack writes at the same time: how often they try again is by chance."""
Measured = dict[str, dict[str, Weighed]]


def measure(stack: Stack) -> Measured:
    """What each takes: `commands` (all that writes), `lists` (all else of the API), `pages`."""
    measured: Measured = {"commands": {}, "lists": {}, "pages": {}}
    with doors(stack) as http, scales() as weighing:
        world = World(stack, http)
        for name, ask in looked(world):
            measured["pages"][name] = _of(weighing, name, ask, again=True)
        asked = Asked(Cells(Scene(world)))
        grow(world, asked.alfa["partner_id"], asked.alfa["organization_id"])
        for name, ask in asked.every():
            if name.startswith(FOLLOWED):
                ask()
                continue
            reads = name.startswith("GET")
            measured["lists" if reads else "commands"][name] = _of(weighing, name, ask, again=reads)
    return {kind: dict(sorted(rows.items(), key=_place)) for kind, rows in measured.items()}


def _of(weighing: Scales, name: str, ask: Callable[[], httpx.Response], *, again: bool) -> Weighed:
    if again:
        ask()
    weighed, answer = weighing.weigh(ask)
    refused = 409 if "refused" in name else None
    assert answer.status_code == refused or answer.is_success, f"{name}: {answer.status_code} {answer.text[:300]}"
    return weighed


def _place(row: tuple[str, Weighed]) -> tuple[str, str]:
    """By path, then by method: what is about one thing stands together."""
    name, further, more = row[0].partition(" | ")
    return name.split()[-1], name + further + more


def written(measured: Measured) -> str:
    """As it is committed, a row a line."""
    lines: Iterator[str] = (
        f'"{kind}": {{\n'
        + ",\n".join(f"{json.dumps(name)}: {json.dumps(row, ensure_ascii=False)}" for name, row in rows.items())
        + "\n}"
        for kind, rows in measured.items()
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"
