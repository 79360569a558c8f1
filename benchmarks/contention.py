"""What governs one wallet on AWS: overlapping transactions on one item conflict. The real verb in simulated time.

The local engine never raises `TransactionConflict`, so this models it: `functions.enroll.place` with `commit`,
`Patience`, `Turn` and the line as they are shipped, on the DynamoDB of `simulated`: a transaction that begins while
another is at the wallet is cancelled (`later`), and under the rule `both` so is the other. Clients go on and on: a new
command as soon as the last was answered, a 503 repeated under its key after a second.

Run as `python -m benchmarks.contention [--seconds 30] [--once] [--json FILE]`; seeded, the same figures every time.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import threading
import types
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.simulated import Dynamo, World
from functions.enroll import place as placing
from functions.enroll.plan import Standing, whole
from functions.enroll.standing import Terms
from functions.wallet import asking, movement, pace
from functions.wallet import turn as turns
from functions.wallet.movement import Short, disperse
from functions.wallet.receipt import Command
from functions.wallet.store import wallet_of
from functions.wallet.wallet import Wallet
from shared import clock, commit, dynamo, keys, patience
from shared.clock import stamp
from shared.partner import Partner
from shared.problems import Problem

DEADLINE = 19.0
CREDITS = 1_000_000_000
PARTNER = Partner("prt_01ARZ3NDEKTSV4RRFFQ69G5FAV", "Alfa", "default", "active", 0, "it", "Europe/Rome")


class OwnPace(threading.local, pace.Pace):
    """To each client its own, as each is a process."""


@contextmanager
def in_world(world: World, client: Dynamo) -> Iterator[None]:
    """The shipped code with this clock, these sleeps, this chance and this DynamoDB instead of its own."""
    own = OwnPace()
    time = types.SimpleNamespace(monotonic=lambda: world.now, sleep=world.sleep)
    deadline = type("Deadline", (), {"at": property(lambda _: world.deadline)})()
    given: list[tuple[Any, str, Any]] = [
        (pace, "now", world.read_clock), (turns, "PACE", own), (asking, "PACE", own),
        (patience, "time", time), (patience, "random", world.random), (patience, "_Deadline", deadline),
        (turns, "time", time), (turns, "uniform", world.random.uniform),
        (asking, "time", time), (asking, "uniform", world.random.uniform),
        (clock, "now", world.read_clock),
        (dynamo, "client", lambda: client), (commit, "client", lambda: client),
        (dynamo, "table_name", lambda table: table), (commit, "table_name", lambda table: table),
        (turns, "count", lambda *_, **__: None), (placing, "count", lambda *_, **__: None),
        (movement, "count", lambda *_, **__: None),
    ]  # fmt: skip
    before = [(module, name, getattr(module, name)) for module, name, _ in given]
    try:
        for module, name, value in given:
            setattr(module, name, value)
        yield
    finally:
        for module, name, value in before:
            setattr(module, name, value)


@dataclass
class Told:
    """What clients saw: how long each accepted command took, how many each got, how many 503s, anything wrong."""

    latencies: list[float] = field(default_factory=list)
    each: Counter[int] = field(default_factory=Counter)
    busy: int = 0
    refused: int = 0
    wrong: list[str] = field(default_factory=list)


def simulate(
    clients: int,
    seconds: float,
    *,
    both: bool,
    seed: int = 7,
    once: bool = False,
    skew: float = 0.0,
    credits: int = CREDITS,
) -> dict[str, Any]:
    """So many clients at one wallet for so long; with `once` each has one command, all at the same moment.

    Args: `skew`, by how many seconds clocks are wrong at most, either way; `credits` in the wallet.
    """
    world = World(seed, seconds, skew)
    client = Dynamo(world, both=both)
    told = Told()
    with in_world(world, client):
        wallet = Wallet(PARTNER.id, available=credits)
        key = keys.wallet(PARTNER.id)
        client.items[_at(key)] = dynamo.encode({"pk": key.pk, "sk": key.sk} | wallet.stored())
        for number in range(clients):
            world.start(_client(world, told, number, once), 0.0 if once else world.random.uniform(0, 0.05))
        world.run()
    return figures(
        client, told, clients, world.now if once else seconds, at_work=0 if once else clients, credits=credits
    )


def _at(key: keys.Key) -> tuple[str, str]:
    return key.pk, key.sk


def _client(world: World, told: Told, number: int, once: bool) -> Callable[[], None]:
    def live() -> None:
        for n in range(1 if once else sys.maxsize):
            begun = world.now
            while not _tried(world, told, f"{number}-{n}"):
                world.sleep(1.0)
            told.latencies.append(world.now - begun)
            told.each[number] += 1

    return live


def _tried(world: World, told: Told, key: str) -> bool:
    """One request: the wallet read as the survey does, then the central write."""
    world.deadline = world.now + DEADLINE
    asked = Command(PARTNER, "per_01ARZ3NDEKTSV4RRFFQ69G5FAV", key, "same", stamp())
    who = f"con_{key}"
    try:
        wallet = wallet_of(PARTNER.id)
        placing.place(asked, Terms("crs_1", (who,)), 1, [Standing(who)], wallet, lambda people, _: whole(people))
    except Short as short:
        disperse(short.wallet)
        told.refused += 1
    except Problem as problem:
        if problem.code != "busy":
            told.wrong.append(problem.code)
        told.busy += 1
        return False
    return True


def figures(client: Dynamo, told: Told, clients: int, seconds: float, at_work: int, credits: int) -> dict[str, Any]:
    """The run as it is told; `at_work`, how many may have been paid for and not heard of it when time was up."""
    done = len(told.latencies) - told.refused
    wallet = Wallet.of(PARTNER.id, dynamo.decode(client.items[_at(keys.wallet(PARTNER.id))]))
    receipts = sum(pk.startswith("RECEIPT#") for pk, _ in client.items)
    if not credits - wallet.available == wallet.seq == receipts:
        told.wrong.append(f"{credits - wallet.available} spent by {wallet.seq} entries with {receipts} receipts")
    nan = float("nan")
    ordered = sorted(told.latencies)
    each = [told.each[number] for number in range(clients)]
    p50, p99 = (ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else nan for share in (0.5, 0.99))
    return {
        "per_second": done / seconds,
        "attempts": client.calls["transaction"] / max(1, done),
        "cancelled": 1 - client.calls["written"] / max(1, client.calls["transaction"]),
        "other_calls": (client.calls["read"] + client.calls["update"]) / max(1, done),
        "p50": p50,
        "p99": p99,
        "longest": ordered[-1] if ordered else nan,
        "fairness": sum(each) ** 2 / (clients * sum(one * one for one in each)) if done else 0.0,
        "least": min(each) / statistics.mean(each) if done else 0.0,
        "busy": told.busy / max(1, done + told.busy),
        "refused": told.refused,
        "wrong": told.wrong,
        "lost": max(0, wallet.seq - done - at_work),
        "took": seconds,
    }


HEAD = (
    "| clients | cancelled | a second | transactions a success | other calls | p50 ms | p99 ms | p99 / p50 | longest s "
    "| fairness (Jain) | slowest client's share | 503 |",
    "|---|---|---|---|---|---|---|---|---|---|---|---|",
)
RULES = {"later": False, "both": True}
CLIENTS = (1, 8, 32, 100)


def row(clients: int, rule: str, found: dict[str, Any]) -> str:
    """One line of the table."""
    return (
        f"| {clients} | {rule} | {found['per_second']:.0f} | {found['attempts']:.2f} | {found['other_calls']:.1f} "
        f"| {found['p50'] * 1000:.0f} | {found['p99'] * 1000:.0f} | {found['p99'] / found['p50']:.1f} "
        f"| {found['longest']:.2f} | {found['fairness']:.3f} | {found['least']:.0%} | {found['busy']:.1%} |"
    )


def measure(seconds: float, *, once: bool = False) -> dict[tuple[int, str], dict[str, Any]]:
    """Every number of clients under both rules."""
    return {
        (clients, rule): simulate(clients, seconds, both=both, once=once)
        for rule, both in RULES.items()
        for clients in CLIENTS
    }


def report(seconds: float = 30) -> str:
    """The tables and what was tried beside it."""
    lasting, burst = measure(seconds), measure(60, once=True)
    wrong = {
        (clients, f"{rule}, ± {skew} ms"): simulate(clients, seconds, both=RULES[rule], skew=skew / 1000)
        for skew in SKEWS
        for rule in RULES
        for clients in CLIENTS[1:]
    }
    told = []
    for title, results in (
        (f"Clients that go on and on, for {seconds:.0f} simulated seconds:", lasting),
        ("Each one command, all at the same moment:", burst),
        ("As the first, with clocks that are wrong by up to so much (how well Lambda's keep was not measured):", wrong),
    ):
        told += [title, "", *HEAD, *(row(*key, found) for key, found in results.items()), ""]
    return "\n".join([*told, TRIED])


SKEWS = (1, 5, 20)
"""Milliseconds."""


TRIED = """\
Tried before, in the same model without the limit of an item's units (30 s, `both`, 8 / 32 / 100 clients), with the code
of that time, so these rows stand here as text:

| design | a second | transactions a success | 503 | slowest share |
|---|---|---|---|---|
| (a) `seq` in the condition, jitter | 42 / 14 / 2 | 1.9 / 10 / 164 | 3 / 30 / 90 % | 48 / 8 / 0 % |
| (b), (c) no `seq` in it, jitter | 31 / 14 / 3 | 2.7 / 11 / 135 | 1 / 21 / 88 % | 56 / 37 / 0 % |
| (a) with a turn for each | 71 / 71 / 71 | 1.0 / 1.0 / 1.1 | 0 | 98 / 98 / 94 % |
| (b), (c) with a turn for each | 72 / 72 / 72 | 1.0 / 1.0 / 1.1 | 0 | 99 / 98 / 92 % |

Jitter: full, up to 0.6 s, 16 tries. What hurts on AWS is the overlap, not the condition on `seq`: without it the same
clients cancel each other, and with turns dropping it gains nothing. What lets more through is one transaction for many
(above); entries stay numbered and chained in the write that makes them."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--once", action="store_true", help="one command a client, all at the same moment")
    given = parser.parse_args(arguments)
    results = measure(given.seconds, once=given.once)
    print(*HEAD, *(row(*key, found) for key, found in results.items()), sep="\n")
    if given.json:
        told = {f"{clients} / {rule}": found for (clients, rule), found in results.items()}
        given.json.write_text(json.dumps(told, indent=1))
    return 1 if any(found["wrong"] or found["lost"] for found in results.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
