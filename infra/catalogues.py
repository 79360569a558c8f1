"""The catalogues of texts: read from the code and the templates, kept beside their translations, compiled.

`python -m infra.catalogues` reads every text of shared and functions (Python and Jinja2), brings the catalogue
of each language up to date (new texts come in untranslated, texts no longer said go out), compiles it, and lists what
is still missing, by file; it ends with 1 while anything is. `--check` changes nothing and ends with 1 when a
catalogue is not what a run would make of it. What it writes depends on the texts alone, no dates, no line numbers, so
that a difference in the repository is a difference in words.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "shared" / "locale"
DOMAIN = "portico"
TRANSLATED = ("it",)
"""English is what stands in the code."""

METHODS = [
    ("**.py", "python"),
    ("**/templates/**.*", "jinja2"),
    ("**/mails/**.*", "jinja2"),
]
OPTIONS = {
    pattern: {
        "extensions": "jinja2.ext.i18n,jinja2.ext.do",
        "newstyle_gettext": "true",
        "silent": "false",
        "encoding": "utf-8",
    }
    for pattern, method in METHODS
    if method == "jinja2"
}
KEYWORDS = {"_": None, "mark": None, "gettext": None, "translate": (1,), "ngettext": (1, 2)}
_THE_SAME = datetime(2026, 1, 1, tzinfo=UTC)
_HEADER = "# Texts of Portico. Written by `python -m infra.catalogues`; only the translations are edited by hand."


def extracted() -> Catalog:
    """Every text that stands in the code and the templates, with the files that say it."""
    template = Catalog(project="Portico", version="1", creation_date=_THE_SAME, header_comment=_HEADER)
    for place in ("shared", "functions"):
        found = extract_from_dir(ROOT / place, METHODS, OPTIONS, keywords=KEYWORDS, comment_tags=("Translators:",))
        for name, _line, text, comments, context in sorted(found, key=lambda one: (one[0], one[1])):
            template.add(text, locations=[(f"{place}/{name}", 0)], auto_comments=comments, context=context)
    return template


def catalogue(language: str, template: Catalog | None = None) -> Catalog:
    """The catalogue of a language, brought up to date with the texts, not yet written."""
    path = po_path(language)
    known = Catalog(locale=language)
    if path.exists():
        with path.open("rb") as source:
            known = read_po(source, locale=language, domain=DOMAIN)
    fresh = Catalog(
        locale=language,
        project="Portico",
        version="1",
        creation_date=_THE_SAME,
        revision_date=_THE_SAME,
        last_translator="Portico",
        language_team=language,
        msgid_bugs_address="",
        header_comment=_HEADER,
        fuzzy=False,
    )
    for message in template or extracted():
        if not message.id:
            continue
        said = known.get(message.id, message.context)
        fresh.add(
            message.id,
            said.string if said and not said.fuzzy else "",
            locations=message.locations,
            auto_comments=message.auto_comments,
            user_comments=said.user_comments if said else (),
            context=message.context,
        )
    return fresh


def missing(known: Catalog) -> Iterator[Message]:
    """The texts that this language does not say yet, or not in all its plural forms."""
    for message in known:
        forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        wanted = known.num_plurals if message.pluralizable else 1
        if message.id and (len(forms) < wanted or not all(forms) or message.fuzzy):
            yield message


def po_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def as_po(known: Catalog) -> bytes:
    """The catalogue as it stands in the repository."""
    out = io.BytesIO()
    write_po(out, known, width=110, include_lineno=False, sort_output=False, sort_by_file=True)
    return out.getvalue()


def as_mo(known: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    out = io.BytesIO()
    write_mo(out, known)
    return out.getvalue()


def main(arguments: list[str]) -> int:
    """Write the catalogues, or with `--check` only compare; 1 when something is missing or differs."""
    check, template, wrong = "--check" in arguments, extracted(), 0
    for language in TRANSLATED:
        known = catalogue(language, template)
        for path, content in (
            (po_path(language), as_po(known)),
            (po_path(language).with_suffix(".mo"), as_mo(known)),
        ):
            if path.exists() and path.read_bytes() == content:
                continue
            if check:
                print(f"{path.relative_to(ROOT)} is not up to date: run python -m infra.catalogues")
                wrong += 1
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        unsaid = list(missing(known))
        for message in unsaid:
            print(f"{language}: {message.locations[0][0]}: {message.id!r}")
        print(f"{language}: {len(known)} texts, {len(unsaid)} missing")
        wrong += len(unsaid)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
