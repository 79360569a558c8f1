"""Our side of the hot wallet: the verbs against the engine over loopback HTTP, and DynamoDB's own floor.

One transaction of `place`: the central write (receipt, enrollment, wallet, entry), handed the wallet as this client
last knew it, as the peer is handed its ledger; when others moved it meanwhile, finding that out is part of it.
`enroll` is the whole verb: everything read that decides, then the central write. `batch` enrols 97 people at once,
all or nothing. `floor` is one conditional UpdateItem of the wallet's balance: no receipt, no entry, no enrollment;
`puts` one transaction of so many small new items, `records` one of so many enrollments and nothing else; `calls` what
waiting together comes to without any waiting: an update and a read each, and for every eighth the records of all.
Each transaction has the deadline that the door gives (Lambda's 20 s less one); a 503 is tried again under the same
key.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from benchmarks.peers.crowd import AGAIN, DONE, serve
from functions.enroll.enroll_batch import enroll_batch
from functions.enroll.enroll_contact import enroll_contact
from functions.enroll.enrollment import Enrollment
from functions.enroll.place import place
from functions.enroll.plan import MOST_AT_ONCE, Standing, whole
from functions.enroll.standing import Terms
from functions.wallet.move_credits import move_credits
from functions.wallet.movement import Short
from functions.wallet.receipt import Command
from functions.wallet.store import wallet_of
from functions.wallet.verify import verify
from shared import dynamo, keys
from shared.clock import stamp
from shared.commit import commit, put, update_once, update_returning
from shared.ids import EnrollmentKey, new_id
from shared.partner import Partner
from shared.patience import answer_within
from shared.problems import Problem

CREDITS = 1_000_000_000
SECONDS = 19
"""What the door of enroll gives a command: its timeout less a second."""
ACTOR = "per_01ARZ3NDEKTSV4RRFFQ69G5FAV"


def command(partner: Partner, key: str) -> Command:
    """A money command of one actor."""
    return Command(partner, ACTOR, key, "same", stamp())


class Ours:
    """One partner with credits, a course of 1 credit, and people where the verb wants them."""

    def __init__(self, what: str) -> None:
        self.what = what

    def fresh(self, clients: int, options: dict[str, Any]) -> dict[str, Any]:
        partner = Partner(new_id("prt"), "Alfa", "default", "active", 0, "it", "Europe/Rome")
        move_credits(command(partner, "first"), "top_up", CREDITS, "ordine 7", None)
        people = [new_id("con") for _ in range(options.get("people", 0))]
        courses = [new_id("crs") for _ in range(options.get("courses", 1))]
        records: list[tuple[keys.Key, dict[str, Any]]] = []
        for course_id in courses:
            course = {"id": course_id, "title": "Sicurezza", "enrollment_cost": 1, "all_partners": False, "version": 1}
            records.append((keys.course(course_id), course))
            assigned = {"course_id": course_id, "enrollment_cost": None, "active": True}
            records.append((keys.assignment(partner.id, course_id), assigned))
        for who in people:
            records.append((keys.contact(partner.id, who), {"id": who, "first_name": "Ada", "organization_ids": []}))
        fill(records)
        dynamo.client.cache_clear()
        return {"partner": partner, "people": people, "courses": courses, "puts": options.get("puts", 0)}

    def client(self, wallet: Any, number: int, clients: int) -> Callable[[int], str]:
        dynamo.client.cache_clear()
        once = getattr(self, f"_{self.what}")(wallet, number, clients)

        def one(n: int) -> str:
            answer_within(SECONDS)
            try:
                once(n)
            except Problem as problem:
                return AGAIN if problem.code == "busy" else f"refused: {problem.code}"
            except Short:
                return "refused: short"
            return DONE

        wallet_of(wallet["partner"].id)  # the connection is open before the clock runs
        return one

    def _place(self, wallet: Any, number: int, clients: int) -> Callable[[int], Any]:
        partner, course_id = wallet["partner"], wallet["courses"][0]
        last = wallet_of(partner.id)

        def once(n: int) -> None:
            nonlocal last
            who = new_id("con")
            asked = command(partner, f"{number}-{n}")
            placed = place(asked, Terms(course_id, (who,)), 1, [Standing(who)], last, lambda now, _: whole(now))
            last = placed.wallet or last

        return once

    def _enroll(self, wallet: Any, number: int, clients: int) -> Callable[[int], Any]:
        partner, people, courses = wallet["partner"], wallet["people"], wallet["courses"]

        def once(n: int) -> None:
            at = number + n * clients
            terms = Terms(courses[at // len(people)], (people[at % len(people)],))
            enroll_contact(command(partner, f"{number}-{n}"), terms)

        return once

    def _batch(self, wallet: Any, number: int, clients: int) -> Callable[[int], Any]:
        partner, people, courses = wallet["partner"], tuple(wallet["people"]), wallet["courses"]

        def once(n: int) -> None:
            terms = Terms(courses[number + n * clients], people, batch_id=new_id("bat"))
            enroll_batch(command(partner, f"{number}-{n}"), terms, "all_or_nothing")

        return once

    def _floor(self, wallet: Any, number: int, clients: int) -> Callable[[int], Any]:
        key = keys.wallet(wallet["partner"].id)

        def once(_: int) -> None:
            expression, names = "SET #a = #a - :one, #s = #s + :one", {"#a": "available", "#s": "seq"}
            assert update_once(key, expression, "#a >= :one", names=names, values={":one": 1})

        return once

    def _puts(self, wallet: Any, number: int, clients: int) -> Callable[[int], Any]:
        pk = f"RECEIPT#{wallet['partner'].id}#{number}"

        def once(n: int) -> None:
            commit([put("put", keys.Key("ledger", pk, f"{n}#{place}"), {"seq": n}) for place in range(wallet["puts"])])

        return once

    def _records(self, wallet: Any, number: int, clients: int) -> Callable[[int], Any]:
        partner, course_id = wallet["partner"], wallet["courses"][0]

        def once(n: int) -> None:
            writes = []
            for one in range(wallet["puts"]):
                key = EnrollmentKey(partner.id, course_id, f"con_{number}_{n:06}_{one:016}", 1)
                made = Enrollment(key, "enrolled", 1, stamp(), ACTOR, entry_seq=n, batch_id=course_id)
                writes.append(put("put", keys.enrollment(*key), made.stored()))
            commit(writes)

        return once

    def _calls(self, wallet: Any, number: int, clients: int) -> Callable[[int], Any]:
        partner, records = wallet["partner"], self._records(wallet, number, clients)
        line, purse, ask = keys.line(partner.id), keys.wallet(partner.id), "x" * 230

        def once(n: int) -> None:
            expression, names = "SET #ask = :ask, #n = if_not_exists(#n, :none) + :one", {"#ask": "ask", "#n": "n"}
            values = {":ask": ask, ":one": 1, ":none": 0, ":most": CREDITS}
            unless = "attribute_not_exists(#n) OR #n < :most"
            update_returning(line, expression, unless, "UPDATED_NEW", names=names, values=values)
            dynamo.read([keys.money_receipt(partner.id, f"{number}-{n}"), purse])
            if n % clients == 0:
                records(n)

        return once

    def check(self, wallet: Any, done: int) -> str:
        if self.what in ("puts", "records", "calls"):
            return ""
        partner = wallet["partner"]
        heads = MOST_AT_ONCE if self.what == "batch" else 1
        now = wallet_of(partner.id)
        whole_chain = self.what == "floor" or verify(partner.id)["ok"]
        dynamo.client.cache_clear()
        if (now.available, now.seq) != (CREDITS - done * heads, done + 1) or not whole_chain:
            return f"{CREDITS - now.available} spent by {now.seq - 1} entries, {done} told, chain {whole_chain}"
        return ""


def fill(records: list[tuple[keys.Key, dict[str, Any]]]) -> None:
    """Write records as they stand, many at once, past every verb."""
    by_table: dict[str, list[Any]] = {}
    for key, item in records:
        put = {"PutRequest": {"Item": dynamo.encode({"pk": key.pk, "sk": key.sk} | item)}}
        by_table.setdefault(dynamo.table_name(key.table), []).append(put)
    for table, puts in by_table.items():
        for at in range(0, len(puts), 25):
            left = dynamo.client().batch_write_item(RequestItems={table: puts[at : at + 25]}).get("UnprocessedItems")
            assert not left, left


if __name__ == "__main__":
    serve(Ours(sys.argv[1]))
