"""What an enrollment costs a partner, and whether the partner may enrol into the course at all (C-13 … C-24).

One rule for the catalogue that shows a price and for the write that takes it. A course assigned to all partners
costs each the same: costs of their own are kept but do not count. Assigned to some, each has its own cost or
inherits the course's, as that stands today. The house has every platform course and pays nothing.
While a long list of partners is being written down (catalog's `assign`), the course's record carries the whole
list as `plan`, and that counts: what rows of partners say is then partly old.

A whitelabel partner's own course costs no credits (C-31). Nobody but the platform sells courses to anybody: another
partner's is none at all.
"""

from __future__ import annotations

from typing import Any

from shared.partner import Partner

Item = dict[str, Any]


def price(partner: Partner, course: Item | None, assignment: Item | None) -> int | None:
    """Whole credits for one person, or None: not in this partner's catalogue.

    Args: the course's item and the partner's assignment of it, as they stand in the Portal table (None: not
    there). What takes no new enrollments counts as known: ask `closed_by` before enrolling.
    """
    if course is None:
        return None
    if "partner_id" in course:
        return 0 if course["partner_id"] == partner.id else None
    if not partner.has_wallet:
        return 0
    general: int = course["enrollment_cost"]
    if course["all_partners"]:
        return general
    if "plan" in course:
        return own_cost(course["plan"][partner.id], general) if partner.id in course["plan"] else None
    if assignment is None or not assignment.get("active", True):
        return None
    return own_cost(assignment, general)


def own_cost(assignment: Item, general: int) -> int:
    """A partner's own cost, else the general one; `enrollment_cost` absent means inherited."""
    cost: int | None = assignment.get("enrollment_cost")
    return general if cost is None else cost


def closed_by(partner: Partner, course: Item) -> str | None:
    """Why a known course takes no new enrollments here, a problem's code; None: it does.

    Own courses are a whitelabel partner's. One that has become a default partner keeps them as they are, and who is
    enrolled goes on; nobody new is.
    """
    if "partner_id" in course and not partner.has_own_courses:
        return "whitelabel-only"
    status = course.get("status", "published")
    if course.get("archived", False) or status == "archived":
        return "course-archived"
    if status == "draft":
        return "course-not-published"
    return None
