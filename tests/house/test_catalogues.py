"""The Italian texts are complete, well formed, in DOMAIN.md's words, and compiled as they stand."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from infra import catalogues
from shared.language import LANGUAGES

ITALIAN = re.compile(r"\baziend[ae]\b(?! partner\b| client[ei]\b)", re.IGNORECASE)


@pytest.fixture(scope="module")
def standing() -> Catalog:
    with catalogues.po_path("it").open("rb") as source:
        return read_po(source, locale="it", domain=catalogues.DOMAIN)


def pairs(known: Catalog) -> Iterator[tuple[Message, str, str]]:
    """Each text with each of its translations."""
    for message in known:
        if message.id and message.pluralizable:
            yield from (
                (message, english, said) for english, said in zip(message.id, message.string or (), strict=True)
            )
        elif message.id:
            yield message, str(message.id), str(message.string)


def test_every_language_but_english_has_a_catalogue() -> None:
    assert set(LANGUAGES) - {"en"} == set(catalogues.TRANSLATED)


def test_nothing_is_untranslated_or_fuzzy_in_italian(standing: Catalog) -> None:
    current = catalogues.catalogue("it")

    assert [message.id for message in catalogues.missing(current)] == []
    assert [message.id for message in standing if message.id and message.fuzzy] == []


def test_the_catalogues_are_what_a_run_would_write() -> None:
    current, path = catalogues.catalogue("it"), catalogues.po_path("it")

    assert path.read_bytes() == catalogues.as_po(current), "run python -m infra.catalogues"
    assert path.with_suffix(".mo").read_bytes() == catalogues.as_mo(current), "run python -m infra.catalogues"


def test_a_translation_fills_in_the_same_values(standing: Catalog) -> None:
    for message in standing:
        assert [str(error) for error in message.check(standing)] == [], message.id
    for _, english, italian in pairs(standing):
        assert _braces(english) == _braces(italian), english


def _braces(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text.replace("%(", "(")) if name}


def test_italian_never_says_bare_azienda(standing: Catalog) -> None:
    assert [italian for _, _, italian in pairs(standing) if ITALIAN.search(italian)] == []


def test_italian_uses_the_words_of_the_domain(standing: Catalog) -> None:
    words = {"Not enough credits": "Crediti insufficienti", "Credits exhausted": "Crediti esauriti"}
    words |= {"Alert threshold": "Soglia di avviso", "Open the credit wallet": "Apri il portafoglio crediti"}

    said = {english: italian for _, english, italian in pairs(standing)}
    assert {english: said[english] for english in words} == words
