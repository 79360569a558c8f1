"""Whose catalogue a caller means, which courses of it they see, and whether a course is in one of theirs.

The platform sees all courses, or a partner's catalogue when the query names the partner; a trainer the chosen ones
of either. Who belongs to one partner means that one; who belongs to several that are open says which.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from functions.portal_api.catalog import store
from functions.portal_api.command import Asking
from shared import access
from shared.dynamo import Item
from shared.ids import is_id
from shared.language import mark as _
from shared.partner import Partner
from shared.price import price
from shared.problems import Problem, invalid
from shared.scope import Scope


@dataclass(frozen=True)
class Whose:
    """A partner's catalogue, or all courses of the platform (None); of either, those of the scope if there is one."""

    partner: Partner | None
    scope: Scope | None


def whose_catalogue(asking: Asking, named: str | None, *, one: bool = False) -> Whose:
    """The partner whose catalogue is meant, or the platform.

    Args: `one`, that one course of it is asked for: whoever belongs to no partner may not know that it exists.
    Raises: Problem `not-found` for a partner that is not the caller's, `not-allowed` (of one course `not-found`) for
    who belongs to none, `partner-closed`, `invalid-request` when somebody of several names none.
    """
    if named is not None:
        return _at(asking)
    if asking.caller.is_platform_admin:
        asking.allow("course:read")
        return Whose(None, None)
    if "trainer" in asking.caller.roles:
        return Whose(None, access.scope_of(asking.caller, "course:read"))
    members = _members(asking)
    own = [Partner.of(item) for item in store.partner_items(members).values()]
    if not own:
        refusal = "not-found" if one else "not-allowed"
        raise Problem("second-factor-required" if asking.caller.withheld else refusal)
    open_ones = [partner for partner in own if partner.status != "closed"]
    if len(open_ones) > 1:
        raise invalid("/partner_id", _("is required: you administer several partners"))
    [partner] = (open_ones or own)[:1]
    return _at(_as_member(asking, partner, members[partner.id]))


def refuse_all_but_platform(asking: Asking, course_id: str) -> None:
    """Refuse what only the platform may do with a course to all others (C-07).

    Raises: Problem `not-allowed` for who may see the course, `partner-closed` for who belongs to closed partners only,
    whatever the course, `not-found` for all else.
    """
    if asking.caller.is_platform_admin:
        return
    if not is_id("crs", course_id):
        raise Problem("not-found")
    if _trains(asking, course_id):
        raise Problem("not-allowed")
    members = _members(asking)
    partners = {who: Partner.of(item) for who, item in store.partner_items(members).items()}
    if partners and all(partner.status == "closed" for partner in partners.values()):
        raise Problem("partner-closed")
    courses, assignments = store.with_assignments(list(partners), [course_id])
    for who, partner in partners.items():
        scope = access.scope_of(_as_member(asking, partner, members[who]).caller, "course:read")
        shown = price(partner, courses.get(course_id), assignments.get((who, course_id)))
        if shown is not None and partner.status != "closed" and (scope is None or scope.has_course(course_id)):
            raise Problem("not-allowed")
    raise Problem("not-found")


def who_has_it(asking: Asking, course_id: str) -> Scope | None:
    """Let those pass who may see which partners have a course: the platform, and its trainers.

    Returns: the caller's scope. Raises: Problem as `refuse_all_but_platform`.
    """
    if not asking.caller.is_platform_admin and _trains(asking, course_id):
        return access.scope_of(asking.caller, "course:read")
    refuse_all_but_platform(asking, course_id)
    asking.allow("course:read")
    return None


def _members(asking: Asking) -> dict[str, Item]:
    """What the caller is at which partners, as far as the name they came under shows these."""
    members, host = store.memberships(asking.caller.person_id), asking.caller.host
    return {partner_id: item for partner_id, item in members.items() if host.shows(partner_id)}


def _trains(asking: Asking, course_id: str) -> bool:
    own = asking.caller.scopes.get("trainer") if "trainer" in asking.caller.roles else None
    return own is not None and own.has_course(course_id)


def _at(asking: Asking) -> Whose:
    partner = asking.allow_at_partner("course:read", scoped=True)
    return Whose(partner, access.scope_of(asking.caller, "course:read"))


def _as_member(asking: Asking, partner: Partner, membership: Item) -> Asking:
    """The same request, as if its path had named this partner of the caller's."""
    role = membership["role"]
    caller = replace(
        asking.caller,
        roles=frozenset({role}),
        scopes={role: Scope.of(membership)},
        partner=partner,
        withheld=frozenset(),
    )
    return replace(asking, caller=caller)
