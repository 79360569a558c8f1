"""Labels that can be taken for another one: scripts mixed, or letters that look like plain ones of another script.

Unicode TS 39: a label keeps to one script, digits and hyphens aside (Han goes with the scripts it is written with). A
Latin one has no letter that stands for a plain one (`ı`, `ɡ`); one of another script has at least one letter that no
plain letter looks like, so that it cannot read as a Latin word as a whole (`аррӏе`).
"""

from __future__ import annotations

WITHOUT_SCRIPT = frozenset({"COMMON", "INHERITED"})
WRITTEN_TOGETHER = (
    frozenset({"HAN", "HIRAGANA", "KATAKANA"}),
    frozenset({"HAN", "HANGUL"}),
    frozenset({"HAN", "BOPOMOFO"}),
)


def mixes_scripts(letters: str) -> bool:
    """Whether letters of scripts stand together that no language writes together."""
    if letters.isascii():
        return False
    scripts = _scripts(letters)
    return len(scripts) > 1 and not any(scripts <= together for together in WRITTEN_TOGETHER)


def passes_for_another(letters: str) -> bool:
    """Whether it can be read as a label of plain letters."""
    if letters.isascii():
        return False
    foreign = [one for one in letters if not one.isascii()]
    if "LATIN" in _scripts(letters):
        return any(map(_looks_plain, foreign))
    return all(map(_looks_plain, foreign))


def _scripts(letters: str) -> set[str]:
    from confusable_homoglyphs import categories

    return {categories.alias(one) for one in letters} - WITHOUT_SCRIPT


def _looks_plain(letter: str) -> bool:
    from confusable_homoglyphs import confusables

    found = confusables.is_confusable(letter, greedy=True) or []
    return any(other["c"].isascii() for one in found for other in one["homoglyphs"])
