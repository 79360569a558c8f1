"""Whose catalogue a caller means, and whether a course is in one of theirs.

The platform sees all courses, or a partner's catalogue when the query names the partner. An admin of one partner
means that one; an admin of several says which.
"""

from __future__ import annotations

from dataclasses import replace

from functions.portal_api.catalog import store
from functions.portal_api.command import Asking
from shared.ids import is_id
from shared.partner import Partner
from shared.price import price
from shared.problems import Problem, invalid


def whose_catalogue(asking: Asking, named: str | None) -> Partner | None:
    """The partner whose catalogue is meant; None: all courses of the platform.

    Raises: Problem `not-found` for a partner that is not the caller's, `not-allowed` for who administers nothing,
    `partner-closed`, `invalid-request` when an admin of several names none.
    """
    if named is not None:
        return asking.allow_at_partner("course:read")
    if asking.caller.is_platform_admin:
        asking.allow("course:read")
        return None
    own = store.memberships(asking.caller.person_id)
    if not own:
        raise Problem("not-allowed")
    if len(own) > 1:
        raise invalid("/partner_id", "you administer several partners: say which")
    item = store.partner_items(own).get(own[0])
    caller = replace(asking.caller, roles=frozenset({"partner_admin"}), partner=Partner.of(item) if item else None)
    return replace(asking, caller=caller).allow_at_partner("course:read")


def refuse_partner_admin(asking: Asking, course_id: str) -> None:
    """Refuse what only the platform may do with a course to all others (C-07).

    Raises: Problem `not-allowed` for who may see the course, `not-found` for all else.
    """
    if asking.caller.is_platform_admin:
        return
    own = store.memberships(asking.caller.person_id) if is_id("crs", course_id) else []
    partners = {who: Partner.of(item) for who, item in store.partner_items(own).items()}
    courses, assignments = store.with_assignments(list(partners), [course_id] if own else [])
    for who, partner in partners.items():
        shown = price(partner, courses.get(course_id), assignments.get((who, course_id)))
        if shown is not None and partner.status != "closed":
            raise Problem("not-allowed")
    raise Problem("not-found")
