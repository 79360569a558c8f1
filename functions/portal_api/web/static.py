"""Our own files that pages load: listed by name, served under their content's hash, kept by browsers for a year."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
_TYPES = {
    "portico.css": "text/css; charset=utf-8",
    "password.js": "text/javascript; charset=utf-8",
    "mark.svg": "image/svg+xml",
}


@dataclass(frozen=True)
class File:
    """A file as it is served."""

    content: bytes
    media_type: str


@cache
def _hashed(name: str) -> tuple[str, File]:
    content = (HERE / "static" / name).read_bytes()
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}.{ending}", File(content, _TYPES[name])


def address(name: str) -> str:
    """Where a page finds this file."""
    return f"/static/{_hashed(name)[0]}"


def find(hashed_name: str) -> File | None:
    """The file under its hashed name; none under an old hash, so that nobody keeps new content under it."""
    return dict(map(_hashed, _TYPES)).get(hashed_name)
