"""Whose catalogue a caller means, and whether a course is in one of theirs.

The platform sees all courses, or a partner's catalogue when the query names the partner. An admin of one partner
means that one; an admin of several that are open says which.
"""

from __future__ import annotations

from dataclasses import replace

from functions.portal_api.catalog import store
from functions.portal_api.command import Asking
from shared.ids import is_id
from shared.language import mark as _
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
    own = [Partner.of(item) for item in store.partner_items(store.memberships(asking.caller.person_id)).values()]
    if not own:
        raise Problem("not-allowed")
    open_ones = [partner for partner in own if partner.status != "closed"]
    if len(open_ones) > 1:
        raise invalid("/partner_id", _("is required: you administer several partners"))
    caller = replace(asking.caller, roles=frozenset({"partner_admin"}), partner=(open_ones or own)[0])
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
