"""From any accent the colours that pages use it as, legible on light and on dark pages whatever was chosen.

The hue stays; the lightness moves as little as it takes (WCAG 2.2: text 4.5 to 1, the edge of a button 3 to 1).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from functions.portal_api.brand.oklch import contrast, oklch, shown

TEXT, EDGE = 4.5, 3.0
WHITE, BLACK = "#ffffff", "#000000"

Accent = Annotated[str, Field(strict=True), StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$"), AfterValidator(str.lower)]
"""A colour as `#rrggbb`."""


@dataclass(frozen=True)
class Scheme:
    """A page's surfaces (text of the accent's colour stands on each), its text, and the lightness of a soft ground."""

    surfaces: tuple[str, ...]
    text: str
    soft: float
    darker: bool


LIGHT = Scheme(("#ffffff", "#f1f3f6"), "#17212e", 0.955, darker=True)
DARK = Scheme(("#0e131a", "#212b37"), "#e8edf4", 0.29, darker=False)


class Shades(BaseModel):
    """One scheme's colours: a filled button and the text on it, the accent as text, a soft ground under text."""

    accent: str
    accent_text: str
    accent_ink: str
    accent_soft: str


class Colours(BaseModel):
    """The colours used on light and on dark pages; `adapted` when light pages use another shade than the one chosen."""

    light: Shades
    dark: Shades
    adapted: bool


def colours_of(accent: str) -> Colours:
    """What pages use for this accent, `#rrggbb` in lower case."""
    light, dark = _shades(accent, LIGHT), _shades(accent, DARK)
    return Colours(light=light, dark=dark, adapted={light.accent, light.accent_ink} != {accent})


def _shades(accent: str, scheme: Scheme) -> Shades:
    fill = _moved(accent, scheme, lambda colour: _stands_out(colour, scheme.surfaces, EDGE))
    soft = _soft(accent, scheme)
    ink = _moved(accent, scheme, lambda colour: _stands_out(colour, (*scheme.surfaces, soft), TEXT))
    on_fill = WHITE if contrast(WHITE, fill) >= TEXT else BLACK
    return Shades(accent=fill, accent_text=on_fill, accent_ink=ink, accent_soft=soft)


def _stands_out(colour: str, grounds: Sequence[str], ratio: float) -> bool:
    return all(contrast(colour, ground) >= ratio for ground in grounds)


def _moved(accent: str, scheme: Scheme, good: Callable[[str], bool]) -> str:
    """The accent, or the nearest shade of it that is good: darker on light pages, lighter on dark ones."""
    if good(accent):
        return accent
    lightness, chroma, hue = oklch(accent)
    near, far = lightness, 0.0 if scheme.darker else 1.0
    best = BLACK if scheme.darker else WHITE
    for _ in range(24):
        middle = (near + far) / 2
        shade = shown(middle, chroma, hue)
        if good(shade):
            far, best = middle, shade
        else:
            near = middle
    return best


def _soft(accent: str, scheme: Scheme) -> str:
    """A ground with a touch of the accent, on which the page's own text is legible."""
    _, chroma, hue = oklch(accent)
    return shown(scheme.soft, min(chroma, 0.03 if scheme.darker else 0.045), hue)


def stylesheet(accent: str) -> str:
    """The custom properties for light and dark pages; a page may settle on one by `data-theme` on its root."""
    colours = colours_of(accent)
    light, dark = _properties(colours.light), _properties(colours.dark)
    return (
        f":root{{{light}}}\n"
        f'@media (prefers-color-scheme:dark){{:root:not([data-theme="light"]){{{dark}}}}}\n'
        f':root[data-theme="dark"]{{{dark}}}\n'
    )


def _properties(shades: Shades) -> str:
    return ";".join(f"--{name.replace('_', '-')}:{value}" for name, value in shades.model_dump().items())
