"""The people and places the matrix speaks of, how a cell is asked, and what makes two answers the same."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import httpx

from infra import generate_openapi
from shared.ids import EnrollmentKey, new_id
from shared.keys import HOUSE
from tests.flow.api import PASSWORD, Api, World
from tests.flow.matrix import BODIES, IDS, WORDS, Row, filled, rows

DOCUMENT: dict[str, Any] = {
    f"{method.upper()} {path}": operation
    for path, methods in json.loads(generate_openapi.text())["paths"].items()
    for method, operation in methods.items()
    if method != "parameters"
}
Ids = dict[str, str]


@dataclass(frozen=True)
class Caller:
    """Somebody who asks: as the table calls them, at which place they are at home, and with what they sign in."""

    kind: str
    home: str
    api: Api
    secrets: Ids


@dataclass(frozen=True)
class Cell:
    """One question and the word for what is to be heard."""

    row: Row
    caller: str
    place: str
    ids: Ids
    word: str

    def __str__(self) -> str:
        return f"{self.row.name} by {self.caller} at {self.place}"

    @property
    def writes(self) -> bool:
        return self.word == "ok" and self.row.method != "GET"

    @property
    def heard(self) -> tuple[int, str | None]:
        if self.word != "ok":
            return WORDS[self.word]
        return next(int(status) for status in DOCUMENT[self.row.operation]["responses"] if status < "3"), None


class Scene:
    """Alfa and Beta, a suspended and a closed partner, the house; who asks, and the records each has."""

    def __init__(self, world: World) -> None:
        self.world, self.asked = world, world.platform.ok
        partners = {name: world.partner(name.capitalize(), 500) for name in ("alfa", "beta", "suspended", "closed")}
        with ThreadPoolExecutor(3) as pool:
            named = partners | {"house": HOUSE}
            self.places: dict[str, Ids] = dict(zip(named, pool.map(self._records, named.values()), strict=True))
        emails = {name: world.email(name) for name in (*partners, "dismissed", "platform")}
        ids = {name: self._invite(partners.get(name, partners["alfa"]), email) for name, email in emails.items()}
        with ThreadPoolExecutor(3) as pool:
            self.callers = dict(zip(emails, pool.map(self._sign_in, emails, emails.values()), strict=True))
        unknown = {"sign_in": world.email("nobody"), "refresh_token": "none"}
        self.callers["nobody"] = Caller("nobody", "alfa", world.anonymous(), unknown)
        self.asked("DELETE", f"/v1/partners/{partners['alfa']}/admins/{ids['dismissed']}", status=204)
        self.asked("POST", f"/v1/partners/{partners['suspended']}/suspension")
        self.asked("POST", f"/v1/partners/{partners['closed']}/closure")
        strange = {kind: new_id(prefix) for kind, prefix in IDS.items()}
        key = EnrollmentKey(strange["partner_id"], strange["course_id"], strange["contact_id"], 1)
        self.places["unknown"] = strange | {"enrollment_id": key.id}

    def _records(self, partner: str) -> Ids:
        base, house = f"/v1/partners/{partner}", partner == HOUSE
        organization = self.asked("POST", f"{base}/organizations", {"name": "Gialli"}, 201)["id"]
        contact = self.world.contact(partner, organization_id=organization)
        # the house has every course, even one that is assigned to nobody
        body = {"title": "Antincendio", "enrollment_cost": 1, "assignment": {"partners": []}}
        course = self.asked("POST", "/v1/courses", body, 201)["id"] if house else self.world.course(1, partner)
        place = {"partner_id": partner, "course_id": course, "contact_id": contact, "organization_id": organization}
        place["person_id"] = new_id("per") if house else self._invite(partner, self.world.email("invitee"))
        return place | {"enrollment_id": self._enroll(place)}

    def _enroll(self, place: Ids) -> str:
        body = {"course_id": place["course_id"], "contact_id": place["contact_id"]}
        return str(self.asked("POST", f"/v1/partners/{place['partner_id']}/enrollments", body, 201)["id"])

    def _invite(self, partner: str, email: str) -> str:
        if not email.startswith(("platform", "colleague")):
            return str(self.world.invite(partner, email)["id"])
        return str(self.asked("POST", "/v1/platform/admins", filled(INVITEE, {"email": email}), 201)["id"])

    def _sign_in(self, name: str, email: str) -> Caller:
        self.world.set_password(email)
        api = self.world.anonymous()
        session = api.ok("POST", "/v1/session", {"email": email, "password": PASSWORD})
        api.headers["Authorization"] = f"Bearer {session['access_token']}"
        kind = "admin" if name in ("alfa", "beta") else name
        home = name if name in self.places else "alfa"
        return Caller(kind, home, api, {"sign_in": email, "refresh_token": session["refresh_token"]})

    def cells(self) -> Iterator[Cell]:
        """Every row by every caller at every place; where no id is named, once by every caller."""
        for row in rows():
            for name, caller in self.callers.items():
                for place in self._places_for(name, caller.home) if row.ids else ("alfa",):
                    theirs = place == caller.home or not row.ids
                    word = row.word(caller.kind, "strange" if place in STRANGE else place, theirs)
                    if word != ".":
                        yield Cell(row, name, place, self.ids_at(place, caller), word)

    def _places_for(self, name: str, home: str) -> tuple[str, ...]:
        if name in ("nobody", "beta"):  # who is not signed in hears one thing; Beta's admin is Alfa's mirrored
            return home, "alfa" if home == "beta" else "unknown"
        another = "beta" if home == "alfa" else "alfa"
        return home, another, "house", *STRANGE, *(("suspended", "closed") if name == "platform" else ())

    def ids_at(self, place: str, caller: Caller) -> Ids:
        """Ids of a place's records; `respelled` are the caller's own in lower case."""
        if place != "respelled":
            return self.places[place]
        return {kind: text.lower() for kind, text in self.places[caller.home].items()}

    def fresh(self, cell: Cell) -> Cell:
        """The cell with what its success needs for itself, so that no cell finds what another one left."""
        ids, partner, need = dict(cell.ids), cell.ids["partner_id"], cell.row.fresh
        if need == "partner":
            ids["partner_id"] = self.world.partner()
            if mark := {"suspended": "suspension", "closed": "closure"}.get(cell.place):
                self.asked("POST", f"/v1/partners/{ids['partner_id']}/{mark}")
        elif need in ("contact", "enrollment"):
            ids["contact_id"] = self.world.contact(partner)
            if need == "enrollment" and cell.place not in ("suspended", "closed"):
                ids["enrollment_id"] = self._enroll(ids)
        elif need:
            ids["person_id"] = self._invite(partner, self.world.email(need))
        return replace(cell, ids=ids)

    def ask(self, cell: Cell) -> httpx.Response:
        """The answer to a cell's question."""
        caller = self.callers[cell.caller]
        words = cell.ids | caller.secrets | {"password": PASSWORD, "email": self.world.email("new")}
        return caller.api.send(cell.row.method, cell.row.path.format_map(words), filled(cell.row.body, words))

    def hear(self, cells: Sequence[Cell]) -> list[tuple[Cell, httpx.Response]]:
        """The answers to all, of which every one is as the table has it."""
        with ThreadPoolExecutor(3) as pool:
            answers = list(zip(cells, pool.map(self.ask, cells), strict=True))
        wrong = [said for cell, answer in answers if (said := self._wrong(cell, answer))]
        assert not wrong, "\n".join(wrong)
        return answers

    def _wrong(self, cell: Cell, answer: httpx.Response) -> str | None:
        code = answer.json()["code"] if answer.status_code >= 400 else None
        if (answer.status_code, code) != cell.heard:
            return f"{cell}: {cell.heard}, but heard {answer.status_code} {answer.text[:200]}"
        if str(answer.status_code) not in DOCUMENT[cell.row.operation]["responses"]:
            return f"{cell}: {answer.status_code} is not in the document of the API"
        if told := self._told(cell, answer):
            return f"{cell}: tells {told}"
        return None

    def _told(self, cell: Cell, answer: httpx.Response) -> set[str]:
        """Ids that an answer tells of places that are not the caller's; the platform may see all."""
        caller = self.callers[cell.caller]
        if caller.kind == "platform":
            return set()
        home = {caller.home} if caller.kind in ("admin", "suspended") else set()
        others = {one for place in self.places.keys() - home for one in self.places[place].values()}
        sent = answer.request.content.decode()  # a batch answers by the ids it was sent
        return {one for one in others if one in f"{answer.text} {answer.headers}" and one not in sent}

    def stored(self) -> dict[str, Any]:
        """All records there are, but for counters against guessing, which count refusals too."""
        assert self.world.stack.settle()
        found: dict[str, Any] = {}
        for table in ("LedgerTable", "PortalTable"):
            pages = self.world.stack.aws("dynamodb").get_paginator("scan")
            for page in pages.paginate(TableName=self.world.stack.outputs[table], ConsistentRead=True):
                found |= {f"{item['pk']['S']} {item['sk']['S']}": item for item in page["Items"]}
        return {key: item for key, item in found.items() if not key.startswith("COUNTER#")}


STRANGE = ("unknown", "respelled")
INVITEE = BODIES["POST /v1/platform/admins"]
VARYING = ("date", "apigw-requestid")
REQUEST_ID = re.compile(r'"request_id": ?"[^"]*"')


def same(answer: httpx.Response) -> str:
    """An answer without what varies with each request and its time."""
    headers = sorted((name, value) for name, value in answer.headers.items() if name not in VARYING)
    return f"{answer.status_code} {headers} {REQUEST_ID.sub('', answer.text)}"


def told_apart(answers: Sequence[tuple[Cell, httpx.Response]]) -> dict[str, set[str]]:
    """Operations whose 404 are not all one: by them, what is another's could be told from what never was."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for cell, answer in answers:
        if answer.status_code == 404:
            kinds[cell.row.operation].add(same(answer))
    return {operation: found for operation, found in kinds.items() if len(found) > 1}
