"""Organizations to choose from in a form or a filter, and what those that are named on a page are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from functions.portal_api.organizations import store

MOST = 100
"""Organizations that one choice offers, the newest; any other is chosen from its own page."""


def organization_choices(partner_id: str) -> dict[str, str]:
    """Names by id, in the order of the alphabet, in one read."""
    found, _ = store.newest(partner_id, MOST, None)
    return {one.id: one.name for one in sorted(found, key=lambda one: one.name.casefold())}


def organization_names(partner_id: str, wanted: Iterable[str], known: Mapping[str, str]) -> dict[str, str]:
    """What these organizations are called; only those that are not known yet are read."""
    missing = [one for one in dict.fromkeys(wanted) if one not in known]
    found = store.organizations(partner_id, missing) if missing else {}
    return {**known, **{its_id: one.name for its_id, one in found.items()}}
