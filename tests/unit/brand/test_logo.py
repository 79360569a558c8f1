"""A logo from outside becomes a small PNG of our own, or is refused."""

from __future__ import annotations

import base64
import random
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from functions.portal_api.brand.logo import BYTES, HEIGHT, WIDTH, logo_of
from shared.problems import Problem

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture(form: str = "PNG", size: tuple[int, int] = (600, 90), mode: str = "RGBA", **more: Any) -> bytes:
    out = BytesIO()
    Image.new(mode, size, None).save(out, form, **more)
    return out.getvalue()


def noise(size: tuple[int, int]) -> bytes:
    out = BytesIO()
    Image.frombytes("RGB", size, random.Random(7).randbytes(size[0] * size[1] * 3)).save(out, "PNG")
    return out.getvalue()


def text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def opened(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png), formats=("PNG",))


@pytest.mark.parametrize(
    ("form", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("JPEG", "RGB"), ("JPEG", "CMYK"), ("WEBP", "RGB")]
)
def test_what_can_be_read_is_drawn_anew_and_fits(form: str, mode: str) -> None:
    logo = logo_of(text(picture(form, mode=mode)))

    assert (logo.width, logo.height) == (480, 72) == opened(logo.png).size
    assert logo.png.startswith(b"\x89PNG") and len(logo.png) <= BYTES
    assert logo.hash == logo_of(text(picture(form, mode=mode))).hash


def test_a_small_one_keeps_its_size() -> None:
    assert (logo_of(text(picture(size=(40, 30)))).width, logo_of(text(picture(size=(40, 30)))).height) == (40, 30)


@pytest.mark.parametrize("size", [(480, 160), (3000, 3000), (1, 4000)])
def test_whatever_it_shows_it_becomes_small_enough(size: tuple[int, int]) -> None:
    logo = logo_of(text(noise(size)))

    assert len(logo.png) <= BYTES
    assert 1 <= logo.width <= WIDTH and 1 <= logo.height <= HEIGHT


def test_nothing_else_of_the_file_is_kept() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "<script>alert(1)</script>")
    raw = picture(pnginfo=info) + b"<script>alert(2)</script>"

    assert b"script" not in logo_of(text(raw)).png
    exif = Image.Exif()
    exif[0x010E] = "a secret place"
    assert b"secret" not in logo_of(text(picture("JPEG", mode="RGB", exif=exif))).png


def test_a_photo_stands_as_its_camera_says() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    logo = logo_of(text(picture("JPEG", size=(100, 50), mode="RGB", exif=exif)))

    assert (logo.width, logo.height) == (50, 100)


@pytest.mark.parametrize(
    "raw",
    [b"", b"no image", SVG, b"<html><script>1</script>", picture("GIF", mode="P"), picture("BMP", mode="RGB"),
     b"GIF89a" + picture(), picture()[:60], picture("TIFF"), b"\x89PNG\r\n\x1a\n" + b"\0" * 100],
)  # fmt: skip
def test_what_is_no_image_of_ours_is_refused(raw: bytes) -> None:
    with pytest.raises(Problem) as refused:
        logo_of(text(raw))

    assert refused.value.code == "invalid-request"
    assert refused.value.members["errors"][0]["path"] == "/image"


def test_a_bomb_is_refused_by_its_header() -> None:
    bomb = picture(size=(20_000, 20_000), mode="1")

    assert len(bomb) < 100_000
    with pytest.raises(Problem):
        logo_of(text(bomb))


@given(st.binary(max_size=300), st.integers(0, 200))
def test_a_damaged_file_is_an_image_or_a_refusal_and_never_a_failure(garbage: bytes, place: int) -> None:
    whole = picture(size=(20, 20))
    for raw in (garbage, whole[:place] + garbage + whole[place:]):
        try:
            assert len(logo_of(text(raw)).png) <= BYTES
        except Problem as problem:
            assert problem.code == "invalid-request"


@pytest.mark.parametrize("said", ["%", "not base64!", "abc", "data:image/png;base64,AAAA"])
def test_what_is_not_base64_is_refused(said: str) -> None:
    with pytest.raises(Problem):
        logo_of(said)
