"""One wallet, 1, 8 and 32 clients at once: ours beside openedx-ledger and the bare floors, all in one run.

Rounds go through all contenders in turn, so that a busy machine is busy for all, and each begins on empty tables; a
figure is the median of the rounds, ratios are taken within a round. What each calls a transaction stands in
`hot_wallet_clients`, `peers.openedx_ledger` and `peers.postgres_floor`. The engine is ministack, in memory, which never
raises a transaction conflict: `benchmarks.contention` models what does on AWS.

Run as `python -m benchmarks.hot_wallet [--rounds 5] [--seconds 6] [--only NAME] [--json FILE]`.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.peers import places
from benchmarks.peers.engine import empty_tables, engine, environment
from infra.local.venvs import ROOT

CLIENTS = (1, 8, 32)
PEER, QUICK_PEER = "openedx-ledger", "openedx-ledger, no fsync"
PLACE, BATCH, BATCH_FLOOR = "place", "batch of 97", "floor: TransactWriteItems of 100"
RECORDS = "floor: TransactWriteItems of 97 enrollments"
CALLS = "floor: the calls of waiting together"
_CLIENTS = "benchmarks.hot_wallet_clients"
# Contender, module and argument of its process, what its wallet needs, and with how many clients it runs.
OURS: dict[str, tuple[list[str], dict[str, Any], tuple[int, ...]]] = {
    PLACE: ([_CLIENTS, "place"], {}, CLIENTS),
    "design (b), not shipped": (["benchmarks.sealed_wallet"], {}, CLIENTS),
    "whole verb": ([_CLIENTS, "enroll"], {"people": 100, "courses": 40}, CLIENTS),
    BATCH: ([_CLIENTS, "batch"], {"people": 97, "courses": 400}, (1,)),
    "floor: UpdateItem": ([_CLIENTS, "floor"], {}, CLIENTS),
    "floor: TransactWriteItems of 4": ([_CLIENTS, "puts"], {"puts": 4}, CLIENTS),
    BATCH_FLOOR: ([_CLIENTS, "puts"], {"puts": 100}, (1,)),
    RECORDS: ([_CLIENTS, "records"], {"puts": 97}, (1,)),
    CALLS: ([_CLIENTS, "calls"], {"puts": 25}, (8,)),
}
# Contender, its module, and whether its PostgreSQL waits for the disk.
PEERS = {
    PEER: ("benchmarks.peers.openedx_ledger", True),
    QUICK_PEER: ("benchmarks.peers.openedx_ledger", False),
    "floor: PostgreSQL": ("benchmarks.peers.postgres_floor", True),
}
PEER_PAUSE_MS = 20
HEADS = {BATCH: 97, BATCH_FLOOR: 97, RECORDS: 97}


@dataclass
class Result:
    """One contender with so many clients: a value a round of each figure."""

    per_second: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    least: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def add(self, told: dict[str, Any], heads: int) -> None:
        """The figures of a round, from what its process told."""
        latencies, tries = told["latencies"], told["tries"]
        self.per_second.append(told["per_second"] * heads)
        self.p50.append(quantile(latencies, 0.50))
        self.p99.append(quantile(latencies, 0.99))
        self.again.append(tries.get("again", 0) / max(1, sum(tries.values())))
        self.least.append(min(told["each"]) / (sum(told["each"]) / len(told["each"]) or 1))
        refused = [name for name in tries if name.startswith("refused")]
        self.wrong += refused + ([told["wrong"]] if told["wrong"] else [])


def quantile(ordered: list[float], share: float) -> float:
    """The value below which this share of the ordered values lies; 0 of nothing."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


class Contender:
    """A contender's process, asked over its pipes."""

    def __init__(self, command: list[str], env: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout and self._process.stdout.readline() == "ready\n", command

    def run(self, **command: Any) -> dict[str, Any]:
        """One run of it."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def end(self) -> None:
        """Its input ends, and so does it."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(30)


@contextlib.contextmanager
def contenders(only: set[str] | None = None) -> Iterator[tuple[dict[str, Contender], Callable[[], None]]]:
    """All of them, started, and what empties ours; peers are left out with a word where the machine lacks theirs."""
    with contextlib.ExitStack() as stack:
        found: dict[str, Contender] = {}
        running = stack.enter_context(engine())
        env, client = environment(running), running.client("dynamodb")
        for name, (what, _, _) in OURS.items():
            found[name] = Contender([sys.executable, "-m", *what], env)
        try:
            python = places.peer_python()
            where = {durable: stack.enter_context(places.servers(durable=durable)) for durable in (True, False)}
        except places.Missing as missing:
            print(f"without the peers: {missing}", file=sys.stderr)
        else:
            for name, (module, durable) in PEERS.items():
                told = json.dumps(where[durable] | {"pause": PEER_PAUSE_MS / 1000})
                found[name] = Contender([str(python), "-m", module, told], env)
        for contender in found.values():
            stack.callback(contender.end)
        yield {name: it for name, it in found.items() if not only or name in only}, lambda: empty_tables(client)


def measure(rounds: int, seconds: float, only: set[str] | None = None) -> dict[tuple[str, int], Result]:
    """Every contender with every number of clients, in turn, so many times."""
    results: dict[tuple[str, int], Result] = {}
    with contenders(only) as (all_of_them, empty):
        for number in range(-1, rounds):  # the first round warms up and is not counted
            for clients in CLIENTS:
                for name, contender in all_of_them.items():
                    _, options, with_clients = OURS.get(name, ([], {}, CLIENTS))
                    if clients not in with_clients:
                        continue
                    empty()
                    told = contender.run(clients=clients, seconds=seconds if number >= 0 else 0.5, **options)
                    if number >= 0:
                        results.setdefault((name, clients), Result()).add(told, HEADS.get(name, 1))
            print(f"round {number + 1} of {rounds}", file=sys.stderr)
    return results


def table(results: dict[tuple[str, int], Result]) -> str:
    """The figures as a Markdown table: medians, the spread of the rate, and the ratio to the peer by round."""
    lines = [
        "| clients | contender | a second (least–most) | × openedx-ledger (least–most) | × the same, no fsync | p50 ms "
        "| p99 ms | p99 / p50 | tries turned away | slowest client's share | wrong |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for (name, clients), found in sorted(results.items(), key=lambda one: one[0][1]):
        by_peer, by_quick = (_ratio(found, results.get((peer, clients))) for peer in (PEER, QUICK_PEER))
        p50, p99 = _median(found.p50) * 1000, _median(found.p99) * 1000
        rate = f"{_median(found.per_second):.0f} ({min(found.per_second):.0f}–{max(found.per_second):.0f})"
        wrong = "; ".join(dict.fromkeys(found.wrong)) or "none"
        lines.append(
            f"| {clients} | {name} | {rate} | {by_peer} | {by_quick} | {p50:.1f} | {p99:.1f} | {p99 / (p50 or 1):.1f} "
            f"| {_median(found.again):.0%} | {_median(found.least):.0%} | {wrong} |"
        )
    return "\n".join(lines)


def _ratio(found: Result, peer: Result | None) -> str:
    if not peer:
        return "–"
    ratios = [mine / its for mine, its in zip(found.per_second, peer.per_second, strict=True)]
    return f"{_median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"


_median = statistics.median

EXPLAINED = """\
A client is a process that does one transaction at a time, as a Lambda does; what is told is the time from its first
try to its success, tries turned away included.

- **place**: our central write: receipt, enrollment, wallet with its condition, hash-chained entry with the balance
  after it; handed the wallet as this client last knew it, as the peer is handed its ledger. Where clients meet, one of
  them writes for all who wait.
- **design (b), not shipped**: the same without the condition on `seq`: the entry rides in the wallet with the number
  that the update itself gives it; every fourth transaction of a client seals what waits there (a prototype).
- **whole verb**: `enroll_contact`: course, assignment, contact, wallet and receipt read consistently, then that write.
- **batch of 97**: `enroll_batch` of 97 people, all or nothing; counted as 97.
- **openedx-ledger** 2.1 on memcached and PostgreSQL as Debian installs it: `create_transaction` of -1, which is its
  lock, the sum of all its rows, one row. No enrollment, no chain, no balance after. A lock that failed is tried again
  after up to {pause} ms.
- **openedx-ledger, no fsync**: the same, PostgreSQL not waiting for its disk; ours stands in memory, so this is the
  fairer of the two.
- **floors**: one conditional update of a number and nothing else, by DynamoDB's UpdateItem on the same engine, and by
  PostgreSQL; one TransactWriteItems of 4 new items (what place writes) or of 100 (a batch; counted as 97 too), each an
  item of a key and a number, nothing read and nothing checked but that it is not there; the same of 97 enrollments as
  they are stored, with the keys of their indexes and no receipt, wallet or entry: what a batch can't be faster than.
  **The calls of waiting together**: each an update of a quarter of a kilobyte and a read of two items, every eighth a
  transaction of 25 writes besides, nobody waiting for anybody: what 8 clients of place can't be faster than.

Measured is the verb in its own process, over loopback HTTP, on one engine process that answers some hundred calls a
second: with 8 and 32 clients the figure is how many calls a success takes (to wait together is an update and a read,
and a share of the write), not what the wallet could do. What limits one wallet on AWS stands under *Contention*.
"""


def report(rounds: int = 5, seconds: float = 6) -> str:
    """The table and how to read it."""
    return EXPLAINED.format(pause=PEER_PAUSE_MS) + "\n" + table(measure(rounds, seconds))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--only", action="append")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args(arguments)
    results = measure(given.rounds, given.seconds, set(given.only or ()))
    print(EXPLAINED.format(pause=PEER_PAUSE_MS), table(results), sep="\n")
    if given.json:
        told = {f"{name} / {clients}": vars(found) for (name, clients), found in results.items()}
        given.json.write_text(json.dumps(told, indent=1))
    return 1 if any(found.wrong for found in results.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
