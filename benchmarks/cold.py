"""Cold start: from a function's first import to being ready for its first request, beside its floor.

Each round starts every floor and every function several times in turn, in a fresh process that has the shipped package
with its bytecode and nothing else (`cold_start.py`), and turns the order round by one. Of a subject's starts in a round
the least counts: what disturbs a start only adds to it. What counts as ready stands in `cold_subjects/`, a file a
function. Judged is processor time, which a busy machine falsifies less than the clock.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from benchmarks.ratios import Ratio
from infra.package import bytecode, package

HERE = Path(__file__).parent
ROUNDS = int(os.environ.get("ROUNDS", "11"))
TRIES = 5
"""Starts of a subject in each round."""


@dataclass(frozen=True)
class Start:
    """A function, the floor it stands on, and how much more it may cost."""

    name: str
    function: str
    floor: str
    most: float


STARTS = (
    Start("wallet", "WalletFunction", "floor_api", 1.15),
    Start("enroll", "EnrollFunction", "floor_api", 1.15),
    Start("portal_api", "PortalApiFunction", "floor_desk", 1.3),
    Start("publish", "PublishFunction", "floor_mail", 1.2),
    Start("compose", "ComposeFunction", "floor_mail", 1.2),
    Start("send", "SendFunction", "floor_mail", 1.2),
)
ENVIRONMENT = {
    "AWS_LAMBDA_FUNCTION_NAME": "bench",
    "AWS_DEFAULT_REGION": "eu-south-1",
    "AWS_ACCESS_KEY_ID": "none",
    "AWS_SECRET_ACCESS_KEY": "none",
    "STAGE": "bench",
    "PLATFORM_NAME": "Portico",
    "PLATFORM_DOMAIN": "portico.example",
    "PLATFORM_URL": "https://portico.example",
    "DEFAULT_LANGUAGE": "en",
    "LEDGER_TABLE": "ledger",
    "PORTAL_TABLE": "portal",
    "BUS_NAME": "bus",
    "MAIL_QUEUE_URL": "https://sqs.eu-south-1.amazonaws.com/123456789012/mail",
    "MAIL_SENDER": "no-reply@portico.example",
    "JWKS_URL": "https://issuer.example/jwks.json",
    "POWERTOOLS_SERVICE_NAME": "bench",
    "POWERTOOLS_METRICS_NAMESPACE": "Portico",
}
"""What the template gives a function, as far as getting ready asks for it. Nothing is called."""


def report() -> str:
    with tempfile.TemporaryDirectory() as folder:
        packages = {start.function: _shipped(start.function, Path(folder)) for start in STARTS}
        seen = _rounds(packages)
        rows = [_row(start, seen, packages[start.function]) for start in STARTS]
    head = "| function | ready / floor (lowest … highest) | target | by the clock | modules, floor | package, MB |"
    return "\n".join([head, "|---|---|---|---|---|---|", *rows, "", f"{ROUNDS} rounds of {TRIES} starts."])


def _shipped(function: str, folder: Path) -> Path:
    """The function's package as it is shipped, for this machine."""
    place = folder / function
    package(function, place, for_host=True)
    bytecode(sys.executable, place)
    return place


def _rounds(packages: dict[str, Path]) -> dict[str, list[dict[str, float]]]:
    """What each subject's starts measured, in the order of the rounds; the first round only warms the disk's cache."""
    where = {start.floor: packages[start.function] for start in STARTS}
    where |= {start.name: packages[start.function] for start in STARTS}
    subjects = list(where)
    seen: dict[str, list[dict[str, float]]] = defaultdict(list)
    for number in range(ROUNDS + 1):
        turn = number % len(subjects)
        tries = [
            {subject: _start(where[subject], subject) for subject in subjects[turn:] + subjects[:turn]}
            for _ in range(TRIES)
        ]
        for subject in subjects if number else ():
            seen[subject].append({what: min(one[subject][what] for one in tries) for what in tries[0][subject]})
    return seen


def _start(place: Path, subject: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-I", "-S", HERE / "cold_start.py", place, HERE / "cold_subjects" / f"{subject}.py"],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{subject}: {done.stderr}")
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def _row(start: Start, seen: dict[str, list[dict[str, float]]], place: Path) -> str:
    ours, floor = seen[start.name], seen[start.floor]

    def beside(what: str) -> Ratio:
        return Ratio.of([one[what] for one in ours], [one[what] for one in floor])

    judged, modules = beside("processor"), f"{ours[0]['modules']:.0f}, {floor[0]['modules']:.0f}"
    size = sum(file.stat().st_size for file in place.rglob("*") if file.is_file()) / 1e6
    told = (start.name, str(judged), judged.beside(start.most), str(beside("clock")), modules, f"{size:.1f}")
    return f"| {' | '.join(told)} |"
