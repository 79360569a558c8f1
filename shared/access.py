"""The one place that answers: may this caller do this to that partner's records, and which of them do they see?

Deny by default. What is not the caller's is 404, not 403, so that nobody learns what others have; 403 is for
those who may know of the record but not do this. A suspended partner's own people read only; a closed one's do
nothing. That nobody is enrolled at either is refused by enrolling itself, behind the look for its receipt: what was
done before the suspension is answered as it was.

What contacts see in the business portal and of their own is decided by their access profile (`sight` of the front
desk's modules), which stands on this: whoever is not let in here has no profile.
"""

from __future__ import annotations

from shared.caller import Caller
from shared.partner import Partner
from shared.problems import Problem
from shared.scope import Scope

READS = frozenset({
    "partner:read", "partner_admin:read", "wallet:read", "course:read", "contact:read", "organization:read",
    "enrollment:read", "audit:read", "profile:read", "brand:read", "domain:read",
})  # fmt: skip
THE_PARTNERS_OWN = frozenset({"own_course:write", "own_course:result"})
"""What a partner alone does: the platform sees its own courses and who passed them, and changes neither."""
PARTNER_ADMIN = READS | THE_PARTNERS_OWN | {
    "partner:settings", "partner_admin:manage", "contact:write", "organization:write", "enrollment:create",
    "enrollment:withdraw", "profile:manage", "portal_access:manage", "brand:manage", "credits:ask",
    "domain:manage",
}  # fmt: skip
PARTNER_ENROLLMENT = frozenset({
    "partner:read", "wallet:read", "course:read", "contact:read", "organization:read", "enrollment:read",
    "contact:write", "organization:write", "enrollment:create", "enrollment:withdraw", "credits:ask",
})  # fmt: skip
PARTNER_FINANCE = frozenset({
    "partner:read", "wallet:read", "course:read", "contact:read", "organization:read", "enrollment:read", "credits:ask",
})  # fmt: skip
PARTNER_READ_ONLY = frozenset({
    "partner:read", "wallet:read", "course:read", "contact:read", "organization:read", "enrollment:read",
})  # fmt: skip
SUPERVISOR = frozenset({"partner:read", "course:read", "contact:read", "enrollment:read"})
TRAINER = frozenset({"course:read", "contact:read", "enrollment:read", "enrollment:result"})
PLATFORM_ADMIN = (PARTNER_ADMIN - THE_PARTNERS_OWN) | {
    "partner:list", "partner:create", "partner:manage", "platform_admin:manage", "course:write", "wallet:move",
    "enrollment:override", "enrollment:result", "platform:search",
}  # fmt: skip
GRANTS: dict[str, frozenset[str]] = {
    "platform_admin": PLATFORM_ADMIN,
    "trainer": TRAINER,
    "partner_admin": PARTNER_ADMIN,
    "partner_enrollment": PARTNER_ENROLLMENT,
    "partner_finance": PARTNER_FINANCE,
    "partner_read_only": PARTNER_READ_ONLY,
    "supervisor": SUPERVISOR,
}
"""Every role and what it may do; an action in none of them is refused to all."""
SCOPED = frozenset({"trainer", "supervisor"})
"""Roles that see some records only; a door that does not narrow what it shows refuses them."""
PLATFORM_ROLES = frozenset({"platform_admin", "trainer"})
"""Held at the platform: a partner's suspension does not bind them, and nor does it end what learners have begun."""
JUDGED_BY_THE_VERB = frozenset({"enrollment:create"})
"""Refused at a suspended or closed partner whoever asks, but only after a repetition was answered."""


def allow(caller: Caller, action: str) -> None:
    """Let a platform-wide action pass; under a partner's name none does, whatever partner the request names.

    Raises: Problem `not-allowed`, `second-factor-required`.
    """
    if caller.host.partner_id is not None:
        raise Problem("not-allowed")
    if not caller.is_platform_admin or action not in PLATFORM_ADMIN:
        raise _refusal(caller)


def allow_at_partner(caller: Caller, action: str, *, scoped: bool = False) -> Partner:
    """Let an action on the partner of the path pass, and return that partner.

    Args: `scoped`, that the door narrows what it shows or changes to `scope_of`; else roles with a scope do not count.
    Raises: Problem `not-found` for a partner that is unknown or not the caller's, `not-allowed`,
    `partner-suspended`, `partner-closed`, `second-factor-required`.
    """
    partner = caller.partner
    if partner is None or not caller.roles | caller.withheld:
        raise Problem("not-found")
    if partner.status == "closed" and not caller.is_platform_admin:
        raise Problem("partner-closed")
    granting = frozenset(role for role in _granting(caller, action) if scoped or sees_all(role, action))
    if not granting:
        raise _refusal(caller)
    free = bool(granting & PLATFORM_ROLES) or action in READS or action in JUDGED_BY_THE_VERB
    if partner.status != "active" and not free:
        raise Problem(f"partner-{partner.status}")
    return partner


def scope_of(caller: Caller, action: str) -> Scope | None:
    """To which records of the partner an allowed action is narrowed; None for all of them.

    Whoever has no scope sees nothing; a trainer's counts at every partner.
    """
    granting = _granting(caller, action)
    if granting - SCOPED:
        return None
    scopes = [caller.scopes.get(role, Scope()) for role in granting]
    return Scope(
        frozenset().union(*(one.courses for one in scopes)),
        frozenset().union(*(one.organizations for one in scopes)),
        frozenset().union(*(one.tags for one in scopes)),
    )


def sees_all(role: str, action: str) -> bool:
    """Whether a role lets an action pass at a door that does not narrow what it shows."""
    return role not in SCOPED and action in GRANTS.get(role, frozenset())


def _granting(caller: Caller, action: str) -> frozenset[str]:
    """The caller's roles here that grant an action."""
    return frozenset(role for role in caller.roles if action in GRANTS.get(role, frozenset()))


def _refusal(caller: Caller) -> Problem:
    return Problem("second-factor-required" if caller.withheld else "not-allowed")
