"""Every refusal has a row in the table of problems, every row is raised somewhere, with what its detail names."""

from __future__ import annotations

import ast
import string
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from shared.problems import PROBLEMS

ROOT = Path(__file__).parents[2]
TELLS_ONLY = {"problems.py", "openapi.py", "operations.py", "refusals.py", "reference.py", "examples.py", "words.py"}
"""Modules that name codes to describe them: what only they name is raised by nobody."""


def trees() -> Iterator[ast.Module]:
    for folder in ("functions", "shared"):
        for path in (ROOT / folder).rglob("*.py"):
            if path.name not in TELLS_ONLY:
                yield ast.parse(path.read_text())


def raised() -> dict[str, list[set[str]]]:
    """Codes that `Problem("…", …)` is made with, and the members of each such call."""
    calls: dict[str, list[set[str]]] = defaultdict(list)
    for tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem" and node.args:
                code = node.args[0]
                if isinstance(code, ast.Constant):
                    calls[code.value].append({keyword.arg or "" for keyword in node.keywords})
    return calls


def named() -> set[str]:
    """Every text of the code; a code may be raised by way of a table or made of a partner's status."""
    texts = {
        n.value for tree in trees() for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    }
    return texts | {f"partner-{status}" for status in ("suspended", "closed") if "partner-" in texts}


def test_every_code_that_is_raised_has_a_row() -> None:
    assert len(raised()) > 20
    assert set(PROBLEMS) >= set(raised())


def test_every_row_is_raised_somewhere() -> None:
    assert set(PROBLEMS) - set(raised()) - named() == set()


def test_details_name_only_members_that_every_call_gives() -> None:
    for code, calls in raised().items():
        wanted = {name for _, name, _, _ in string.Formatter().parse(PROBLEMS[code].detail) if name}
        assert all(wanted <= given for given in calls), (code, calls)
