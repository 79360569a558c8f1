"""Which language a browser asks for."""

from __future__ import annotations

import pytest

from shared.language import accepted


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("it", "it"),
        ("it-IT,it;q=0.9,en;q=0.8", "it"),
        ("en; q=0.5, it; q=0.8", "it"),
        ("it ; q=0.3 , en ; Q=0.7", "en"),
        ("it;level=1;q=0.9, en;q=0.1", "it"),
        ("it;q=0, en;q=0.1", "en"),
        ("fr, de;q=0.9", "en"),
        ("it;q=much", "en"),
        ("it;q=nan", "en"),
    ],
)
def test_the_weights_decide_however_they_are_spaced(header: str, language: str) -> None:
    assert accepted(header) == language
