"""What a brand is made of from outside: colours and pictures."""

from __future__ import annotations

import base64
import struct
import zlib
from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pydantic import TypeAdapter, ValidationError

from functions.portal_api.brand.colours import Accent, colours_of, stylesheet
from functions.portal_api.brand.logo import BYTES, HEIGHT, WIDTH, logo_of
from shared.problems import Problem
from tests.fuzz.examples import fuzzed
from tests.fuzz.odd import around

ACCENT: TypeAdapter[str] = TypeAdapter(Accent)


@fuzzed(400)
@given(around("#1a2b3c", "#FFFFFF", "#fff", "red", "#1a2b3c;}", "#1a2b3c\n"))
def test_a_colour_is_six_digits_in_lower_case_or_refused(sent: str) -> None:
    try:
        accent = ACCENT.validate_python(sent)
    except ValidationError:
        return
    assert accent == sent.lower() and len(accent) == 7 and int(accent[1:], 16) >= 0 and accent.isascii()
    assert ACCENT.validate_python(accent) == accent
    assert colours_of(accent) and accent.isprintable()
    assert set(stylesheet(accent)) <= set('abcdefghijklmnopqrstuvwxyz0123456789#-_:;{}@()[]=" \n')


def _file(form: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), (20, 90, 120)).save(out, form)
    return out.getvalue()


FILES = {form: _file(form) for form in ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "ICO")}


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _png(width: int, height: int, depth: int, colour: int, content: bytes) -> bytes:
    """A PNG that says of itself what it likes, with right checksums."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(content)) + _chunk(b"IEND", b"")


said = st.builds(
    _png,
    st.sampled_from([0, 1, 40, 5000, 2**31 - 1]),
    st.sampled_from([0, 1, 30, 5000, 2**31 - 1]),
    st.sampled_from([0, 1, 2, 4, 8, 16, 77]),
    st.sampled_from([0, 2, 3, 4, 6, 9]),
    st.binary(max_size=60),
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A picture with some of its bytes changed or cut away."""
    raw = bytearray(FILES[draw(st.sampled_from(sorted(FILES)))])
    for _ in range(draw(st.integers(1, 4))):
        raw[draw(st.integers(0, len(raw) - 1))] = draw(st.integers(0, 255))
    return bytes(raw[: draw(st.integers(1, len(raw)))])


@fuzzed(250)
@given(st.one_of(damaged(), said, st.binary(max_size=80), st.sampled_from(sorted(FILES.values()))))
def test_any_file_becomes_a_small_png_of_ours_or_is_refused(raw: bytes) -> None:
    try:
        logo = logo_of(base64.b64encode(raw).decode())
    except Problem as problem:
        assert problem.code == "invalid-request" and raw not in (FILES["PNG"], FILES["JPEG"], FILES["WEBP"])
        return
    assert len(logo.png) <= BYTES and logo.width <= WIDTH and logo.height <= HEIGHT
    with Image.open(BytesIO(logo.png), formats=("PNG",)) as image:
        assert image.size == (logo.width, logo.height) and not image.info


@fuzzed(200)
@given(around(base64.b64encode(FILES["PNG"]).decode()[:40], "data:image/png;base64,iVBORw0KGgo="))
def test_any_text_for_a_picture_is_refused(text: str) -> None:
    try:
        logo_of(text)
    except Problem as problem:
        assert problem.code == "invalid-request"
    else:
        raise AssertionError(text)
