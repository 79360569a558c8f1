"""People are read out of pasted lines as mail programs, sheets and hands write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.portal_api.contacts.read_people import Person, read_person, read_text

MARIA = ("Maria", "Rossi", "maria@alfa.example")


def told(text: str) -> list[tuple[str | None, str | None, str | None]]:
    return [(one.first_name, one.last_name, one.email) for one in read_text(text)]


@pytest.mark.parametrize(
    "line",
    [
        "Maria Rossi <maria@alfa.example>",
        "Maria Rossi <MARIA@Alfa.example>;",
        '"Maria Rossi" <maria@alfa.example>,',
        '"Rossi, Maria" <maria@alfa.example>',
        "Rossi, Maria; maria@alfa.example",
        "Maria;Rossi;maria@alfa.example",
        "Maria\tRossi\tmaria@alfa.example",
        "Maria,Rossi,maria@alfa.example",
        "maria@alfa.example\tMaria\tRossi",
        "maria@alfa.example Maria Rossi",
        "Maria Rossi maria@alfa.example",
        "Maria Rossi (maria@alfa.example)",
        "Maria Rossi mailto:maria@alfa.example",
        "1;Maria;Rossi;maria@alfa.example",
        "  Maria   Rossi   maria@alfa.example.  ",
        "Nome;Cognome;E-mail\nMaria;Rossi;maria@alfa.example",
        "Cognome,Nome,Telefono,Email\nRossi,Maria,06 123,maria@alfa.example",
        "Email\tLast name\tFirst name\nmaria@alfa.example\tRossi\tMaria",
        "Name,Email\nMaria Rossi,maria@alfa.example",
    ],
)
def test_somebody_with_a_name_and_an_address(line: str) -> None:
    assert told(line) == [MARIA]
    assert not read_text(line)[0].guessed


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Maria Rossi", ("Maria", "Rossi")),
        ("Rossi, Maria", ("Maria", "Rossi")),
        ("Maria", ("Maria", None)),
        ("Anna Maria De Rossi", ("Anna", "Maria De Rossi")),
        ("Òscar D'Ávila", ("Òscar", "D'Ávila")),
    ],
)
def test_somebody_without_an_address(line: str, name: tuple[str, str | None]) -> None:
    assert told(line) == [(*name, None)]


def test_a_bare_address_is_somebody_whose_name_is_a_guess() -> None:
    maria, info = read_text("maria.rossi2@alfa.example\ninfo@alfa.example")

    assert (maria.first_name, maria.last_name, maria.guessed) == ("Maria", "Rossi", True)
    assert (info.first_name, info.last_name, info.guessed) == ("Info", None, True)
    assert maria.name == ()


def test_several_on_one_line_as_a_mail_program_copies_them() -> None:
    text = "Maria Rossi <maria@alfa.example>; Alan Neri <alan@alfa.example>, bo@alfa.example"

    assert told(text) == [MARIA, ("Alan", "Neri", "alan@alfa.example"), ("Bo", None, "bo@alfa.example")]
    assert {one.line for one in read_text(text)} == {1}


def test_lines_keep_their_numbers_and_empty_ones_are_nobody() -> None:
    assert [one.line for one in read_text("\nMaria\n\r\n \t \nAlan")] == [2, 5]


@pytest.mark.parametrize(
    ("line", "fault"),
    [("Maria <maria@alfa>", "email"), ("Maria a@@b", "email"), ("123; 456", "nobody"), ("Ma\x07ria", "name"),
     ("x" * 201, "name"), ("---", "nobody")],
)  # fmt: skip
def test_what_cannot_be_read_says_why(line: str, fault: str) -> None:
    assert [one.fault for one in read_text(line)] == [fault]


def test_name_and_address_may_come_apart() -> None:
    assert read_person(7, "Rossi, Maria", " Maria@Alfa.example ") == Person(7, *MARIA)
    assert read_person(8, None, None).fault == "nobody"
    assert read_person(9, "Maria", "no address").fault == "email"


@given(st.text(max_size=200))
def test_whatever_is_pasted_everybody_has_a_first_name_or_a_fault(text: str) -> None:
    for one in read_text(text):
        assert bool(one.first_name) != bool(one.fault)
