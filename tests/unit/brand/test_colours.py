"""Whatever accent somebody chooses, what pages make of it can be read, on light pages and on dark ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.portal_api.brand.colours import DARK, EDGE, LIGHT, TEXT, Scheme, Shades, colours_of, stylesheet
from functions.portal_api.brand.oklch import contrast, linear, oklch, shown, written

ACCENTS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def legible(shades: Shades, scheme: Scheme) -> bool:
    return (
        contrast(shades.accent_text, shades.accent) >= TEXT
        and all(contrast(shades.accent, surface) >= EDGE for surface in scheme.surfaces)
        and all(contrast(shades.accent_ink, ground) >= TEXT for ground in (*scheme.surfaces, shades.accent_soft))
        and contrast(scheme.text, shades.accent_soft) >= TEXT
    )


@pytest.mark.criterion("A-33", "A-34")
@given(ACCENTS)
def test_every_accent_gives_legible_pairs_in_both_schemes(accent: str) -> None:
    colours = colours_of(accent)

    assert legible(colours.light, LIGHT), colours
    assert legible(colours.dark, DARK), colours
    assert colours.adapted == ({colours.light.accent, colours.light.accent_ink} != {accent})


@given(ACCENTS)
def test_a_colour_survives_the_way_to_oklch_and_back(accent: str) -> None:
    again = shown(*oklch(accent))

    assert max(abs(one - other) for one, other in zip(linear(again), linear(accent), strict=True)) < 0.01
    assert written(linear(accent)) == accent


@given(ACCENTS)
def test_a_shade_keeps_its_hue(accent: str) -> None:
    lightness, chroma, hue = oklch(accent)
    used = oklch(colours_of(accent).light.accent)

    if chroma > 0.05 and used[1] > 0.05:
        turned = abs(used[2] - hue) % 6.2832
        assert min(turned, 6.2832 - turned) < 0.15
    assert used[0] <= lightness + 0.01


def test_a_dark_blue_is_used_as_it_is_and_a_yellow_is_not() -> None:
    assert not colours_of("#1f4f8f").adapted
    assert colours_of("#1f4f8f").light.accent == colours_of("#1f4f8f").light.accent_ink == "#1f4f8f"
    assert colours_of("#1f4f8f").light.accent_text == "#ffffff"
    assert colours_of("#ffdd00").adapted


@pytest.mark.parametrize(("one", "other", "ratio"), [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48)])
def test_contrast_is_that_of_the_guidelines(one: str, other: str, ratio: float) -> None:
    assert round(contrast(one, other), 2) == ratio == round(contrast(other, one), 2)


def test_the_style_sheet_names_both_schemes() -> None:
    css = stylesheet("#1f4f8f")

    assert css.startswith(":root{--accent:#1f4f8f;--accent-text:#ffffff;--accent-ink:#1f4f8f;--accent-soft:#")
    assert "prefers-color-scheme:dark" in css and '[data-theme="dark"]' in css


def test_the_surfaces_are_those_of_the_pages() -> None:
    tokens = Path("functions/portal_api/web/static/styles/tokens.css").read_text()
    light, dark = tokens.split("@media (prefers-color-scheme: dark)")
    for css, scheme in ((light, LIGHT), (dark, DARK)):
        surfaces = set(re.findall(r"--(?:paper|canvas|raised): (#[0-9a-f]{6})", css))
        assert len(surfaces) == 3
        assert set(re.findall(r"--ink: (#[0-9a-f]{6})", css)) == {scheme.text}
        for accent in ("#000000", "#ffffff", "#ffdd00", "#1f4f8f", "#7f7f7f", "#00ff00"):
            shades = colours_of(accent).light if scheme is LIGHT else colours_of(accent).dark
            assert all(contrast(shades.accent_ink, one) >= TEXT for one in surfaces), (accent, shades)
            assert all(contrast(shades.accent, one) >= EDGE for one in surfaces), (accent, shades)
