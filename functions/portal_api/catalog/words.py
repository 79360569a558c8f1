"""How courses are told on pages: a partner's own by their status, any by the first line of its description."""

from __future__ import annotations

from functions.portal_api.catalog.own_course import OwnStatus
from functions.portal_api.web.table import Badge
from shared.language import mark as _

STATUSES: dict[OwnStatus, Badge] = {
    "draft": Badge(_("Draft"), "info"),
    "published": Badge(_("Published"), "good"),
    "archived": Badge(_("Archived")),
}


def in_short(description: str | None) -> str | None:
    """The first line of a description, short enough for a row."""
    first = (description or "").strip().partition("\n")[0]
    return f"{first[:140].rsplit(' ', 1)[0]} …" if len(first) > 140 else first or None
