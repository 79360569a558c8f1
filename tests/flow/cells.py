"""The cells of the matrix: one question each, what its success needs made for it, and what is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import httpx

from shared import keys
from tests.flow.api import PASSWORD
from tests.flow.callers import OURS, PORTAL, SCOPED, STRANGE, Caller, Ids
from tests.flow.document import DOCUMENT
from tests.flow.expected import WORDS
from tests.flow.matrix import Row, filled, rows
from tests.flow.operations import NARROWED
from tests.flow.scene import Scene

OWN_PREFIXES = ("/v1/partners/{partner_id}", "/v1/business/{organization_id}", "/v1/me/{partner_id}")


@dataclass(frozen=True)
class Cell:
    """One question and the word for what is to be heard."""

    row: Row
    caller: Caller
    place: str
    ids: Ids
    word: str

    def __str__(self) -> str:
        return f"{self.row.name} by {self.caller.name} at {self.place}"

    @property
    def writes(self) -> bool:
        return self.word == "ok" and self.row.method != "GET"

    @property
    def heard(self) -> tuple[int, str | None]:
        if self.word != "ok":
            return WORDS[self.word]
        return next(int(status) for status in DOCUMENT[self.row.operation]["responses"] if status < "3"), None


class Cells:
    """All the questions there are, to the people of a scene."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.callers = scene, scene.callers

    def every(self) -> Iterator[Cell]:
        """Every row by every caller at every place; where no id is named, once by every caller."""
        for row in rows():
            for caller in self.callers.values():
                for place in caller.asked_at if row.ids else (caller.home,):
                    cell = self._cell(row, caller, place)
                    if cell.word != ".":
                        yield cell

    def out_of_reach(self, name: str) -> Iterator[Cell]:
        """Under what is a caller's own, each of the further ids in turn of somewhere else."""
        caller = self.callers[name]
        whole = {row.name: row.expected for row in rows()}
        narrowed = [Row(one, whole[one.partition("?")[0]]) for one in NARROWED]
        for row in (*rows(), *narrowed):
            if not row.path.startswith(OWN_PREFIXES) and "?partner_id" not in row.path:
                continue
            if self._cell(row, caller, "alfa").word != "ok":
                continue
            first = "partner_id" if "{partner_id}" in row.path else "organization_id"
            for kind in row.ids:
                if kind == first:
                    continue
                for place in ("sister", "unknown") if name in (*SCOPED, *PORTAL) else ("beta", "house", *STRANGE):
                    ids = self.ids_at("alfa", caller) | {kind: self.ids_at(place, caller)[kind]}
                    yield Cell(row, caller, f"alfa, {kind} of {place}", ids, self._word_out_of_reach(row, kind, place))

    def _word_out_of_reach(self, row: Row, kind: str, place: str) -> str:
        if row.name in NARROWED:
            return NARROWED[row.name] if place == "respelled" else "ok"
        return "ok" if row.path.endswith("enrollments/batches") and kind == "contact_id" else "404"

    def _cell(self, row: Row, caller: Caller, place: str) -> Cell:
        known = "strange" if place in STRANGE else place
        word = row.word(caller.kind, known, theirs=place == caller.home)
        word = "ok" if word == "web" and caller.by_cookie else word
        return Cell(row, caller, place, self.ids_at(place, caller), word)

    def ids_at(self, place: str, caller: Caller) -> Ids:
        """Ids of a place's records, at home the caller's own among them; `respelled` are those in lower case."""
        own = self.scene.places[caller.home] | caller.own
        if place == "respelled":
            return {kind: text.lower() for kind, text in own.items()}
        return own if place == caller.home else self.scene.places[place]

    def fresh_if_written(self, cell: Cell) -> Cell:
        """The cell with what its success needs for itself, so that no cell finds what another one left."""
        return replace(cell, ids=cell.ids | self._made(cell)) if cell.row.fresh and cell.writes else cell

    def _made(self, cell: Cell) -> Ids:
        scene, world, ids = self.scene, self.scene.world, cell.ids
        partner, email = ids["partner_id"], self.scene.world.email("fresh")
        match cell.row.fresh:
            case "partner":
                made = world.partner()
                if mark := {"suspended": "suspension", "closed": "closure"}.get(cell.place):
                    scene.asked("POST", f"/v1/partners/{made}/{mark}")
                return {"partner_id": made}
            case "contact" | "member":
                return {"contact_id": scene.contact(ids)}
            case "visitor" | "key_contact" as kind:
                contact = scene.contact(ids)
                (scene.let_in if kind == "visitor" else scene.make_key_contact)(ids, contact)
                return {"contact_id": contact}
            case "enrollment":
                spare = scene.spare.get(cell.place)
                return {"enrollment_id": spare.pop() if spare else scene.enroll(ids)}
            case "colleague":
                return {"person_id": scene.invite("/v1/platform/admins", email)}
            case "trainer":
                courses = [scene.places["alfa"]["course_id"]]
                return {"person_id": scene.invite("/v1/platform/trainers", email, courses=courses)}
            case "admin":
                return {"person_id": scene.invite(f"/v1/partners/{partner}/admins", email)}
            case "staff":
                return {"person_id": scene.staff(ids)}
            case "profile":
                return {"profile_id": scene.profile(partner)}
            case "course":
                return {"course_id": world.course(1, partner)}
            case "session" if cell.caller.kind not in ("closed", "gone"):  # who can't open another one ends their own
                return {"session_id": self._session(cell.caller)}
            case "quota":
                self._forget_domains(partner)
            case "domain":
                self._forget_domains(partner)
                return {"domain_id": scene.domain(ids, "via")}
            case "allowance":
                self._forget_requests()
        return {}

    def _session(self, caller: Caller) -> str:
        """One more browser of the caller's."""
        proof = {"email": caller.secrets["sign_in"], "password": PASSWORD}
        home = self.scene.world.at_home(caller.secrets["sign_in"])
        home.ok("POST", "/v1/browser-sessions", proof, 201, headers=OURS)
        return str(caller.api.ok("GET", "/v1/me/sessions")["items"][0]["id"])

    def _forget_requests(self) -> None:
        """As if nobody had asked for a top-up today."""
        stack, counters = self.scene.world.stack, keys.counter("top-up-asked").pk
        dynamodb, table = stack.aws("dynamodb"), stack.outputs["PortalTable"]
        for item in dynamodb.scan(TableName=table, ConsistentRead=True)["Items"]:
            if item["pk"]["S"].startswith(counters):
                dynamodb.delete_item(TableName=table, Key={name: item[name] for name in ("pk", "sk")})

    def _forget_domains(self, partner: str) -> None:
        """As if the partner had brought no domains but those of the places, and had nothing looked at."""
        stack, brought = self.scene.world.stack, keys.own_domain(partner, "").pk
        dynamodb, table = stack.aws("dynamodb"), stack.outputs["PortalTable"]
        kept = {place.get("domain_id") for place in self.scene.places.values()}
        for item in dynamodb.scan(TableName=table, ConsistentRead=True)["Items"]:
            counted = item["pk"]["S"].startswith(keys.counter("domain-").pk)
            if counted or (item["pk"]["S"] == brought and item["id"]["S"] not in kept):
                dynamodb.delete_item(TableName=table, Key={name: item[name] for name in ("pk", "sk")})

    def ask(self, cell: Cell, **headers: str) -> httpx.Response:
        """The answer to a cell's question."""
        words = {"own_course_id": self.scene.places["alfa"]["course_id"]} | cell.ids | cell.caller.secrets
        words |= {"password": PASSWORD, "email": self.scene.world.email("new")}
        body = filled(cell.row.body, words)
        return cell.caller.api.send(cell.row.method, cell.row.path.format_map(words), body, headers=headers)
