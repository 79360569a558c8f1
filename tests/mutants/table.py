"""The list of mutants as a table for people: `python -m tests.mutants.table` writes it into `README.md` beside this."""

from __future__ import annotations

from itertools import groupby

from tests.mutants.mutant import FOLDER, Mutant, mutants

README = FOLDER / "README.md"
_INTRODUCTION = """\
# Mutants

Each guard of the money and access paths is taken away once, in a copy of the tree, and a named test must fail: that is
what shows that the tests would notice. `make test-mutants` runs all {number} (`MUTANTS="name …"` some, `JOBS=4` more at
a time); one that survives, can't be run or no longer stands in the code fails the target. That each still stands in the
code, and its tests are there, is part of `make test`.

A mutant is a few lines of one of the `*.toml` files here: the file, the exact text and what it becomes, the guard in
words, the tests that kill it. Written by `python -m tests.mutants.table`; the files are the source.
"""


def table() -> str:
    """The README."""
    listed = mutants()
    parts = [_INTRODUCTION.format(number=len(listed))]
    for subject, of_it in groupby(listed, lambda one: one.subject):
        heading = (FOLDER / f"{subject}.toml").read_text("utf-8").partition("\n")[0].removeprefix("# ")
        parts.append(
            f"\n## {subject.capitalize()}\n{heading}\n\n| guard | taken away in | killed by |\n|---|---|---|\n"
        )
        parts += [_row(one) for one in of_it]
    return "".join(parts)


def _row(one: Mutant) -> str:
    tests = ", ".join(f"`{test.partition('::')[2]}`" for test in one.killed_by)
    return f"| {one.guard} (`{one.name}`) | `{one.file}` | {tests} |\n"


if __name__ == "__main__":
    README.write_text(table(), "utf-8")
