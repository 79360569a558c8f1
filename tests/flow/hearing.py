"""What all answers of the matrix are held to, and what makes two answers the same."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import httpx

from tests.flow.cells import Cell, Cells
from tests.flow.document import unfit

Heard = tuple[Cell, httpx.Response]
VARYING = ("date", "apigw-requestid")
REQUEST_ID = re.compile(r'"request_id": ?"[^"]*"')


def hear(cells: Cells, asked: Sequence[Cell], *, fresh: bool = True) -> list[Heard]:
    """The answers to all, of which every one is as the table and the document have it.

    Args: `fresh`, that what a command's success needs is made for it.
    """
    answers = [(cell, cells.ask(cell)) for cell in (map(cells.fresh_if_written, asked) if fresh else asked)]
    wrong = [f"{cell}: {said}" for cell, answer in answers if (said := _wrong(cells, cell, answer))]
    assert not wrong, f"{len(wrong)} of {len(answers)}:\n" + "\n".join(wrong)
    return answers


def _wrong(cells: Cells, cell: Cell, answer: httpx.Response) -> str | None:
    code = answer.json()["code"] if answer.status_code >= 400 else None
    if (answer.status_code, code) != cell.heard:
        return f"{cell.heard}, but heard {answer.status_code} {code}"
    if said := unfit(cell.row.operation, answer):
        return f"not as documented: {said}"
    if told := _told(cells, cell, answer):
        return f"tells {told}"
    return None


def _told(cells: Cells, cell: Cell, answer: httpx.Response) -> set[str]:
    """Ids that an answer tells of places that are not the caller's; the platform may see all."""
    if cell.caller.kind == "platform":
        return set()
    places = cells.scene.places
    theirs = {*cell.caller.own.values()} | {one for place in cell.caller.told_of for one in places[place].values()}
    others = {one for place in places.values() for one in place.values()} - theirs
    sent = f"{answer.request.url} {answer.request.content.decode()}"  # a batch answers by the ids it was sent
    told = f"{answer.text} {answer.headers}"
    return {one for one in others if one in told and one not in sent}


def stored(cells: Cells) -> dict[str, Any]:
    """All records there are, but for counters against guessing, which count refusals too."""
    stack = cells.scene.world.stack
    assert stack.settle()
    found: dict[str, Any] = {}
    for table in ("LedgerTable", "PortalTable"):
        pages = stack.aws("dynamodb").get_paginator("scan")
        for page in pages.paginate(TableName=stack.outputs[table], ConsistentRead=True):
            found |= {f"{item['pk']['S']} {item['sk']['S']}": item for item in page["Items"]}
    return {key: item for key, item in found.items() if not key.startswith("COUNTER#")}


def same(answer: httpx.Response) -> str:
    """An answer without what varies with each request and its time."""
    headers = sorted((name, value) for name, value in answer.headers.items() if name not in VARYING)
    return f"{answer.status_code} {headers} {REQUEST_ID.sub('', answer.text)}"


def told_apart(answers: Sequence[Heard]) -> dict[str, set[str]]:
    """Operations whose 404 are not all one: by them, what is another's could be told from what never was."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for cell, answer in answers:
        if answer.status_code == 404:
            kinds[cell.row.operation].add(same(answer))
    return {operation: found for operation, found in kinds.items() if len(found) > 1}
