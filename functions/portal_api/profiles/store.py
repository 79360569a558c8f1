"""A partner's access profiles in the Portal table, the one item that holds their names, and one a profile that counts.

The names make a name one profile's and bound their number: whoever adds, renames or deletes one writes that item as
they read it. Memberships count themselves, in their own transactions, in an item beside the profile, so that they
never get in the way of who edits it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from functions.portal_api.profiles.count_users import users_key
from functions.portal_api.profiles.profile import Profile
from shared import keys
from shared.commit import Write, delete, put, revise
from shared.dynamo import Item, query, read
from shared.keys import Key

UNUSED = "attribute_not_exists(pk) OR #users <= :none"


def _names(partner_id: str) -> Key:
    return keys.profile(partner_id, "NAMES")


def page(partner_id: str, limit: int, after: Item | None) -> tuple[list[Item], Item | None]:
    """Items of profiles, the oldest first."""
    return query("portal", keys.profile(partner_id, "").pk, prefix="prf_", limit=limit, after=after)


def counted(partner_id: str, items: Sequence[Item]) -> list[Profile]:
    """Profiles of their items, with how many have them, in one read."""
    found = read(users_key(partner_id, item["id"]) for item in items)
    users = {key: item["users"] for key, item in found.items()}
    return [Profile.of(item, users.get(users_key(partner_id, item["id"]), 0)) for item in items]


def profile(partner_id: str, profile_id: str) -> Profile | None:
    """One profile, consistently."""
    return with_names(partner_id, profile_id)[0]


def with_names(partner_id: str, profile_id: str) -> tuple[Profile | None, Item]:
    """One profile, and the item of names (empty where there is none yet), in one read."""
    one, names, users = keys.profile(partner_id, profile_id), _names(partner_id), users_key(partner_id, profile_id)
    found = read([one, names, users])
    item = found.get(one)
    number = found.get(users, {"users": 0})["users"]
    return Profile.of(item, number) if item else None, found.get(names, {"names": {}, "version": 0})


def added(partner_id: str, new: Profile) -> Write:
    """The write of a new profile."""
    return put("profile", keys.profile(partner_id, new.id), new.stored() | {"version": new.version})


def changed(partner_id: str, before: Profile, given: Mapping[str, Any]) -> Write:
    """A profile with another name or other grants; blames `profile` when it is not at this version any more."""
    return revise("profile", keys.profile(partner_id, before.id), before.version, dict(given))


def gone(partner_id: str, profile_id: str) -> list[Write]:
    """Takes a profile away that nobody has; blames `profile` when it is gone, `users` when somebody has it."""
    return [
        delete("profile", keys.profile(partner_id, profile_id), "attribute_exists(pk)"),
        delete("users", users_key(partner_id, profile_id), UNUSED, names={"#users": "users"}, values={":none": 0}),
    ]


def named(partner_id: str, before: Item, names: Mapping[str, str]) -> Write:
    """The names by profile, as they are from now on; blames `names` when somebody else wrote them meanwhile."""
    item = {"names": dict(names), "version": before["version"] + 1}
    if not before["version"]:
        return put("names", _names(partner_id), item)
    return put("names", _names(partner_id), item, "version = :read", values={":read": before["version"]})
