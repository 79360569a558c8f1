"""Texts that parsers have stumbled over, and mixtures of them with any text."""

from __future__ import annotations

from hypothesis import strategies as st

STUMBLED = (
    "", " ", "\x00", "\t", "\r\n", "\u2028", "\ufeff", "\u202e", "\ud800", "İ", "ſ", "\u212a", "ﬁ", "é", "e\u0301", "١",
    "９", "%00", "%2e%2e", "..", "//", "\\", "@", ":", ";", ",", "=", "+", "-", "'", '"', "<", ">", "{}", "[", "null",
    "NaN", "Infinity", "1e999", "-0", "0x1", "9" * 50, "a" * 300, "🧑‍🏫",
)  # fmt: skip
odd = st.one_of(st.sampled_from(STUMBLED), st.text(max_size=40), st.text(max_size=40).map(str.upper))


def around(*known: str) -> st.SearchStrategy[str]:
    """Any text, the known ones, and each of these with something odd put into it, taken out of it or in other case."""
    base = st.sampled_from(known)

    @st.composite
    def spoilt(draw: st.DrawFn) -> str:
        text = draw(base)
        at = draw(st.integers(0, len(text)))
        cut = draw(st.integers(0, 2))
        return text[:at] + draw(odd) + text[at + cut :]

    return st.one_of(base, base.map(str.upper), base.map(str.title), spoilt(), odd)
