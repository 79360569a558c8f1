"""The doors under schemathesis: whatever the document lets be asked, and in whatever order, the answer is in it.

No 500, no status, code or field that the document does not tell. The same examples come every time; a long run is
`make test PYTEST=tests/flow/test_fuzzed.py PORTICO_EXAMPLES=20`, other ones come with `PORTICO_SEED=7`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
import pytest
import requests
import schemathesis
from hypothesis import given
from hypothesis.errors import Unsatisfiable
from schemathesis.core.transport import Response
from schemathesis.generation import GenerationMode
from schemathesis.generation.case import Case

from infra.local.stack import Stack
from shared.ids import new_id
from tests.flow.api import Api, World
from tests.flow.document import DOCUMENT, unfit
from tests.flow.doors import doors
from tests.flow.linked import ENDS_THE_CALLER, linked, links_of
from tests.flow.making import Making
from tests.flow.matrix import IDS
from tests.fuzz.examples import generated, seeded


@dataclass
class Asked:
    """A caller at the doors, which answer within this process; counts what it was answered."""

    api: Api
    document: dict[str, Any]
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)

    def ask(self, case: Case) -> httpx.Response:
        """The case's request; its answer is in the document."""
        base = str(self.api.http.base_url)
        prepared = requests.Request(**_kept(case.as_transport_kwargs(base_url=base))).prepare()
        content = prepared.body.encode() if isinstance(prepared.body, str) else prepared.body
        headers = httpx.Headers(list(prepared.headers.items()))
        headers.update(self.api.headers)
        request = httpx.Request(prepared.method or "", prepared.url or "", headers=headers, content=content)
        answer = self.api.http.send(request)
        answer.elapsed = timedelta()  # nobody measures, but it must be there
        operation = f"{case.method.upper()} {case.path}"
        self.statuses[operation, answer.status_code] += 1
        wrong = "an error of ours" if answer.status_code == 500 else unfit(operation, answer)
        assert wrong is None, f"{operation}: {wrong}\n{request.method} {request.url}\n{content!r}\n{answer.text[:500]}"
        return answer


def _kept(request: dict[str, Any]) -> dict[str, Any]:
    known = ("method", "url", "headers", "params", "data", "json", "cookies")
    return {name: request[name] for name in known if name in request}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """On a stack of its own: the platform's name, brand and people are whatever was drawn for them afterwards."""
    stack = Stack.start(tmp_path_factory.mktemp("fuzzed"))
    try:
        with doors(stack) as http:
            yield World(stack, http)
    finally:
        stack.stop()


@pytest.fixture(scope="module")
def known(world: World) -> dict[str, list[str]]:
    """Ids of records at a partner and at another, which random requests name too."""
    making = Making(world)
    mine, theirs = world.partner(credits=10_000, kind="whitelabel"), world.partner(credits=5)
    world.course(2)
    places = [making.records(mine), making.records(theirs)]
    ids = {name: [place[name] for place in places] for name in places[0] if name.endswith("_id")}
    ids["record_id"] = ids["contact_id"] + ids["organization_id"] + ids["enrollment_id"]
    strange = {name: [new_id(IDS[name]) if name in IDS else "…", "x"] for name in ids}
    return {name: found + strange[name] for name, found in ids.items()} | {
        "email": [world.email("somebody"), "nobody@alfa.example", "no address"]
    }


@pytest.fixture(scope="module")
def platform(world: World, known: dict[str, list[str]]) -> Asked:
    return Asked(world.platform, linked(known))


def ask_each(asked: Asked, examples: int, mode: GenerationMode, names: list[str], **path: str) -> None:
    """Ask so many examples of each of these operations, with these ids in their paths if any are named."""

    def ask(case: Case) -> None:
        asked.ask(case)

    schema = schemathesis.openapi.from_dict(asked.document)
    schema.config.generation.update(with_security_parameters=False)
    for name in names:
        method, place = name.split()
        fixed = {one: known for one, known in path.items() if f"{{{one}}}" in place}
        strategy = schema[place][method].as_strategy(generation_mode=mode, path_parameters=fixed or None)
        with suppress(Unsatisfiable):  # nothing can be wrong with what is asked: any text is a path
            seeded(generated(examples)(given(strategy)(ask)))()


_FIRST = ("GET", "POST", "PATCH", "PUT", "DELETE")
OPERATIONS = sorted(DOCUMENT.keys() - ENDS_THE_CALLER, key=lambda name: (_FIRST.index(name.split()[0]), name))
"""Those that take away come last."""


def test_what_fits_the_document_is_answered_as_it_says(platform: Asked, known: dict[str, list[str]]) -> None:
    ask_each(platform, 2, GenerationMode.POSITIVE, OPERATIONS, **{name: ids[0] for name, ids in known.items()})
    ask_each(platform, 1, GenerationMode.POSITIVE, OPERATIONS)

    asked = {operation for operation, _ in platform.statuses}
    assert asked == set(OPERATIONS)
    done = {operation for operation, status in platform.statuses if status < 300}
    assert len(done) > len(OPERATIONS) / 3, "it would show little if hardly anything were ever accepted"


def test_what_does_not_fit_the_document_is_refused_as_it_says(platform: Asked) -> None:
    with_input = [name for name in OPERATIONS if DOCUMENT[name].get("parameters") or "requestBody" in DOCUMENT[name]]
    ask_each(platform, 2, GenerationMode.NEGATIVE, with_input)


def test_whatever_was_made_is_used_and_the_answers_are_in_the_document(platform: Asked) -> None:
    assert links_of(platform.document) > 100
    schema = schemathesis.openapi.from_dict(platform.document).exclude(
        lambda context: f"{context.operation.method.upper()} {context.operation.path}" in ENDS_THE_CALLER
    )
    schema.config.generation.update(with_security_parameters=False)
    steps: list[str] = []

    class Machine(schema.as_state_machine()):  # type: ignore[misc]
        """Calls in the orders that links allow."""

        def call(self, case: Case, **_: Any) -> Response:
            steps.append(f"{case.method.upper()} {case.path}")
            return Response.from_httpx(platform.ask(case), verify=True)

        def validate_response(self, *_: Any, **__: Any) -> None:
            """Done where it was asked: against the document as it is, not this copy."""

    Machine.run(settings=generated(20, stateful_step_count=8))
    assert len(set(steps)) > 30, "it would show little if it always went the same way"
