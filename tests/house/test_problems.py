"""Every refusal has a row in the table of problems, and every row is used."""

from __future__ import annotations

import re
import string
from pathlib import Path

from shared.problems import PROBLEMS

ROOT = Path(__file__).parents[2]
SOURCE = "\n".join(path.read_text() for folder in ("functions", "shared") for path in (ROOT / folder).rglob("*.py"))
RAISED = set(re.findall(r'Problem\(\s*"([a-z-]+)"', SOURCE))


def test_every_code_that_is_raised_has_a_row() -> None:
    assert RAISED and set(PROBLEMS) >= RAISED


def test_every_row_is_used() -> None:
    unused = {
        code
        for code in PROBLEMS
        if f'"{code}"'
        not in SOURCE.split("PROBLEMS: dict", 1)[1].split("\n}\n", 1)[1] + SOURCE.split("PROBLEMS: dict", 1)[0]
    }
    assert unused <= {"partner-suspended"}, "named in code as partner-<status>"


def test_details_name_only_members_that_are_given() -> None:
    for code, row in PROBLEMS.items():
        members = {name for _, name, _, _ in string.Formatter().parse(row.detail) if name}
        calls = re.findall(rf'Problem\(\s*"{code}"(.*?)\)\n', SOURCE, re.DOTALL)
        for call in calls:
            assert members <= set(re.findall(r"(\w+)=", call)), (code, call)
