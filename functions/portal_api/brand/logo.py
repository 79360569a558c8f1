"""A logo from outside becomes a small PNG of our own making: what came is read once, and never served.

Only the decoders of PNG, JPEG and WebP are asked, so that SVG, GIF and whatever else a browser would run is no image
here. The size is judged by the header before a pixel is unpacked; the first picture is drawn anew without metadata,
within 480 × 160 pixels and 30 kB (an item of the table has at most 400).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from shared.language import mark as _
from shared.problems import Problem, invalid

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTH, HEIGHT = 480, 160
ICON = (180, 180)
"""What the largest of those who show an icon ask for."""
BYTES = 30_000
PIXELS = 16_000_000
"""Of the picture that comes: more is refused before it is unpacked."""
_COLOURS = (256, 64, 16)
_SCALES = (1.0, 0.75, 0.5, 0.3)


@dataclass(frozen=True)
class Logo:
    """A logo as it is kept: PNG, its size in pixels, and the name that its content has."""

    png: bytes
    width: int
    height: int

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.png).hexdigest()[:32]


def logo_of(text: str, within: tuple[int, int] = (WIDTH, HEIGHT)) -> Logo:
    """The logo in a base64 text, drawn anew within so many pixels.

    Raises: Problem `invalid-request` that points at `/image`.
    """
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise invalid("/image", _("is not base64")) from None
    try:
        return _shrunk(_drawn(raw, within))
    except Problem:
        raise
    except Exception:  # a decoder fails in many ways at what was made to make it fail; each means the same
        raise invalid("/image", _("cannot be read as a PNG, JPEG or WebP image")) from None


def _drawn(raw: bytes, within: tuple[int, int]) -> Image:
    """The first picture, upright, fitted in, free of all else that the file holds."""
    from PIL import Image, ImageOps

    with Image.open(BytesIO(raw), formats=("PNG", "JPEG", "WEBP")) as image:
        if image.width * image.height > PIXELS:
            raise invalid("/image", _("has too many pixels"))
        image.seek(0)
        image.draft("RGB", (2 * WIDTH, 2 * WIDTH))  # of a JPEG, no more is unpacked than is needed
        upright = ImageOps.exif_transpose(image).convert("RGBA")
    upright.thumbnail(within, Image.Resampling.LANCZOS)
    clean = Image.new("RGBA", upright.size)
    clean.paste(upright)
    return clean


def _shrunk(image: Image) -> Logo:
    """The best that fits: all its colours, else fewer, else smaller."""
    best = _png(image)
    if len(best.png) <= BYTES:
        return best
    for scale in _SCALES:
        size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
        smaller = image.resize(size)
        for colours in _COLOURS:
            best = _png(smaller.quantize(colours, method=_octree()))
            if len(best.png) <= BYTES:
                return best
    return best


def _octree() -> int:
    """The one way to fewer colours that keeps transparency."""
    from PIL import Image

    return Image.Quantize.FASTOCTREE


def _png(image: Image) -> Logo:
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return Logo(out.getvalue(), image.width, image.height)
