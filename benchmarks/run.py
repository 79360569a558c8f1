"""Measure again, and put what was seen into README.md: `python -m benchmarks.run [PART …] [--print]`.

A part is a module `benchmarks/<part>.py` with `report() -> str`: it measures and returns Markdown, tables first. Each
runs in a process of its own, so none measures what another one imported. README.md keeps the latest report of each
between two marks, `<!-- bench:<part> -->` and `<!-- /bench:<part> -->`, with the day, the machine and the commit.
`--print` only prints.
"""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = Path(__file__).with_name("README.md")
PARTS = ("cold", "warm", "hot_wallet", "contention", "growth", "cost")
"""All parts, in the order in which README.md tells them."""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--print", action="store_true", dest="only_print", help="leave README.md as it is")
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.alone:
        print(importlib.import_module(f"benchmarks.{asked.parts[0]}").report())
        return 0
    failed = [part for part in asked.parts or PARTS if not _run(part, only_print=asked.only_print)]
    if failed:
        print(f"portico: could not be measured: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def _run(part: str, *, only_print: bool) -> bool:
    """Measure one part in a process of its own; whether it could be."""
    print(f"── {part} ──", flush=True)
    begun = os.getloadavg()[0]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.run", part, "--alone"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    if done.returncode != 0:
        return False
    report = f"{_circumstances(begun)}\n\n{done.stdout.strip()}"
    print(report, flush=True)
    if not only_print:
        README.write_text(_with(README.read_text(), part, report))
    return True


def _with(text: str, part: str, report: str) -> str:
    """README.md with this report between the part's marks."""
    opening, closing = f"<!-- bench:{part} -->", f"<!-- /bench:{part} -->"
    marked = re.compile(f"{re.escape(opening)}.*?{re.escape(closing)}", re.DOTALL)
    if not marked.search(text):
        raise SystemExit(f"portico: benchmarks/README.md has no place for {part}: {opening} … {closing}")
    return marked.sub(lambda _: f"{opening}\n{report}\n{closing}", text, count=1)


def _circumstances(load: float) -> str:
    """When and on what this was measured, in one line of Markdown."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    at = datetime.now(UTC).strftime("%Y-%m-%d")
    python = f"Python {platform.python_version()}"
    after = commit.stdout.strip() or "no commit"
    return f"*{at} · {_processor()} · {os.cpu_count()} CPUs, load {load:.1f} · {python} · {after}*"


def _processor() -> str:
    """What the machine calls its processor."""
    try:
        told = Path("/proc/cpuinfo").read_text()
    except OSError:
        told = ""
    name = re.search(r"^model name\s*:\s*(.+)$", told, re.MULTILINE)
    return name.group(1) if name else f"{platform.system()} {platform.machine()}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
