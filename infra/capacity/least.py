"""The least that an operation could take: the records that the rules force it to read and write, as small as they get.

`least.txt` says in words which those are, an operation a line, and why Portico takes more where it does. A word stands
for a key of `shared/keys.py`; its smallest record is that key alone. `12*course` are twelve of them read by their keys,
`list(25*contact)` a page of rows of the table, `index(…)` of one of its indexes. `enrollment/3` is written with three
entries in indexes, `counter!` by itself and not in the transaction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from infra.capacity.sizes import Image
from infra.capacity.units import Units, read_each, read_range
from infra.capacity.words import SMALLEST, index_entry

PLACE = Path(__file__).with_name("least.txt")
_WAITS, _READS = frozenset({"waits"}), frozenset({"reads"})
_WRITES = frozenset({"writes"})
REASONS: dict[str, tuple[frozenset[str], str]] = {
    "A": (_WAITS, "Who asks, and what they may, is settled in a wait of its own before anything else is read."),
    "H": (_WAITS, "Under a partner's own name, whose name it is is read first, in a wait of its own."),
    "R": (
        _WAITS | _READS,
        "The receipt of the Idempotency-Key is read first: a repetition then costs reads, not a refused transaction.",
    ),
    "N": (
        _WAITS | _READS,
        "Names stand once, in the records they are of, and are read for the rows that are shown.",
    ),
    "E": (
        _WAITS | _READS,
        "An index is behind by moments: the records it names are read again by their keys, consistently.",
    ),
    "M": (
        _READS,
        "Rows are whole records, and one more than is shown is read, to know whether there is another page.",
    ),
    "S": (
        _WAITS | _READS,
        "What to read next is known only from what was read; a record may be read again as itself.",
    ),
    "G": (
        _WAITS | _WRITES,
        "Guesses and mails are counted before they are made, each counter by itself so that it can refuse.",
    ),
    "C": (_WAITS, "Cognito is asked one step after the other, and what it did is written down afterwards."),
    "V": (
        _WAITS | _WRITES,
        "Who sees a result is noted once a day, before it is shown; the note that stands already refuses the next.",
    ),
    "L": (
        _READS | _WRITES | {"index_writes"},
        "The record is larger than a key: it takes a further kilobyte.",
    ),
}
"""Why an operation may take more than its least: of which figures a reason speaks, and what it says."""


@dataclass(frozen=True)
class Least:
    """A line of `least.txt`: waits, the units of the smallest records, the words it says them in, why there is more."""

    waits: int
    units: Units
    reads: str
    writes: str
    why: str

    @property
    def explained(self) -> frozenset[str]:
        """Of which figures its reasons may explain an excess."""
        return frozenset().union(*(REASONS[letter][0] for letter in self.why))


def least() -> dict[str, Least]:
    """Every line, by its operation or the address of its page. Raises: ValueError for one that is no line."""
    return dict(_lines(PLACE.read_text()))


def _lines(text: str) -> Iterator[tuple[str, Least]]:
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        waits, reads, writes, why, name = (part.strip() for part in line.split("¦"))
        units = sum((_read(word) for word in reads.split()), Units())
        units += sum((_written(word) for word in writes.split()), Units())
        yield name, Least(int(waits), units, reads, writes, why)


def _read(word: str) -> Units:
    if ranged := re.fullmatch(r"(list|index)\((\d+)\*([\w-]+)\)", word):
        how, number, kind = ranged.groups()
        row = _smallest(kind) | (index_entry() if how == "index" else {})
        return read_range([row] * int(number), consistent=how == "list")
    number, _, kind = word.rpartition("*")
    return read_each([_smallest(kind)] * int(number or 1), consistent=True)


def _written(word: str) -> Units:
    if alone := word.endswith("!"):
        word = word.removesuffix("!")
    word, _, entries = word.partition("/")
    number, _, kind = word.rpartition("*")
    _smallest(kind)  # a word that is none of ours is a mistake
    times = int(number or 1)
    return Units(writes=times * (1 if alone else 2), index_writes=times * int(entries or 0))


def _smallest(kind: str) -> Image:
    return SMALLEST[kind]
