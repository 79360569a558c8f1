"""Our own files that pages load: listed by name, served under their content's hash, kept by browsers for a year.

The style sheet and the script are written in parts, one concern each, and served as one file: a page asks once.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
_TYPES = {
    "portico.css": "text/css; charset=utf-8",
    "early.js": "text/javascript; charset=utf-8",
    "portico.js": "text/javascript; charset=utf-8",
    "htmx.min.js": "text/javascript; charset=utf-8",
    "password.js": "text/javascript; charset=utf-8",
    "sign-in.js": "text/javascript; charset=utf-8",
    "security.js": "text/javascript; charset=utf-8",
    "enrol.js": "text/javascript; charset=utf-8",
    "platform.js": "text/javascript; charset=utf-8",
    "profile.js": "text/javascript; charset=utf-8",
    "team.js": "text/javascript; charset=utf-8",
    "brand.js": "text/javascript; charset=utf-8",
    "mark.svg": "image/svg+xml",
}
_PARTS = {
    "portico.css": (
        "styles",
        ("tokens", "base", "shell", "parts", "forms", "tables", "charts", "enrol", "portal", "docs", "print"),
    ),
    "portico.js": (
        "scripts",
        ("words", "toast", "values", "problems", "attempt", "send", "slots", "dialogs", "preview", "tables", "start"),
    ),
    "enrol.js": (
        "scripts",
        ("words", "enrol-words", "enrol-state", "enrol-rows", "enrol-price", "enrol-result", "enrol"),
    ),
}
"""Files that are made of parts, in this order; a part of a script imports others and is served without saying so."""
_LEFT_OUT = re.compile(r"^(?:import [^;]*;\n|export |\s*//.*\n|\s+)", re.MULTILINE)
"""What a part says to its reader and to the other parts, and what indents it."""


@dataclass(frozen=True)
class File:
    """A file as it is served."""

    content: bytes
    media_type: str


def _content(name: str) -> bytes:
    if name not in _PARTS:
        return (HERE / "static" / name).read_bytes()
    folder, parts = _PARTS[name]
    ending = name.rpartition(".")[2]
    texts = [(HERE / "static" / folder / f"{part}.{ending}").read_text() for part in parts]
    return "\n".join(_LEFT_OUT.sub("", text) if ending == "js" else text for text in texts).encode()


@cache
def _hashed(name: str) -> tuple[str, File]:
    content = _content(name)
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}.{ending}", File(content, _TYPES[name])


def address(name: str) -> str:
    """Where a page finds this file."""
    return f"/static/{_hashed(name)[0]}"


def find(hashed_name: str) -> File | None:
    """The file under its hashed name; none under an old hash, so that nobody keeps new content under it."""
    return dict(map(_hashed, _TYPES)).get(hashed_name)
