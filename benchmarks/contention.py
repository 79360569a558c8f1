"""What governs one wallet on AWS: overlapping transactions on one item conflict. The real verb in simulated time.

The local engine never raises `TransactionConflict`, so this models it: `functions.enroll.place` with `commit`,
`Patience` and `Turn` as they are shipped, each client on a thread of its own of which one runs at a time, on a clock
that only moves from event to event. A transaction takes 10 ms (± 20 %); one that begins while another is at the
wallet is cancelled after half of that (`later`), and under the rule `both` so is the other. A condition is judged
when the transaction comes to a free wallet; one that fails says so after half the time and holds nobody up. A read or
a single update takes 4 ms. Clients go on and on: a new command as soon as the last was answered, a 503 repeated under
its key after a second. All share what each process learns by itself here: how long a turn takes.

Run as `python -m benchmarks.contention [--seconds 30] [--once] [--json FILE]`; seeded, the same figures every time.
"""

from __future__ import annotations

import argparse
import heapq
import itertools
import json
import random
import statistics
import sys
import threading
import types
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from functions.enroll import place as placing
from functions.enroll.plan import Standing, whole
from functions.enroll.standing import Terms
from functions.wallet import turn as turns
from functions.wallet.receipt import Command
from functions.wallet.store import wallet_of
from functions.wallet.wallet import Wallet
from shared import clock, commit, dynamo, keys, patience
from shared.clock import stamp
from shared.partner import Partner
from shared.problems import Problem

TRANSACTION, CALL = 0.010, 0.004
JUDGED = 0.5
"""The share of a transaction after which one that is cancelled is told so."""
DEADLINE = 19.0
CREDITS = 1_000_000_000
PARTNER = Partner("prt_01ARZ3NDEKTSV4RRFFQ69G5FAV", "Alfa", "default", "active", 0, "it", "Europe/Rome")
BEGUN = datetime(2026, 11, 22, 9, tzinfo=UTC)


class Over(BaseException):
    """The simulated time is up: unwinds a client from wherever it waits."""


class World:
    """Simulated time: `sleep` hands over to whoever is next; exactly one client runs at a time."""

    def __init__(self, seed: int, until: float, skew: float) -> None:
        self.now, self.until, self.skew, self.random = 0.0, until, skew, random.Random(seed)
        self._next: list[tuple[float, int, threading.Semaphore]] = []
        self._order = itertools.count()
        self._done = threading.Semaphore(0)
        self._mine = threading.local()
        self._alive = 0

    def start(self, client: Callable[[], None], at: float) -> None:
        """A client that begins at this time."""
        turn = threading.Semaphore(0)
        heapq.heappush(self._next, (at, next(self._order), turn))
        self._alive += 1

        def live() -> None:
            self._mine.turn, self._mine.deadline = turn, float("inf")
            turn.acquire()
            self._mine.skew = self.random.uniform(-self.skew, self.skew)
            try:
                client()
            except Over:
                pass
            finally:
                self._alive -= 1
                self._hand_over()

        threading.Thread(target=live, daemon=True).start()

    def run(self) -> None:
        """Until every client has ended."""
        self._hand_over()
        self._done.acquire()

    def sleep(self, seconds: float) -> None:
        """Let simulated time pass for this client."""
        if self.now >= self.until:
            raise Over
        mine = self._mine.turn
        heapq.heappush(self._next, (self.now + seconds, next(self._order), mine))
        self._hand_over()
        mine.acquire()

    def _hand_over(self) -> None:
        if not self._next:
            self._done.release()
            return
        at, _, turn = heapq.heappop(self._next)
        self.now = max(self.now, at)
        turn.release()

    def read_clock(self) -> datetime:
        """What the clock of the client that runs says."""
        return BEGUN + timedelta(seconds=self.now + self._mine.skew)

    @property
    def deadline(self) -> float:
        """When the command of the client that runs must be answered."""
        return float(self._mine.deadline)

    @deadline.setter
    def deadline(self, at: float) -> None:
        self._mine.deadline = at


class Cancelled(ClientError):
    """As botocore raises it."""


class Failed(ClientError):
    """As botocore raises it."""


@dataclass
class Running:
    """A transaction at the wallet: from when to when, and whether another has cancelled it."""

    until: float
    spoiled: bool = False


class Dynamo:
    """The calls that `place` makes, with conflicts. `numbered`: the wallet's condition names the seq that was read."""

    exceptions = types.SimpleNamespace(TransactionCanceledException=Cancelled, ConditionalCheckFailedException=Failed)

    def __init__(self, world: World, *, both: bool, numbered: bool) -> None:
        self.world, self.both, self.numbered = world, both, numbered
        self.items: dict[tuple[str, str], dict[str, Any]] = {}
        self.at_wallet: Running | None = None
        self.calls: Counter[str] = Counter()

    def batch_get_item(self, RequestItems: dict[str, Any]) -> dict[str, Any]:
        self.calls["read"] += 1
        self.world.sleep(CALL * self._uneven())
        found: dict[str, list[Any]] = {}
        for table, asked in RequestItems.items():
            there = [self.items.get((key["pk"]["S"], key["sk"]["S"])) for key in asked["Keys"]]
            found[table] = [dict(item) for item in there if item]
        return {"Responses": found}

    def update_item(self, **request: Any) -> dict[str, Any]:
        """The line's two updates; one at a time, each at once when it comes."""
        self.calls["update"] += 1
        self.world.sleep(CALL / 2 * self._uneven())
        item = self.items.setdefault((request["Key"]["pk"]["S"], request["Key"]["sk"]["S"]), dict(request["Key"]))
        values = {name: int(value["N"]) for name, value in request["ExpressionAttributeValues"].items()}
        stood = int(item["free_at"]["N"]) if "free_at" in item else None
        ahead = stood is not None and values[":at"] <= stood <= values[":furthest"]
        behind = ":end" not in values
        if ahead == behind:
            item["free_at"] = {"N": str((stood or 0) + values[":length"] if behind else values[":end"])}
            item["length"] = {"N": str(values[":length"])}
        answer = {"Attributes": dict(item)}
        self.world.sleep(CALL / 2 * self._uneven())
        if ahead != behind:
            raise Failed({"Error": {"Code": "ConditionalCheckFailedException"}}, "UpdateItem")
        return answer

    def transact_write_items(self, TransactItems: list[dict[str, Any]], ClientRequestToken: str) -> None:
        self.calls["transaction"] += 1
        place, update = next((n, item["Update"]) for n, item in enumerate(TransactItems) if "Update" in item)
        took = TRANSACTION * self._uneven()
        running = self.at_wallet
        if running and running.until > self.world.now:
            running.spoiled |= self.both
            self._cancel(took, len(TransactItems), place, {"Code": "TransactionConflict"})
        wallet_key = (update["Key"]["pk"]["S"], update["Key"]["sk"]["S"])
        stood = self.items[wallet_key]
        values = update["ExpressionAttributeValues"]
        stale = self.numbered and values[":read_seq"]["N"] != stood["seq"]["N"]
        if stale or int(stood["available"]["N"]) < int(values[":cost"]["N"]):
            self.calls["stale"] += 1
            self._cancel(took, len(TransactItems), place, {"Code": "ConditionalCheckFailed", "Item": dict(stood)})
        self.at_wallet = running = Running(self.world.now + took)
        self.world.sleep(took)
        if running.spoiled:
            self._cancel(0, len(TransactItems), place, {"Code": "TransactionConflict"})
        self._apply(update, stood, values)

    def _apply(self, update: dict[str, Any], stood: dict[str, Any], values: dict[str, Any]) -> None:
        names = update["ExpressionAttributeNames"]
        for assignment in update["UpdateExpression"].removeprefix("SET ").split(", "):
            name, value = assignment.split(" = ")
            stood[names[name]] = values[value]
        self.calls["written"] += 1

    def _cancel(self, took: float, writes: int, place: int, reason: dict[str, Any]) -> None:
        self.calls[reason["Code"]] += 1
        self.world.sleep(took * JUDGED)
        reasons: list[dict[str, Any]] = [{"Code": "None"} for _ in range(writes)]
        reasons[place] = reason
        error: Any = {"Error": {"Code": "TransactionCanceledException"}, "CancellationReasons": reasons}
        raise Cancelled(error, "TransactWriteItems")

    def _uneven(self) -> float:
        return self.world.random.uniform(0.8, 1.2)


@contextmanager
def in_world(world: World, client: Dynamo) -> Iterator[None]:
    """The shipped code with this clock, these sleeps, this chance and this DynamoDB instead of its own."""
    time = types.SimpleNamespace(monotonic=lambda: world.now, sleep=world.sleep)
    deadline = type("Deadline", (), {"at": property(lambda _: world.deadline)})()
    given: list[tuple[Any, str, Any]] = [
        (turns._Pace, "length", 15.0),
        (patience, "time", time), (patience, "random", world.random), (patience, "_Deadline", deadline),
        (turns, "time", time), (turns, "now", world.read_clock),
        (clock, "now", world.read_clock),
        (dynamo, "client", lambda: client), (commit, "client", lambda: client),
        (dynamo, "table_name", lambda table: table), (commit, "table_name", lambda table: table),
        (turns, "count", lambda *_, **__: None), (placing, "count", lambda *_, **__: None),
    ]  # fmt: skip
    from functions.wallet import movement

    given.append((movement, "count", lambda *_, **__: None))
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
    wrong: list[str] = field(default_factory=list)


def simulate(
    clients: int,
    seconds: float,
    *,
    both: bool,
    numbered: bool = True,
    seed: int = 7,
    once: bool = False,
    skew: float = 0.0,
) -> dict[str, Any]:
    """So many clients at one wallet for so long; with `once` each has one command, all at the same moment.

    Args: `numbered`, as `Dynamo` has it; `skew`, by how many seconds clocks are wrong at most, either way.
    """
    world = World(seed, seconds, skew)
    client = Dynamo(world, both=both, numbered=numbered)
    told = Told()
    with in_world(world, client):
        wallet = Wallet(PARTNER.id, available=CREDITS)
        key = keys.wallet(PARTNER.id)
        client.items[(key.pk, key.sk)] = dynamo.encode({"pk": key.pk, "sk": key.sk} | wallet.stored())
        for number in range(clients):
            world.start(_client(world, told, number, once), 0.0 if once else world.random.uniform(0, 0.05))
        world.run()
    return figures(client, told, clients, world.now if once else seconds)


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
    except Problem as problem:
        if problem.code != "busy":
            told.wrong.append(problem.code)
        told.busy += 1
        return False
    return True


def figures(client: Dynamo, told: Told, clients: int, seconds: float) -> dict[str, Any]:
    """The run as it is told."""
    done = len(told.latencies)
    ordered = sorted(told.latencies)
    each = [told.each[number] for number in range(clients)]
    p50, p99 = (ordered[min(done - 1, int(share * done))] if done else float("nan") for share in (0.5, 0.99))
    return {
        "per_second": done / seconds,
        "attempts": client.calls["transaction"] / max(1, client.calls["written"]),
        "other_calls": (client.calls["read"] + client.calls["update"]) / max(1, client.calls["written"]),
        "p50": p50,
        "p99": p99,
        "longest": ordered[-1] if done else float("nan"),
        "fairness": sum(each) ** 2 / (clients * sum(one * one for one in each)) if done else 0.0,
        "least": min(each) / statistics.mean(each) if done else 0.0,
        "busy": told.busy / max(1, done + told.busy),
        "wrong": told.wrong,
        "lost": client.calls["written"] - done,
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
Tried beside it, in the same model (30 s, `both`, 8 / 32 / 100 clients):

| design | a second | transactions a success | 503 | slowest share |
|---|---|---|---|---|
| (a) `seq` in the condition, jitter (before) | 42 / 14 / 2 | 1.9 / 10 / 164 | 3 / 30 / 90 % | 48 / 8 / 0 % |
| (b), (c) no `seq` in it, jitter | 31 / 14 / 3 | 2.7 / 11 / 135 | 1 / 21 / 88 % | 56 / 37 / 0 % |
| (a) with turns (what is shipped) | 71 / 71 / 71 | 1.0 / 1.0 / 1.1 | 0 | 98 / 98 / 94 % |
| (b), (c) with turns | 72 / 72 / 72 | 1.0 / 1.0 / 1.1 | 0 | 99 / 98 / 92 % |

Jitter: full, up to 0.6 s, 16 tries. What hurts on AWS is the overlap, not the condition on `seq`: without it the same
clients cancel each other. With turns nothing overlaps, and dropping the condition gains nothing; entries stay numbered
and chained in the write that makes them. The rows of jitter were measured with the code of that time and stand here as
text."""


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
