"""Runs mutants: each in a temporary copy of the tree, with only the tests that should kill it, until the first fails.

A mutant is killed when one of its named tests fails. It survives when they pass; it also counts as a failure of the
gate when they can't be run at all, hang, or when its text is no longer there. Before any mutant the named tests are
run as the code stands: a test that fails anyway kills nothing.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import cache_from_source
from itertools import groupby
from pathlib import Path
from queue import SimpleQueue

from tests.mutants.mutant import ROOT, Mutant, NoLongerThere, mutants

COPIED = ("functions", "shared", "infra", "benchmarks", "tests", "template.yaml", "pyproject.toml", "Makefile")
SECONDS = 600
"""For the tests of one mutant; whoever needs longer hangs."""
_FAILED = re.compile(r"^FAILED (?P<test>.+?)(?: - (?P<why>.*))?$", re.MULTILINE)
_OF_A_BUSY_MACHINE = (
    "hypothesis.errors.DeadlineExceeded",
    "hypothesis.errors.Flaky",
    "infra.local.engine.EngineFailed",
)
"""Failures that say nothing of the code."""


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant: `by` is the test that failed; `why` says what went wrong where none did."""

    mutant: Mutant
    seconds: float
    by: str | None = None
    why: str = ""

    @property
    def killed(self) -> bool:
        return self.by is not None


@dataclass(frozen=True)
class Tests:
    """How a run of tests ended: pytest's exit status (None: it hung), the first test that failed by the code's fault,
    the end of what was said."""

    status: int | None
    failed: str | None
    said: str

    @classmethod
    def of(cls, status: int | None, said: str) -> Tests:
        first = _FAILED.search(said)
        by_the_code = first and not (first["why"] or "").startswith(_OF_A_BUSY_MACHINE)
        return cls(status, first["test"] if first and by_the_code else None, said[-1500:])


class Copy:
    """A copy of the tree that mutants are put into, one at a time, with a warm process that runs tests in it."""

    def __init__(self, place: Path) -> None:
        self.place = place
        ignored = shutil.ignore_patterns("__pycache__", "node_modules", ".*")
        for name in COPIED:
            here = ROOT / name
            if here.is_dir():
                shutil.copytree(here, place / name, ignore=ignored)
            else:
                shutil.copy2(here, place / name)
        compileall.compile_dir(place, quiet=2)
        command = [sys.executable, str(place / "tests/mutants/warm.py")]
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PYTEST_"))}
        environment = kept | {"PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "400"}
        self._warm = subprocess.Popen(
            command, cwd=place, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def close(self) -> None:
        """End the warm process, which ends its engines."""
        self._warm.communicate()

    def judge(self, mutant: Mutant) -> Verdict:
        """Put the mutant in, run its tests, take it out again."""
        began, file = time.monotonic(), self.place / mutant.file
        try:
            source = file.read_text("utf-8")
            mutated = mutant.applied(source)
        except (OSError, NoLongerThere) as error:
            return Verdict(mutant, 0.0, why=str(error))
        try:
            self._write(file, mutated)
            tests = self.run(mutant.killed_by)
        finally:
            self._write(file, source)
        seconds = time.monotonic() - began
        if tests.status == 1 and tests.failed:
            return Verdict(mutant, seconds, by=tests.failed)
        why = {0: "survived", None: f"hangs for more than {SECONDS} seconds"}.get(tests.status)
        return Verdict(mutant, seconds, why=why or f"its tests did not run:\n{tests.said}")

    def run(self, names: Iterable[str], seconds: int = SECONDS) -> Tests:
        """Run these tests until the first fails, for so many seconds at most."""
        assert self._warm.stdin and self._warm.stdout
        tests = list(names)
        order = {
            "tests": tests,
            "seconds": seconds,
            "engines": sorted({auth for one in tests for auth in engines(one)}),
        }
        self._warm.stdin.write(json.dumps(order) + "\n")
        self._warm.stdin.flush()
        answer = json.loads(self._warm.stdout.readline())
        return Tests.of(answer["status"], answer["said"])

    @staticmethod
    def _write(file: Path, source: str) -> None:
        file.write_text(source, "utf-8")
        Path(cache_from_source(str(file))).unlink(missing_ok=True)  # two writes in one second look the same to Python


def engines(test: str) -> list[bool]:
    """The engines that a test starts: False an open one, True one that enforces policies."""
    if test.startswith("tests/functional/account/"):
        return [True]
    return [False] if test.startswith("tests/money/") or "at_once" in test else []


def judge_all(chosen: Sequence[Mutant], jobs: int) -> list[Verdict]:
    """Judge these in so many copies at the same time, each told when it is over; in the order of the list."""
    with tempfile.TemporaryDirectory(prefix="portico-mutants-") as folder:
        every = [Copy(Path(folder) / str(number)) for number in range(jobs)]
        copies: SimpleQueue[Copy] = SimpleQueue()
        for copy in every:
            copies.put(copy)

        def judge(mutant: Mutant) -> Verdict:
            copy = copies.get()
            try:
                verdict = copy.judge(mutant)
            finally:
                copies.put(copy)
            print(told(verdict), flush=True)
            return verdict

        try:
            with ThreadPoolExecutor(jobs) as pool:
                return list(pool.map(judge, chosen))
        finally:
            for copy in every:
                copy.close()


def told(verdict: Verdict) -> str:
    """One line of the result table."""
    name, test = verdict.mutant.name, (verdict.by or "").rpartition("::")[2].partition("[")[0]
    outcome = f"killed by {test}" if verdict.killed else f"NOT KILLED: {verdict.why}"
    return f"{name:<44} {verdict.seconds:5.1f} s  {outcome}"


def unsound(chosen: Sequence[Mutant]) -> list[str]:
    """What the named tests say on the code as it stands: nothing, if they all pass there."""
    with tempfile.TemporaryDirectory(prefix="portico-mutants-") as folder:
        copy = Copy(Path(folder) / "sound")
        try:
            names = sorted({test for mutant in chosen for test in mutant.killed_by})
            files = groupby(names, lambda name: name.partition("::")[0])
            runs = [copy.run(of_it, seconds=10 * SECONDS) for _, of_it in files]
        finally:
            copy.close()
    return [tests.said for tests in runs if tests.status != 0]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants.run", description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", help="mutants to run; all of them when none is named")
    parser.add_argument("--jobs", type=int, default=2, help="copies at the same time")
    parser.add_argument("--skip-sound", action="store_true", help="do not run the tests on the code as it stands first")
    arguments = parser.parse_args()
    chosen = [one for one in mutants() if not arguments.names or one.name in arguments.names]
    if unknown := set(arguments.names) - {one.name for one in chosen}:
        parser.error(f"no such mutant: {', '.join(sorted(unknown))}")
    if not arguments.skip_sound and (said := unsound(chosen)):
        print("tests fail without any mutant, so they would show nothing:", *said, sep="\n", file=sys.stderr)
        return 2
    verdicts = judge_all(chosen, max(1, arguments.jobs))
    left = [verdict for verdict in verdicts if not verdict.killed]
    print(f"\n{len(verdicts) - len(left)} of {len(verdicts)} mutants killed")
    for verdict in left:
        print(told(verdict))
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
