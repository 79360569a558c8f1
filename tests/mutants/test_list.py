"""The list of mutants does not rot: each still stands in the code, is Python, and names tests that are there."""

from __future__ import annotations

import ast
from collections import Counter
from functools import cache

import pytest

from tests.mutants.mutant import FOLDER, ROOT, Mutant, NoLongerThere, mutants
from tests.mutants.table import README, table

ALL = mutants()


@cache
def defined_in(file: str) -> frozenset[str]:
    """The tests that a file defines."""
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("mutant", ALL, ids=lambda one: one.name)
def test_a_mutant_stands_in_the_code_and_names_tests_that_are_there(mutant: Mutant) -> None:
    source = (ROOT / mutant.file).read_text("utf-8")

    assert mutant.file.startswith(("functions/", "shared/")), "what is shipped, not what tests it"
    mutated = ast.parse(mutant.applied(source))
    assert ast.dump(mutated) != ast.dump(ast.parse(source)), "it changes nothing"
    for test in mutant.killed_by:
        file, _, name = test.partition("::")
        assert name in defined_in(file), test
    assert mutant.killed_by and mutant.guard


def test_a_text_that_no_longer_stands_there_is_told() -> None:
    gone = Mutant("gone", "money", "x", "shared/ids.py", "this never stood there", "", ())
    with pytest.raises(NoLongerThere, match="gone: its text stands 0 times"):
        gone.applied((ROOT / gone.file).read_text("utf-8"))


def test_names_are_unique_and_no_mutant_is_listed_twice() -> None:
    assert [name for name, times in Counter(one.name for one in ALL).items() if times > 1] == []
    assert [what for what, times in Counter((one.file, one.old, one.new) for one in ALL).items() if times > 1] == []


def test_the_table_for_people_is_what_the_list_says() -> None:
    assert README.read_text("utf-8") == table(), "write it again: python -m tests.mutants.table"
    assert all((FOLDER / f"{one.subject}.toml").read_text("utf-8").startswith("# ") for one in ALL)
