"""English and Italian, by gettext; the catalogues stand in `shared/locale`.

English is the text in the code; a text missing from a catalogue is said in English. Adding a language is
adding a catalogue and its code to `LANGUAGES`.
"""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path
from typing import Literal

LANGUAGES = ("en", "it")
Language = Literal["en", "it"]
_LOCALE = Path(__file__).parent / "locale"


def mark(text: str) -> str:
    """Name a text for translation where it is written; `translate` is called where it is said."""
    return text


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The catalogue of a language, English for an unknown one."""
    return gettext.translation("portico", _LOCALE, languages=[language], fallback=True)


def translate(text: str, language: str) -> str:
    """The text in this language."""
    return catalogue(language).gettext(text)


def accepted(header: str, default: str = "en") -> str:
    """The first of our languages that an Accept-Language header asks for, by its weights."""
    wanted: list[tuple[float, str]] = []
    for part in header.split(",")[:20]:
        tag, *parameters = part.replace(" ", "").split(";")
        weight = next((one[2:] for one in parameters if one[:2].lower() == "q="), "1")
        try:
            wanted.append((float(weight), tag.split("-")[0].lower()))
        except ValueError:
            continue
    ours = [(weight, tag) for weight, tag in wanted if tag in LANGUAGES and weight > 0]
    return max(ours, key=lambda pair: pair[0])[1] if ours else default
