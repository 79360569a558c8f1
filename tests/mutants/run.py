"""Runs mutants: each in a temporary copy of the tree, with only the tests that should kill it, until the first fails.

A mutant is killed when one of its named tests fails. It survives when they pass; it also counts as a failure of the
gate when they can't be run at all, hang, or when its text is no longer there. Before any mutant the named tests are
run as the code stands: a test that fails anyway kills nothing.
"""

from __future__ import annotations

import argparse
import compileall
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import cache_from_source
from pathlib import Path
from queue import SimpleQueue

from tests.mutants.mutant import ROOT, Mutant, NoLongerThere, mutants

COPIED = ("functions", "shared", "infra", "tests", "template.yaml", "pyproject.toml", "Makefile")
SECONDS = 600
"""For the tests of one mutant; whoever needs longer hangs."""
_FAILED = re.compile(r"^FAILED (?P<test>\S+?)(?: - (?P<why>.*))?$", re.MULTILINE)
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
    def of(cls, status: int, said: str) -> Tests:
        first = _FAILED.search(said)
        by_the_code = first and not (first["why"] or "").startswith(_OF_A_BUSY_MACHINE)
        return cls(status, first["test"] if first and by_the_code else None, said[-1500:])


class Copy:
    """A copy of the tree that mutants are put into, one at a time."""

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

    def run(self, names: Iterable[str], *options: str, seconds: int = SECONDS) -> Tests:
        """Run these tests until the first fails, for so many seconds at most."""
        command = [sys.executable, "-m", "pytest", "-x", "-q", "--tb=line", "-p", "no:cacheprovider"]
        command += ["--hypothesis-profile=ci", *options, *names]
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PYTEST_"))}
        environment = kept | {"PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "400"}
        with subprocess.Popen(
            command, cwd=self.place, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as process:
            try:
                said, _ = process.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGINT)  # so that fixtures stop the engines they started
                return Tests(None, None, process.communicate()[0][-3000:])
        return Tests.of(process.returncode, said)

    @staticmethod
    def _write(file: Path, source: str) -> None:
        file.write_text(source, "utf-8")
        Path(cache_from_source(str(file))).unlink(missing_ok=True)  # two writes in one second look the same to Python


def judge_all(chosen: Sequence[Mutant], jobs: int) -> list[Verdict]:
    """Judge these in so many copies at the same time, each told when it is over; in the order of the list."""
    with tempfile.TemporaryDirectory(prefix="portico-mutants-") as folder:
        copies: SimpleQueue[Copy] = SimpleQueue()
        for number in range(jobs):
            copies.put(Copy(Path(folder) / str(number)))

        def judge(mutant: Mutant) -> Verdict:
            copy = copies.get()
            try:
                verdict = copy.judge(mutant)
            finally:
                copies.put(copy)
            print(told(verdict), flush=True)
            return verdict

        with ThreadPoolExecutor(jobs) as pool:
            return list(pool.map(judge, chosen))


def told(verdict: Verdict) -> str:
    """One line of the result table."""
    name, test = verdict.mutant.name, (verdict.by or "").rpartition("::")[2].partition("[")[0]
    outcome = f"killed by {test}" if verdict.killed else f"NOT KILLED: {verdict.why}"
    return f"{name:<44} {verdict.seconds:5.1f} s  {outcome}"


def sound(chosen: Sequence[Mutant]) -> Tests:
    """The named tests on the code as it stands."""
    with tempfile.TemporaryDirectory(prefix="portico-mutants-") as folder:
        names = sorted({test for mutant in chosen for test in mutant.killed_by})
        files = {name.partition("::")[0] for name in names}
        return Copy(Path(folder)).run(
            names, "--numprocesses", str(min(2, len(files))), "--dist", "loadfile", seconds=1800
        )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants.run", description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", help="mutants to run; all of them when none is named")
    parser.add_argument("--jobs", type=int, default=2, help="copies at the same time")
    parser.add_argument("--skip-sound", action="store_true", help="do not run the tests on the code as it stands first")
    arguments = parser.parse_args()
    chosen = [one for one in mutants() if not arguments.names or one.name in arguments.names]
    if unknown := set(arguments.names) - {one.name for one in chosen}:
        parser.error(f"no such mutant: {', '.join(sorted(unknown))}")
    if not arguments.skip_sound and (before := sound(chosen)).status != 0:
        print(f"the tests fail without any mutant, so they show nothing:\n{before.said}", file=sys.stderr)
        return 2
    verdicts = judge_all(chosen, max(1, arguments.jobs))
    left = [verdict for verdict in verdicts if not verdict.killed]
    print(f"\n{len(verdicts) - len(left)} of {len(verdicts)} mutants killed")
    for verdict in left:
        print(told(verdict))
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
