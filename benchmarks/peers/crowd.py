"""Many clients at once on one wallet: the same loop for whatever is measured. Standard library only.

A contender (ours, a peer, a floor) is a process that reads one command a line and answers one line: it makes a fresh
wallet, forks so many clients, lets them go together and stop together, and tells how long each transaction took from
its first try to its success, however often it had to be tried, and how the tries went. A client does one transaction
at a time, as a Lambda does. What a contender calls a transaction stands in its own file.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any, Protocol

AGAIN = "again"
"""What a try answers that was turned away for no reason of its own: a lock, a conflict, a 503."""
DONE = "done"


class Contender(Protocol):
    """Something with a wallet that clients can spend from."""

    def fresh(self, clients: int, options: dict[str, Any]) -> Any:
        """A new wallet with more credits than can be spent, told to every client; leaves nothing open behind."""

    def client(self, wallet: Any, number: int, clients: int) -> Callable[[int], str]:
        """In a client's own process: what tries transaction number n once and answers DONE, AGAIN or a refusal."""

    def check(self, wallet: Any, done: int) -> str:
        """After all: "" when the books show exactly what was done, else what is wrong."""


def serve(contender: Contender) -> None:
    """Say that all is ready, then answer commands from standard input until it ends; what is measured may print."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", buffering=1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    print("ready", file=answers)
    for line in sys.stdin:
        print(json.dumps(run(contender, **json.loads(line))), file=answers)


def run(contender: Contender, clients: int, seconds: float, **options: Any) -> dict[str, Any]:
    """One run. Returns: transactions a second, latencies in seconds, how tries went, what the books say."""
    wallet = contender.fresh(clients, options)
    fork = multiprocessing.get_context("fork")
    ready, go = fork.Barrier(clients + 1), fork.Event()
    pipes = []
    for number in range(clients):
        mine, theirs = fork.Pipe(duplex=False)
        process = fork.Process(
            target=_client, args=(contender, wallet, number, clients, seconds, ready, go, theirs), daemon=True
        )
        process.start()
        theirs.close()  # else nobody would hear of a client that died
        pipes.append((process, mine))
    ready.wait(120)
    begun = time.perf_counter()
    go.set()
    results = [mine.recv() for _, mine in pipes]
    took = time.perf_counter() - begun
    for process, _ in pipes:
        process.join(10)
    tries: Counter[str] = Counter()
    for result in results:
        tries.update(result["tries"])
    latencies = sorted(latency for result in results for latency in result["latencies"])
    each = [len(result["latencies"]) for result in results]
    return {
        "per_second": len(latencies) / took,
        "latencies": latencies,
        "tries": dict(tries),
        "each": each,
        "wrong": contender.check(wallet, len(latencies)),
    }


def _client(
    contender: Contender, wallet: Any, number: int, clients: int, seconds: float, ready: Any, go: Any, told: Any
) -> None:
    one = contender.client(wallet, number, clients)
    tries: Counter[str] = Counter()
    latencies: list[float] = []
    ready.wait(120)
    go.wait(120)
    begun = time.perf_counter()
    while time.perf_counter() - begun < seconds:
        start = time.perf_counter()
        while (outcome := one(len(latencies))) == AGAIN:
            tries[outcome] += 1
        tries[outcome] += 1
        if outcome != DONE:
            break
        latencies.append(time.perf_counter() - start)
    told.send({"latencies": latencies, "tries": dict(tries)})
