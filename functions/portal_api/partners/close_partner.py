"""Suspend and close a partner, and take either back. Nothing is lost by it.

*Suspended*: no new enrollments or orders, its admins read only. *Closed*: no sign-ins. The two are remembered apart,
so that a suspended partner that was closed is suspended again once it is reopened; `status` says what counts.
"""

from __future__ import annotations

from typing import Any, Literal

from functions.portal_api.command import Asking
from functions.portal_api.partners.change_partner import rewrite
from shared.dynamo import Item
from shared.problems import Problem

Mark = Literal["suspended_at", "closed_at"]


def set_mark(asking: Asking, partner_id: str, mark: Mark, on: bool) -> dict[str, Any]:
    """Suspend or close (`on`), or end it; again is no error and changes nothing.

    Raises: Problem `house-partner`, `busy`; Replayed.
    """
    if asking.partner and asking.partner.kind == "house":
        raise Problem("house-partner")
    action = f"partner.{mark.removesuffix('_at')}.{'begin' if on else 'end'}"
    return rewrite(asking, partner_id, action, lambda item: marked(item, mark, asking.at if on else None))


def marked(item: Item, mark: Mark, at: str | None) -> dict[str, Any]:
    """What changes of a partner's item when the mark is set (a time) or taken away (None)."""
    if bool(item.get(mark)) == bool(at):
        return {}
    after = item | {mark: at}
    status = "closed" if after.get("closed_at") else "suspended" if after.get("suspended_at") else "active"
    return {mark: at, "status": status}
