"""The same work on little and on much: does anything grow with what was done before? Time and capacity units.

Two worlds beside each other: one with 25 entries in the wallet's statement, 10 partners and 100 enrollments, one
with 50,000 entries, 10,000 partners and 100,000 enrollments, all of one partner. The tables are filled directly with
items of the right shape (the entries chained and whole); then each piece of work is done in turn on both, and a
round's ratio is that of its medians. All of it once on ministack, whose query looks through every item it has, and
once on Amazon's DynamoDB Local where that is here, whose query does not. A page has 25 rows (of partners 5), which both
have. Left out: verification and reconciliation from the start, which read every entry and so are linear by nature; the
hourly reconciliation begins where the last one ended.
"""

from __future__ import annotations

import contextlib
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator

from benchmarks.hot_wallet import Contender
from benchmarks.peers import places
from benchmarks.peers.engine import engine, make_tables
from benchmarks.worlds import COST, LITTLE, MUCH, World
from functions.enroll.enroll_contact import enroll_contact
from functions.enroll.standing import Terms
from functions.portal_api.enrollments.find_enrollments import find_enrollments
from functions.portal_api.lists import Page
from functions.portal_api.partners.list_partners import all_partners
from functions.wallet.move_credits import move_credits
from functions.wallet.store import statement_page, wallet_of
from shared import dynamo
from tests.capacity.dynamodb_local import dynamodb_local, why_not
from tests.meter import Meter

ROWS, PARTNERS_A_PAGE = 25, 5


def _enrol(world: World) -> object:
    return enroll_contact(world.command(), Terms(world.course_id, (world.people.pop(),)))


WORK: dict[str, Callable[[World], object]] = {
    "enrol one": _enrol,
    "top up": lambda world: move_credits(world.command(), "top_up", COST, "ordine 7", None),
    "wallet": lambda world: wallet_of(world.partner.id),
    f"statement, {ROWS} rows": lambda world: statement_page(world.partner.id, ROWS, None),
    f"enrollments, {ROWS} rows": lambda world: find_enrollments(Page(limit=ROWS, cursor=None), world.partner.id),
    f"enrollments of an organization, {ROWS} rows": lambda world: find_enrollments(
        Page(limit=ROWS, cursor=None), world.partner.id, organization_id=world.organization_id
    ),
    f"partners, {PARTNERS_A_PAGE} rows": lambda world: all_partners(Page(limit=PARTNERS_A_PAGE, cursor=None), ""),
}
BLOCKS, TIMES = 3, 4
WARM = 1500
ORACLE, MINISTACK = "DynamoDB Local", "ministack"
PEER_ROWS = (0, 50_000)
Pairs = list[tuple[float, float]]


def _timed(work: Callable[[World], object], world: World) -> float:
    begun = time.perf_counter()
    work(world)
    return time.perf_counter() - begun


def _warm(world: World) -> None:
    """Filling much has warmed its engine, which may compile what it does often: the same is owed to little."""
    world.here()
    for _ in range(WARM):
        statement_page(world.partner.id, ROWS, None)
        wallet_of(world.partner.id)
    for _ in range(WARM // 5):
        WORK["top up"](world)


def _units(work: Callable[[World], object], world: World) -> tuple[int, float]:
    """Write and read units, tables and indexes, of doing it once."""
    world.here()
    with Meter(dynamo.client()) as meter:
        work(world)
    return meter.used.writes + meter.used.index_writes, meter.used.reads


def _pair(work: Callable[[World], object], worlds: list[World]) -> tuple[float, float]:
    """Medians of one piece of work on both worlds, which take turns."""
    taken: tuple[list[float], list[float]] = ([], [])
    for block in range(BLOCKS):
        both = list(zip(worlds, taken, strict=True))
        for world, its in both if block % 2 else both[::-1]:
            world.here()
            wallet_of(world.partner.id)  # the connection is open
            its += [_timed(work, world) for _ in range(TIMES)]
    return statistics.median(taken[0]), statistics.median(taken[1])


@contextlib.contextmanager
def _worlds(on: str) -> Iterator[list[World]]:
    """Little and much, each on an engine of its own."""
    with contextlib.ExitStack() as stack:
        worlds = []
        for size in (LITTLE, MUCH):
            running = stack.enter_context(engine())
            tables = running.url
            if on == ORACLE:
                client = stack.enter_context(dynamodb_local())
                make_tables(client)
                tables = client.meta.endpoint_url
            worlds.append(World(running, size, tables))
        yield worlds


def measure(on: str, rounds: int) -> tuple[dict[str, Pairs], dict[str, list[tuple[int, float]]]]:
    """Medians in seconds on little and on much, a pair a round, and units on both."""
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere), _worlds(on) as worlds:
        if on == ORACLE:
            for world in worlds:
                _warm(world)
        print(f"{on} filled", file=sys.stderr)
        units = {name: [_units(work, world) for world in worlds] for name, work in WORK.items()}
        times: dict[str, Pairs] = {name: [] for name in WORK}
        for number in range(rounds):
            for name, work in WORK.items():
                times[name].append(_pair(work, worlds))
            print(f"round {number + 1} of {rounds}", file=sys.stderr)
    return times, units


def _peer(rounds: int) -> Pairs:
    """Seconds of a transaction of openedx-ledger with no rows in its ledger and with many; [] where it can't run."""
    with contextlib.ExitStack() as stack:
        try:
            python, where = places.peer_python(), stack.enter_context(places.servers(durable=False))
        except places.Missing as missing:
            print(f"without the peer: {missing}", file=sys.stderr)
            return []
        told = json.dumps(where | {"pause": 0})
        peer = Contender([str(python), "-m", "benchmarks.peers.openedx_ledger", told], dict(os.environ))
        stack.callback(peer.end)
        runs = [[peer.run(clients=1, seconds=1.0, rows=rows) for rows in PEER_ROWS] for _ in range(rounds)]
    return [(1 / little["per_second"], 1 / much["per_second"]) for little, much in runs]


def _grown(pairs: Pairs) -> str:
    """By how much it takes longer on much: the median of the rounds, the least and the most."""
    ratios = [much / little for little, much in pairs]
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"


def report(rounds: int = 5) -> str:
    """The table."""
    engines = [MINISTACK] if why_not() else [ORACLE, MINISTACK]
    found = {on: measure(on, rounds) for on in engines}
    rows = []
    for name in WORK:
        times = [_grown(found[on][0][name]) if on in found else "–" for on in (ORACLE, MINISTACK)]
        (w1, r1), (w2, r2) = found[engines[0]][1][name]
        rows.append(f"| {name} | {' | '.join(times)} | {w1:g} → {w2:g} | {r1:g} → {r2:g} |")
    if peer := _peer(rounds):
        rows.append(f"\nopenedx-ledger, a transaction at {PEER_ROWS[1]:,} rows against {PEER_ROWS[0]}: {_grown(peer)}.")
    sizes = (
        f"{LITTLE.entries} against {MUCH.entries:,} entries, {LITTLE.partners} against {MUCH.partners:,} partners, "
        f"{LITTLE.enrollments} against {MUCH.enrollments:,} enrollments; {rounds} rounds of {BLOCKS * TIMES}."
    )
    head = f"| work | time × on {ORACLE} | time × on {MINISTACK} | write units | read units |\n|---|---|---|---|---|"
    return "\n".join([sizes, "", head, *rows, "", *filter(None, [why_not()]), LEFT_OUT])


LEFT_OUT = """\
ministack looks through everything it has at each query, so lists grow on it by as much as it holds; DynamoDB Local does
not, nor does DynamoDB. Verification and reconciliation from the start read every entry and are linear by nature."""


if __name__ == "__main__":
    print(report())
