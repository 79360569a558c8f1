"""Find a partner's access profiles: all of them, one by id, the two built in included."""

from __future__ import annotations

from functools import partial
from typing import Any

from functions.portal_api.lists import Page
from functions.portal_api.profiles import store
from functions.portal_api.profiles.profile import BUILT_IN, Profile
from shared.ids import is_id
from shared.language import translate
from shared.problems import Problem


def profile_of(partner_id: str, profile_id: str) -> Profile:
    """The profile of this id, of the partner or built in. Raises: Problem `not-found`."""
    if profile_id in BUILT_IN:
        return BUILT_IN[profile_id]()
    found = store.profile(partner_id, profile_id) if is_id("prf", profile_id) else None
    if found is None:
        raise Problem("not-found")
    return found


def changeable(profile_id: str) -> str:
    """The id, if it is one that a stored profile can have. Raises: Problem `profile-built-in`, `not-found`."""
    if profile_id in BUILT_IN:
        raise Problem("profile-built-in")
    if not is_id("prf", profile_id):
        raise Problem("not-found")
    return profile_id


def find_profiles(page: Page, partner_id: str) -> tuple[list[Profile], str | None]:
    """A page of the partner's own profiles, the oldest first; those built in have no place in a list of records."""
    items, cursor = page.read(f"profiles#{partner_id}", partial(store.page, partner_id))
    return store.counted(partner_id, items), cursor


def told(profile: Profile, language: str) -> dict[str, Any]:
    """How the API shows it; what is built in is called in the caller's language."""
    name = translate(profile.name, language) if profile.built_in else profile.name
    return profile.view() | {"name": name}
