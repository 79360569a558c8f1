"""Text that people write: cleaned once and for all, told apart, harmless in a sheet; ids and addresses."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from ulid import ULID

from functions.portal_api.contacts.read_people import read_person, read_text
from functions.portal_api.search import words
from shared.ids import EnrollmentKey, is_id
from shared.spreadsheet import harmless
from shared.text import Email, Line, Paragraphs, PersonName, Reason
from tests.fuzz.examples import fuzzed
from tests.fuzz.odd import around, odd

KINDS: dict[str, tuple[Any, int]] = {
    "line": (Line, 200),
    "name": (PersonName, 200),
    "reason": (Reason, 300),
    "paragraphs": (Paragraphs, 4000),
    "email": (Email, 254),
}
near = around("Maria Rossi", "Perché no?", "maria.rossi@alfa.example", "a\nb", "www.evil.example", "=1+1", "O'Brien")


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_cleaned_stays_as_it_is(kind: str) -> None:
    shape, most = KINDS[kind]
    adapter: TypeAdapter[str] = TypeAdapter(shape)

    @fuzzed(500)
    @given(near | st.text(max_size=400) | st.integers() | st.none())
    def ask(sent: Any) -> None:
        try:
            clean = adapter.validate_python(sent)
        except ValidationError:
            return
        assert adapter.validate_python(clean) == clean == clean.strip()
        assert 1 <= len(clean) <= most and unicodedata.is_normalized("NFC", clean)
        assert not any(unicodedata.category(one) in ("Cc", "Cs", "Co", "Cn") for one in clean.replace("\n", ""))
        assert "\n" not in clean or kind == "paragraphs"
        clean.encode()

    ask()


@fuzzed(800)
@given(near | st.text(alphabet="=+-@\t\r\n; ＝'a", max_size=30))
def test_no_cell_of_a_sheet_begins_a_formula(cell: str) -> None:
    shown = harmless(cell)

    assert harmless(shown) == shown, "exporting what was exported changes nothing more"
    assert shown.replace("'", "") == cell.replace("'", "")
    for part in re.split(r"[;\t\r\n]", shown):  # where sheets split although the text is quoted
        assert not part.lstrip(" ").startswith(tuple("=+-@＝＋－＠"))


@fuzzed(600)
@given(
    st.lists(
        around("Maria Rossi <maria@alfa.example>", "nome;cognome;email", "a@b.it, c@d.it", "Rossi, Maria"), max_size=6
    )
)
def test_whatever_is_pasted_everybody_is_somebody_or_has_a_fault(lines: list[str]) -> None:
    text = "\n".join(lines)
    people = read_text(text)

    assert [one.line for one in people] == sorted(one.line for one in people)
    for one in people:
        assert 1 <= one.line <= len(text.splitlines())
        assert (one.fault is None) == bool(one.first_name)
        if one.fault is None and not one.guessed:
            again = read_person(one.line, f"{one.first_name} {one.last_name or ''}", one.email)
            assert again.email == one.email and again.name == one.name


@fuzzed(500)
@given(near)
def test_the_words_of_a_text_are_found_again(text: str) -> None:
    found = words(text)
    assert words(" ".join(found)) == found
    assert all(one and one == one.strip() for one in found)


ids = st.builds(
    lambda prefix, raw: f"{prefix}_{ULID.from_bytes(raw)}",
    st.sampled_from(["prt", "con"]),
    st.binary(min_size=16, max_size=16),
)


@pytest.mark.criterion("C-30")
@fuzzed(600)
@given(ids, odd, st.integers(0, 31))
def test_an_id_has_one_spelling(one: str, put_in: str, at: int) -> None:
    prefix = one[:3]
    assert is_id(prefix, one) and str(ULID.from_str(one[4:])) == one[4:]
    other = one[:at] + put_in + one[at + len(put_in) :]
    if other != one and is_id(prefix, other):
        assert ULID.from_str(other[4:]) != ULID.from_str(one[4:]), "two spellings of one id"
    for spelt in (one.lower(), f"{prefix}_{one[4:].lower()}", one + "\n", " " + one, one + put_in + "x"):
        assert spelt == one or not is_id(prefix, spelt)


@fuzzed(600)
@given(
    st.builds(
        lambda a, b, c, n: EnrollmentKey(f"prt_{a}", f"crs_{b}", f"con_{c}", n),
        *[ids.map(lambda one: one[4:])] * 3,
        st.integers(1, 65535),
    ),
    odd,
    st.integers(0, 70),
)
def test_an_enrollments_id_has_one_spelling_too(key: EnrollmentKey, put_in: str, at: int) -> None:
    assert EnrollmentKey.from_id(key.id) == key
    other = key.id[:at] + put_in + key.id[at + len(put_in) :]
    found = EnrollmentKey.from_id(other)
    assert other == key.id or found is None or (found != key and found.id == other)
