"""The central write: receipt, enrollments, wallet and entry, all or nothing, ordered by blame.

Nothing that money decides is refused before it: the wallet's own condition refuses, in the very write that
would have paid. What it meets is told apart by the blame of the first broken condition: the receipt (a twin of
this request was faster), an enrollment (somebody was enrolled meanwhile, or was here before), the wallet (moved
since it was read: again from what stood there; too low: the refusal).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from functions.enroll.enrollment import ACTIVE, Enrollment
from functions.enroll.plan import Outcome, Part, Standing, revised
from functions.enroll.standing import Terms, latest
from functions.wallet.entry import Movement
from functions.wallet.movement import movement_writes, read_again
from functions.wallet.receipt import Command, receipt, replayed
from functions.wallet.turn import Contended, Turn
from functions.wallet.wallet import Moved, Wallet
from shared import keys
from shared.commit import Refused, Write, check, commit, put
from shared.events import Fact
from shared.ids import EnrollmentKey
from shared.telemetry import count


@dataclass(frozen=True)
class Placed:
    """An accepted part: what its receipt keeps, and the wallet after it."""

    part: Part
    cost: int
    at: str
    balance_before: int
    balance_after: int
    seq: int | None
    batch_id: str | None
    wallet: Wallet | None = None
    replayed: bool = False

    def kept(self) -> dict[str, Any]:
        """What the receipt keeps: outcomes in the order of the request, as short as they can be said."""
        return {
            "upto": self.part.upto,
            "short": self.part.short,
            "outcomes": [_CODES[one.result] + str(one.attempt or "") for one in self.part.outcomes],
            "cost": self.cost,
            "at": self.at,
            "balance_before": self.balance_before,
            "balance_after": self.balance_after,
            "seq": self.seq,
            "batch_id": self.batch_id,
        }

    @classmethod
    def of(cls, command: Command, item: dict[str, Any], contact_ids: tuple[str, ...], start: int = 0) -> Placed:
        """The first answer again, from its receipt. Raises: Problem `idempotency-key-reused`."""
        kept = replayed(command, item)
        codes = kept.pop("outcomes")
        people = contact_ids[start : kept["upto"]]
        outcomes = tuple(
            Outcome(who, _RESULTS[code[0]], int(code[1:]) if code[1:] else None)
            for who, code in zip(people, codes, strict=True)
        )
        part = Part(start, kept.pop("upto"), outcomes, (), kept.pop("short"))
        return cls(part=part, replayed=True, **kept)


class Blocked(Exception):
    """The planned part has nobody to place; its outcomes say why for each."""

    def __init__(self, part: Part, wallet: Wallet) -> None:
        super().__init__()
        self.part, self.wallet = part, wallet


Planner = Callable[[list[Standing], Wallet], Part]


def place(command: Command, terms: Terms, cost: int, people: list[Standing], wallet: Wallet, plan: Planner) -> Placed:
    """Enrol a part of the list and pay for it.

    Args: the price a head, how the people and the wallet were read, and what plans the part from them (it is
    asked again whenever either turns out to have changed).
    Raises: Short, Blocked, Problem `busy` or `idempotency-key-reused`.
    """
    turn = Turn(command.partner.id if cost else None)
    wallet = turn.enter(wallet)
    while True:
        part = plan(people, wallet)
        if not part.seats:
            raise Blocked(part, wallet)
        total = cost * len(part.seats)
        moved = _paid(command, terms, part, total, wallet, turn)
        placed = _placed(command, terms, part, cost, wallet, moved)
        try:
            commit(_writes(command, terms, part, placed, moved), turn)
        except Contended:
            wallet = turn.after(wallet, known=False)
            continue
        except Refused as refused:
            blamed, stood = refused.first
            if blamed.blame == "receipt" and stood:
                return Placed.of(command, stood, terms.contact_ids, part.start)
            if blamed.blame in ("enrollment", "former"):
                people = revised(people, _news(command, terms, part, refused))
                turn.again()
            elif blamed.blame == "wallet":
                wallet = turn.after(read_again(wallet, stood, total), known=True)
            else:
                raise
            continue
        turn.done()
        count("Enrollments", len(part.seats))
        if total:
            count("CreditsMoved", total, kind="enrollment")
        return placed


def _paid(command: Command, terms: Terms, part: Part, total: int, wallet: Wallet, turn: Turn) -> Moved | None:
    """The wallet's movement for a part; None when it costs nothing."""
    if not total:
        return None
    people = [[one.contact_id, one.attempt] for one in part.seats]
    paid_for = {"course_id": terms.course_id, "people": people}
    movement = Movement("enrollment", -total, command.actor_id, command.at, paid_for=paid_for)
    return turn.told(wallet.move(movement, command.partner.low_credit_threshold))


def _placed(command: Command, terms: Terms, part: Part, cost: int, wallet: Wallet, moved: Moved | None) -> Placed:
    after = moved.wallet if moved else wallet
    return Placed(
        part=part,
        cost=cost,
        at=command.at,
        balance_before=wallet.balance,
        balance_after=after.balance,
        seq=moved.entry.seq if moved else None,
        batch_id=terms.batch_id,
        wallet=after,
    )


def _writes(command: Command, terms: Terms, part: Part, placed: Placed, moved: Moved | None) -> list[Write]:
    writes = [receipt(command, placed.kept(), part.start)]
    for place_in_list, seat in enumerate(part.seats):
        key = EnrollmentKey(command.partner.id, terms.course_id, seat.contact_id, seat.attempt)
        enrollment = Enrollment(
            key=key,
            status="enrolled",
            cost=placed.cost,
            enrolled_at=command.at,
            enrolled_by=command.actor_id,
            entry_seq=placed.seq,
            organization_id=terms.organization_id,
            batch_id=terms.batch_id,
        )
        writes.append(put("enrollment", keys.enrollment(*key), enrollment.stored(), place=place_in_list))
        if seat.attempt > 1:
            former = keys.enrollment(*key._replace(attempt=seat.attempt - 1))
            is_over = "attribute_exists(pk) AND #status <> :active"
            writes.append(
                check(
                    "former",
                    former,
                    is_over,
                    names={"#status": "status"},
                    values={":active": "enrolled"},
                    place=place_in_list,
                )
            )
    if not moved:
        return writes
    facts: tuple[Fact, ...] = ()
    if part.short:
        after, said = moved.wallet.refused(placed.cost, terms.course_id)
        moved, facts = replace(moved, wallet=after), tuple(said)
    return writes + movement_writes(moved, facts)


def _news(command: Command, terms: Terms, part: Part, refused: Refused) -> dict[str, Standing]:
    """How those stand whose enrollment was refused: by what stood there if that is active, else by asking."""
    news: dict[str, Standing] = {}
    for write, stood in refused.broken:
        if write.blame not in ("enrollment", "former"):
            continue
        who = part.seats[write.place].contact_id
        if stood and stood["status"] in ACTIVE:
            news[who] = Standing(who, "active", stood["attempt"])
    asked = [
        part.seats[write.place].contact_id
        for write, _ in refused.broken
        if write.blame in ("enrollment", "former") and part.seats[write.place].contact_id not in news
    ]
    return news | (latest(command.partner.id, terms.course_id, asked) if asked else {})


_CODES = {"enrolled": "e", "already_enrolled": "a", "unknown_contact": "u", "insufficient_credits": "i"}
_RESULTS: dict[str, Any] = {code: result for result, code in _CODES.items()}
