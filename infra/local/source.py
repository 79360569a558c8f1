"""The functions' source as one zip, unbuilt.

On a laptop the workers import their dependencies from the environment of the engine's own Python.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

from infra.local.venvs import ROOT

PARTS = ("functions", "shared")
_SKIPPED = {"__pycache__", ".mypy_cache", ".ruff_cache"}


def source_zip(root: Path = ROOT) -> tuple[str, bytes]:
    """The fingerprint of the source and the zip; the same source gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for part in PARTS:
            for file in sorted((root / part).rglob("*")):
                if file.is_file() and not _SKIPPED.intersection(file.parts) and file.suffix != ".pyc":
                    entry = zipfile.ZipInfo(file.relative_to(root).as_posix())
                    entry.external_attr = 0o644 << 16
                    archive.writestr(entry, file.read_bytes(), zipfile.ZIP_DEFLATED)
    body = buffer.getvalue()
    return hashlib.sha256(body).hexdigest()[:20], body
