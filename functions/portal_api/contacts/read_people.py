"""Read people out of pasted lines, without I/O: names and addresses as mail programs, sheets and hands write them.

`Maria Rossi <maria@alfa.example>`, `Rossi, Maria; maria@alfa.example`, `maria@alfa.example`, `Maria Rossi`, cells split
by tabs, semicolons or commas (a first line of column names says which is which), several addresses on one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from functions.portal_api.search import words
from shared.text import Email, Line

ADDRESS = re.compile(r"[^\s<>,;:\"'()\[\]]+@[^\s<>,;:\"'()\[\]]*")
_EMAIL: TypeAdapter[str] = TypeAdapter(Email)
_LINE: TypeAdapter[str] = TypeAdapter(Line)
_COLUMNS = {
    "first_name": ("first name", "firstname", "given name", "name", "nome"),
    "last_name": ("last name", "lastname", "surname", "family name", "cognome"),
    "email": ("email", "e mail", "mail", "email address", "e mail address", "indirizzo email", "posta elettronica"),
}


@dataclass(frozen=True)
class Person:
    """Who a line names; `guessed` when the name was read out of the address. `fault` says why it can't be read."""

    line: int
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    guessed: bool = False
    fault: str | None = None

    @property
    def name(self) -> tuple[str, ...]:
        """The words of the whole name, folded and in no order: some write the surname first."""
        return tuple(sorted(words(f"{self.first_name or ''} {self.last_name or ''}"))) if not self.guessed else ()


def read_text(text: str) -> list[Person]:
    """The people of pasted lines, each with the number of its line from 1; empty lines are none."""
    people: list[Person] = []
    columns: list[str | None] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        if not people and columns is None and (columns := _header(line)):
            continue
        people += [_of_columns(number, line, columns)] if columns else _of_line(number, line)
    return people


def read_person(line: int, name: str | None, email: str | None) -> Person:
    """Somebody whose name and address came apart; either may be missing."""
    return _person(line, *_split(name or ""), (email or "").strip())


def _header(line: str) -> list[str | None] | None:
    """The fields of the columns when this is a line of column names, at least two of which are known."""
    known = {said: field for field, names in _COLUMNS.items() for said in names}
    fields = [known.get(" ".join(words(cell))) for cell in _cells(line)]
    return fields if sum(field is not None for field in fields) >= 2 and "@" not in line else None


def _of_columns(number: int, line: str, columns: Sequence[str | None]) -> Person:
    said = {field: cell for field, cell in zip(columns, _cells(line), strict=False) if field}
    first, last = said.get("first_name", ""), said.get("last_name", "")
    if not last and "last_name" not in columns:
        first, last = _split(first)
    return _person(number, first, last, said.get("email", ""))


def _cells(line: str) -> list[str]:
    mark = next((sign for sign in ("\t", ";", ",") if sign in line), "\t")
    return [cell.strip().strip('"').strip() for cell in line.split(mark)]


def _of_line(number: int, line: str) -> Iterator[Person]:
    """One person, or as many as there are addresses."""
    found = list(ADDRESS.finditer(line))
    if len(found) < 2:
        address = found[0].group() if found else ""
        rest = line.replace(address, "\t", 1) if address else line
        yield _person(number, *_named(rest), address)
        return
    start = 0
    for place in found:
        yield _person(number, *_named(line[start : place.start()]), place.group())
        start = place.end()
    if any(letter.isalnum() for letter in line[start:]):
        yield _person(number, *_named(line[start:]), "")


def _named(rest: str) -> tuple[str, str]:
    """First and last name from what stands beside an address."""
    bare = re.sub(r"[<>()\[\]\"]|mailto:", " ", rest)
    cells = [cell.strip(" ,.:") for cell in re.split(r"[\t;]|,(?=\S)|,\s*$|^\s*,", bare)]
    told = [cell for cell in cells if any(letter.isalpha() for letter in cell)]
    if len(told) == 2:
        return told[0], told[1]
    return _split(" ".join(told))


def _split(name: str) -> tuple[str, str]:
    """`Rossi, Maria` is surname first; else the first word is the first name."""
    before, comma, after = name.partition(",")
    if comma and before.strip() and after.strip():
        return after.strip(), before.strip()
    first, _, last = name.strip(" ,").partition(" ")
    return first, last.strip()


def _person(line: int, first: str, last: str, address: str) -> Person:
    try:
        email = _EMAIL.validate_python(address.rstrip(".")) if address else None
    except ValidationError:
        return Person(line, fault="email")
    guessed = bool(email) and not first and not last
    if guessed and email:
        first, last = _guess(email)
    try:
        names = [_LINE.validate_python(part) if part else None for part in (first, last)]
    except ValidationError:
        return Person(line, email=email, fault="name")
    if not names[0] and names[1]:
        names.reverse()
    if not names[0]:
        return Person(line, email=email, fault="nobody")
    return Person(line, names[0], names[1], email, guessed)


def _guess(email: str) -> tuple[str, str]:
    """A name from `maria.rossi@…`, for somebody to look over; the whole part before the sign when it has no dots."""
    parts = [part for part in re.split(r"[._+-]|\d+", email.partition("@")[0]) if part]
    told = [part.capitalize() for part in parts] or [email.partition("@")[0]]
    return told[0], " ".join(told[1:])
