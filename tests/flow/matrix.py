"""The isolation matrix, parsed: an operation of the API, and what each kind of caller hears of it where.

What is expected stands in `expected.py`, of which operation in `operations.py`, with which body in `bodies.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from tests.flow.bodies import BODIES
from tests.flow.callers import PORTAL
from tests.flow.expected import CONSOLES, PLATFORM_AT, PORTALS
from tests.flow.operations import OPERATIONS

IDS = {
    "partner_id": "prt",
    "person_id": "per",
    "course_id": "crs",
    "partners_course_id": "crs",
    "contact_id": "con",
    "organization_id": "org",
    "company_id": "org",
    "enrollment_id": "enr",
    "profile_id": "prf",
    "domain_id": "dom",
    "sender_id": "snd",
    "session_id": "ses",
}
"""Kinds of ids; a company is an organization as a record of its own portal, a partner's course one of its own."""


@dataclass(frozen=True)
class Row:
    """An operation, perhaps with a query: what is expected by caller, and what each success needs made for it."""

    name: str
    expected: dict[str, Any]
    fresh: str | None = None

    @property
    def method(self) -> str:
        return self.name.split()[0]

    @property
    def path(self) -> str:
        """With the kinds of ids it takes: `{record_id=contact_id}` is the document's `{record_id}`, a contact."""
        return re.sub(
            r"\{\w+=(\w+)\}", lambda said: f"{{{said[1]}}}" if said[1] in IDS else said[1], self.name.split()[1]
        )

    @property
    def operation(self) -> str:
        """As the document of the API names it."""
        return re.sub(r"=\w+\}", "}", self.name.partition("?")[0])

    @property
    def body(self) -> Any:
        return BODIES.get(self.operation)

    @property
    def ids(self) -> list[str]:
        """The kinds of ids that path, query and body name, in their order."""
        named = re.findall(r"\{(\w+)\}", f"{self.path} {self.body}")
        return list(dict.fromkeys(one for one in named if one in IDS))

    @property
    def of_portal(self) -> bool:
        """Whether it is of a contacts' portal."""
        return "others" in self.expected

    def word(self, kind: str, place: str, *, theirs: bool) -> str:
        """What a kind of caller hears at a place (`alfa`, `beta`, `house`, …, `strange`), theirs or not."""
        said, _, another = self._said(kind).partition("/")
        if theirs or not self.ids or kind == "nobody":
            return said
        if kind == "platform" and not self.of_portal:
            return str(self.expected["platform at"].get(place) or another or said)
        if kind == "trainer" and not self.of_portal and place != "strange":
            return another or said
        return another or str(self.expected["elsewhere"])

    def _said(self, kind: str) -> str:
        if self.of_portal:
            return str(self.expected.get(kind, self.expected["others"]))
        return str(self.expected["contact" if kind in PORTAL else kind])


@cache
def rows() -> tuple[Row, ...]:
    """The matrix, parsed."""
    consoles = _table(CONSOLES, HEADS)
    at = _table(PLATFORM_AT, ("house", "suspended", "closed", "strange"))
    expected = {name: said | {"platform at": at.get(name, at["*"])} for name, said in consoles.items()}
    expected |= _table(PORTALS, tuple(PORTALS.split("\n")[1].split()))
    found: list[Row] = []
    for verb, *cells in (line.split() for line in OPERATIONS.strip().splitlines()[1:] if line):
        if verb.startswith("?"):
            found[-1] = replace(found[-1], name=found[-1].name + verb)
        else:
            path, who, *fresh = cells
            found.append(Row(f"{verb} {path}", expected[who], *fresh))
    return tuple(found)


HEADS = (
    *("nobody", "platform", "trainer", "admin", "enroller", "finance", "reader", "by course", "by people"),
    *("suspended", "closed", "gone", "contact", "elsewhere"),
)


def _table(text: str, columns: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """The lines of a table that have a cell for each column."""
    lines = [line.split() for line in text.splitlines() if not line.startswith(" ")]
    return {name: dict(zip(columns, cells, strict=True)) for name, *cells in filter(None, lines)}


def filled(shape: Any, words: dict[str, str]) -> Any:
    """A body with its placeholders filled in."""
    if isinstance(shape, dict):
        return {name: filled(value, words) for name, value in shape.items()}
    if isinstance(shape, list):
        return [filled(value, words) for value in shape]
    return shape.format_map(words) if isinstance(shape, str) else shape
