"""The central write: receipt, enrollments, wallet and entry, all or nothing, ordered by blame.

Nothing that money decides is refused before it: the wallet's own condition refuses, in the very write that
would have paid. What it meets is told apart by the blame of the first broken condition: the receipt (a twin of
this request was faster), an enrollment (somebody was enrolled meanwhile, or was here before), the wallet (moved
since it was read: again from what stood there; too low: the refusal), a fellow (one who waited for the wallet with
this request and is placed by the same write: without them then, they find out by themselves).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from functions.enroll.enrollment import ACTIVE
from functions.enroll.errand import Errand, fellows, moves
from functions.enroll.placed import Placed
from functions.enroll.plan import Part, Standing, revised
from functions.enroll.standing import Terms, latest
from functions.wallet.asking import Asking, Paid
from functions.wallet.movement import movement_writes, read_again
from functions.wallet.receipt import Command
from functions.wallet.turn import Contended, Turn
from functions.wallet.wallet import Moved, Wallet
from shared.commit import Refused, Write, commit
from shared.events import Fact
from shared.telemetry import count


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
    turn = Turn(command.partner.id if cost else None, _asking(command, terms, cost, people))
    try:
        placed = _place(command, terms, cost, people, wallet, plan, turn)
    except Paid as paid:
        placed = Placed.of(command, paid.receipt, terms.contact_ids)
        placed = replace(placed, replayed=not paid.by_ask, wallet=paid.wallet)
    if not placed.replayed:
        _counted(placed)
    return placed


def _asking(command: Command, terms: Terms, cost: int, people: list[Standing]) -> Asking | None:
    """What others who wait for the wallet need to place it; only one person with a price is asked of others."""
    one = terms.batch_id is None and len(people) == 1 and cost and people[0].known == "new"
    if not one:
        return None
    return Asking(_ask(command, terms, cost, people), cost, command.receipt_key())


def _ask(command: Command, terms: Terms, cost: int, people: list[Standing]) -> list[Any]:
    return Errand(command, terms, Part(0, len(people), (), tuple(people)), cost).asked()


def _place(
    command: Command, terms: Terms, cost: int, people: list[Standing], wallet: Wallet, plan: Planner, turn: Turn
) -> Placed:
    wallet = turn.enter(wallet)
    while True:
        part = plan(people, wallet)
        if not part.seats:
            raise Blocked(part, wallet)
        mine = Errand(command, terms, part, cost)
        errands = [mine, *fellows(mine, turn.company(wallet), wallet.available)]
        moved, facts = _movements(errands, wallet, turn)
        try:
            commit(_writes(errands, wallet, moved, facts), turn)
        except Contended:
            wallet = turn.after(wallet, known=False)
        except Refused as refused:
            blamed, stood = refused.first
            if blamed.blame == "receipt" and stood:
                placed = Placed.of(command, stood, terms.contact_ids, part.start)
                return replace(placed, replayed=not turn.by_ask(stood))
            if blamed.blame in ("enrollment", "former"):
                people = revised(people, _news(command, terms, part, refused))
                turn.now_asks(_ask(command, terms, cost, people))
                turn.again()
            elif blamed.blame == "wallet":
                wallet = turn.after(read_again(wallet, stood, mine.total), known=True)
            elif blamed.blame == "fellow":
                turn.part_from(errands[write.place].ask for write, _ in refused.broken if write.blame == "fellow")
            else:
                raise
        else:
            turn.done()
            placed = mine.placed(wallet, moved[0] if moved else None)
            return replace(placed, wallet=moved[-1].wallet if moved else wallet)


def _movements(errands: Sequence[Errand], wallet: Wallet, turn: Turn) -> tuple[list[Moved], tuple[Fact, ...]]:
    """The movements of these errands, the last with what is said on the wallet, and facts that are said besides."""
    mine, moved = errands[0], moves(wallet, errands)
    if not moved:
        return [], ()
    *former, last = moved
    facts: tuple[Fact, ...] = ()
    if mine.part.short:
        after, said = last.wallet.refused(mine.cost, mine.terms.course_id)
        last, facts = replace(last, wallet=after), tuple(said)
    return [*former, turn.told(last)], facts


def _writes(errands: Sequence[Errand], wallet: Wallet, moved: Sequence[Moved], facts: tuple[Fact, ...]) -> list[Write]:
    mine, *others = errands
    writes = mine.writes(mine.placed(wallet, moved[0] if moved else None))
    if not moved:
        return writes
    writes += movement_writes(moved, facts)
    for number, (other, its) in enumerate(zip(others, moved[1:], strict=True), 1):
        writes += [replace(write, blame="fellow", place=number) for write in other.writes(other.placed(wallet, its))]
    return writes


def _counted(placed: Placed) -> None:
    enrolled = sum(one.result == "enrolled" for one in placed.part.outcomes)
    count("Enrollments", enrolled)
    if placed.cost:
        count("CreditsMoved", placed.cost * enrolled, kind="enrollment")


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
