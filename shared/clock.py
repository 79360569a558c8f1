"""Time: always UTC, always with its zone, written as RFC 3339 with milliseconds and `Z`."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """This instant in UTC."""
    return datetime.now(UTC)


def stamp(moment: datetime | None = None) -> str:
    """RFC 3339 in UTC, fixed width so that text order is time order: `2026-11-22T09:30:00.000Z`."""
    return (moment or now()).astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse(text: str) -> datetime:
    """The instant a stamp names."""
    return datetime.fromisoformat(text)
