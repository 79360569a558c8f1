"""How many have a profile: each change of hands is counted in the transaction that makes it, in an item of its own.

It stands apart from the rest of the room, which knows all modules and through them contacts: `portal_access` counts
here, and contacts calls that.
"""

from __future__ import annotations

from shared import keys
from shared.commit import Write, check, update
from shared.keys import Key


def users_key(partner_id: str, profile_id: str) -> Key:
    """Where a profile's users are counted."""
    return keys.profile(partner_id, f"USERS#{profile_id}")


def in_use(partner_id: str, profile_id: str, more: int) -> Write:
    """Count one more (1) or one less (-1) who has it."""
    key, names, values = users_key(partner_id, profile_id), {"#users": "users"}, {":more": more}
    return update("profile_users", key, "ADD #users :more", None, names=names, values=values)


def changed_hands(partner_id: str, before: str | None, after: str | None) -> list[Write]:
    """Somebody has another profile from now on, or none.

    A look whether the new one is there, so that it is not deleted at the same time, has the blame `profile`.
    """
    writes = []
    if after:
        writes.append(check("profile", keys.profile(partner_id, after), "attribute_exists(pk)"))
    if before != after:
        writes += [in_use(partner_id, one, more) for one, more in ((after, 1), (before, -1)) if one]
    return writes
