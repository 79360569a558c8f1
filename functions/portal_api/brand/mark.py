"""The mark of a brand that has no picture of its own: the first letter of its name on its colour, drawn here.

Nothing of it was uploaded: an address names a colour and a letter, and the drawing is made of these two alone.
"""

from __future__ import annotations

import re
from html import escape

from functions.portal_api.brand.colours import BLACK, TEXT, WHITE
from functions.portal_api.brand.oklch import contrast

_DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="{ground}"/>'
    '<text x="16" y="22.5" text-anchor="middle" font-family="system-ui,sans-serif" font-size="19" font-weight="700" '
    'fill="{ink}">{letter}</text></svg>'
)


def mark_of(digits: str, letter: str) -> str | None:
    """The drawing for a colour and a letter, both in hexadecimal digits; None for what is neither."""
    if not re.fullmatch("[0-9a-f]{6}", digits) or not re.fullmatch("[1-9a-f][0-9a-f]{0,5}", letter):
        return None
    point = int(letter, 16)
    if point > 0x10FFFF or not chr(point).isprintable():
        return None
    ground = f"#{digits}"
    ink = WHITE if contrast(WHITE, ground) >= TEXT else BLACK
    return _DRAWING.format(ground=ground, ink=ink, letter=escape(chr(point)))
