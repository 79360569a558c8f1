"""A mutant: one guard taken away in one place, and the tests that fail without it; read from this folder's files."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]


class NoLongerThere(Exception):
    """The text to replace does not stand in the file as often as was said; the message says which and how often."""


@dataclass(frozen=True)
class Mutant:
    """`old`, which stands once (or `times`) in `file`, becomes `new`; then at least one test of `killed_by` fails."""

    name: str
    subject: str
    guard: str
    file: str
    old: str
    new: str
    killed_by: tuple[str, ...]
    times: int = 1

    def applied(self, source: str) -> str:
        """The source with the guard taken away. Raises: NoLongerThere."""
        found = source.count(self.old)
        if found != self.times:
            raise NoLongerThere(f"{self.name}: its text stands {found} times in {self.file}, not {self.times}")
        return source.replace(self.old, self.new)


def mutants() -> list[Mutant]:
    """All of them, in the order of the files' names and then as they are listed."""
    found: list[Mutant] = []
    for file in sorted(FOLDER.glob("*.toml")):
        for listed in tomllib.loads(file.read_text("utf-8"))["mutant"]:
            killed_by = tuple(listed.pop("killed_by"))
            found.append(Mutant(subject=file.stem, killed_by=killed_by, **listed))
    return found
