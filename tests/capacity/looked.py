"""Every page, as who it is for looks at it in a browser: the places of `tests/browser/places.py`, with many records."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx

from tests.browser import places
from tests.capacity.grown import grow
from tests.capacity.proofs import Question, signed_in
from tests.flow.api import Api, World


def looked(world: World) -> Iterator[Question]:
    """Each address of each page."""
    stage = places.full(world)
    grow(world, stage.ids["partner_id"], stage.ids["organization_id"])
    readers = {role: signed_in(world, *proof) for role, proof in stage.people.items()}
    readers["nobody"] = world.anonymous()
    for place in places.PLACES:
        for address in place.asked:
            yield address, _look(readers[place.role], address.format_map(stage.ids))


def _look(reader: Api, path: str) -> Callable[[], httpx.Response]:
    return lambda: reader.get(path, headers={"Accept": "text/html"})
