"""What is withheld from those who see some records only (supervisors, trainers): the partner's business in credits.

They see who learns what and how it went. What that costs, which movement paid it and with whom it was bought stands
between the partner and the platform. One rule for every room that shows records to them.
"""

from __future__ import annotations

from typing import Any

from shared.scope import Scope

CREDITS = frozenset({"cost", "refunded", "entry_seq", "batch_id", "enrollment_cost", "effective_cost"})
"""Fields that are null for them, in whatever record."""


def without_credits(view: dict[str, Any], scope: Scope | None) -> dict[str, Any]:
    """A record as somebody with this scope sees it; whoever has none (None) sees all of it."""
    return view if scope is None else {name: None if name in CREDITS else value for name, value in view.items()}
