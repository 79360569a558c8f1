"""The one place that answers: may this caller do this to that partner's records?

Deny by default. What is not the caller's is 404, not 403, so that nobody learns what others have; 403 is for
those who may know of the record but not do this. A suspended partner's own people read only; a closed one's do
nothing. That nobody is enrolled at either is refused by enrolling itself, behind the look for its receipt: what was
done before the suspension is answered as it was.
"""

from __future__ import annotations

from shared.caller import Caller
from shared.partner import Partner
from shared.problems import Problem

READS = frozenset({
    "partner:read", "partner_admin:read", "wallet:read", "course:read", "contact:read", "organization:read",
    "enrollment:read", "audit:read",
})  # fmt: skip
PARTNER_ADMIN = READS | {
    "partner:settings", "partner_admin:manage", "contact:write", "organization:write", "enrollment:create",
    "enrollment:withdraw",
}  # fmt: skip
PLATFORM_ADMIN = PARTNER_ADMIN | {
    "partner:list", "partner:create", "partner:manage", "platform_admin:manage", "course:write", "wallet:move",
    "enrollment:override",
}  # fmt: skip
GRANTS: dict[str, frozenset[str]] = {"platform_admin": PLATFORM_ADMIN, "partner_admin": PARTNER_ADMIN}
"""Every role and what it may do; an action in none of them is refused to all."""
JUDGED_BY_THE_VERB = frozenset({"enrollment:create"})
"""Refused at a suspended or closed partner whoever asks, but only after a repetition was answered."""


def allow(caller: Caller, action: str) -> None:
    """Let a platform-wide action pass. Raises: Problem `not-allowed`."""
    if not caller.is_platform_admin or action not in PLATFORM_ADMIN:
        raise Problem("not-allowed")


def allow_at_partner(caller: Caller, action: str) -> Partner:
    """Let an action on the partner of the path pass, and return that partner.

    Raises: Problem `not-found` for a partner that is unknown or not the caller's, `not-allowed`,
    `partner-suspended`, `partner-closed`.
    """
    partner = caller.partner
    if partner is None or not caller.roles:
        raise Problem("not-found")
    if partner.status == "closed" and not caller.is_platform_admin:
        raise Problem("partner-closed")
    if not any(action in GRANTS.get(role, frozenset()) for role in caller.roles):
        raise Problem("not-allowed")
    free = caller.is_platform_admin or action in READS or action in JUDGED_BY_THE_VERB
    if partner.status != "active" and not free:
        raise Problem(f"partner-{partner.status}")
    return partner
