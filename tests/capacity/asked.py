"""Every operation of the API as its first success is asked: by whom, with what, in which order.

The questions are those of the isolation matrix (`tests/flow/operations.py`), so an operation that is new there is new
here; what the matrix has no success of stands below, and what is worth a row of its own besides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx

from tests.capacity.proofs import Proofs, Question
from tests.flow.callers import Ids
from tests.flow.cells import Cell, Cells

WHO = ("alfa", "platform", "key", "user", "learner", "browser", "console")
"""Who is asked as: the first of them to whom the operation is open, by token if there is a choice."""
LAST = ("DELETE /v1/session", "DELETE /v1/browser-sessions/current")
"""What ends the session of who asks."""
LIFTED = ("DELETE /v1/partners/{partner_id}/suspension", "DELETE /v1/partners/{partner_id}/closure")
"""What is to be asked of a partner to which it was done."""
BATCH = 97


class Asked:
    """Questions to the people of a scene."""

    def __init__(self, cells: Cells) -> None:
        self.cells, self.scene, self.world = cells, cells.scene, cells.scene.world
        self.alfa = self.scene.places["alfa"]
        self.base = f"/v1/partners/{self.alfa['partner_id']}"
        self.admin, self.platform = cells.callers["alfa"].api, cells.callers["platform"].api

    def every(self) -> Iterator[Question]:
        """Each operation once, then the further rows, then what ends a session."""
        first: dict[str, Cell] = {}
        for cell in self.cells.every():
            at_home = cell.place == cell.caller.home and cell.caller.name in WHO
            if cell.word == "ok" and at_home:
                known = first.get(cell.row.name)
                if known is None or WHO.index(cell.caller.name) < WHO.index(known.caller.name):
                    first[cell.row.name] = cell
        for name, cell in first.items():
            if name not in (*LAST, *LIFTED):
                yield name, self._ask(cell)
        yield from self._lifted()
        yield from Proofs(self.scene, self._alfas_home()).every()
        yield from self._money()
        for name in LAST:
            yield name, self._ask(first[name])

    def _ask(self, cell: Cell) -> Callable[[], httpx.Response]:
        made = self.cells.fresh_if_written(cell)
        return lambda: self.cells.ask(made)

    def _alfas_home(self) -> str | None:
        """The name under which Alfa's people sign in."""
        return self.world.homes.get(self.cells.callers["alfa"].secrets["sign_in"])

    def _lifted(self) -> Iterator[Question]:
        for name in LIFTED:
            partner = self.world.partner()
            path = name.split()[1].format(partner_id=partner)
            self.platform.ok("POST", path)
            yield name, lambda path=path: self.platform.send("DELETE", path)  # type: ignore[misc]

    def _money(self) -> Iterator[Question]:
        """What an enrollment takes in all its ways."""
        at = f"{self.base}/enrollments"
        enroll = "POST /v1/partners/{partner_id}/enrollments"
        browser = self.cells.callers["browser"].api
        body = {"course_id": self.alfa["course_id"]}
        through = {"organization_id": self.alfa["organization_id"]}

        def contact() -> Ids:
            return {"contact_id": self.scene.contact(self.alfa)}

        default = self.world.partner(credits=1)
        somebody = self.platform.ok("POST", f"/v1/partners/{default}/organizations", {"name": "Beta"}, 201)
        employee = self.world.contact(default, organization_id=somebody["id"])
        there = {"course_id": self.world.course(1, default), "contact_id": employee, "organization_id": somebody["id"]}
        yield (
            f"{enroll} | at a default partner",
            lambda: self.platform.post(f"/v1/partners/{default}/enrollments", there),
        )
        personal, by_browser, again = body | contact(), body | contact(), body | contact() | through
        yield f"{enroll} | personal", lambda: self.admin.post(at, personal)
        yield f"{enroll} | by browser", lambda: browser.post(at, by_browser)
        key = {"Idempotency-Key": "0198c1f2-7c1e-7a52-9d0a-3a5b6c7d8e9f"}
        self.admin.post(at, again, headers=key)
        yield f"{enroll} | replayed", lambda: self.admin.post(at, again, headers=key)
        dear = body | contact() | {"course_id": self.world.course(10**6, self.alfa["partner_id"])}
        yield f"{enroll} | refused for credits, said", lambda: self.admin.post(at, dear)
        yield f"{enroll} | refused for credits again", lambda: self.admin.post(at, dear)
        people = [self.scene.contact(self.alfa) for _ in range(BATCH)]
        many = body | through | {"contact_ids": people, "mode": "all_or_nothing"}
        yield f"{enroll}/batches | {BATCH} people", lambda: self.admin.post(f"{at}/batches", many)
        yield (
            f"{enroll}/batches | {BATCH} people, priced",
            lambda: self.admin.post(
                f"{at}/batches", many | {"contact_ids": people[:BATCH], "dry_run": True, "mode": "partial"}
            ),
        )
