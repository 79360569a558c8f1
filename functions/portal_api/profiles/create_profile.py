"""Make an access profile of a partner: its name is its alone there, and there are at most 50."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.portal_api.command import Asking
from functions.portal_api.modules.grant import Grant
from functions.portal_api.profiles import store
from functions.portal_api.profiles.find_profiles import told
from functions.portal_api.profiles.profile import BUILT_IN, MOST, Profile, fit
from shared.commit import Refused
from shared.ids import new_id
from shared.language import LANGUAGES, translate
from shared.partner import Partner
from shared.patience import Patience
from shared.problems import Problem


def create_profile(asking: Asking, partner: Partner, name: str, modules: Mapping[str, Grant]) -> dict[str, Any]:
    """Make it. Raises: Problem `invalid-request`, `profile-exists`, `too-many-profiles` (`limit`), `busy`."""
    profile = Profile(id=new_id("prf"), name=name, modules=fit(modules), created_at=asking.at, changed_at=asking.at)
    answer = told(profile, asking.caller.language)
    patience = Patience()
    while True:
        _none, names = store.with_names(partner.id, profile.id)
        if len(names["names"]) >= MOST:
            raise Problem("too-many-profiles", limit=MOST)
        writes = [
            store.added(partner.id, profile),
            store.named(partner.id, names, free_name(names["names"], profile.id, name)),
        ]
        try:
            asking.commit(writes, "profile.create", profile.id, status=201, answer=answer, changed=sorted(modules))
            return answer
        except Refused:  # another profile was made, renamed or deleted meanwhile
            patience.again()


def free_name(names: Mapping[str, str], profile_id: str, name: str) -> dict[str, str]:
    """The names with this profile's. Raises: Problem `profile-exists` when another has it, whatever the case."""
    folded = " ".join(name.casefold().split())
    built_in = {translate(one().name, language).casefold() for one in BUILT_IN.values() for language in LANGUAGES}
    if folded in built_in or any(folded == taken and whose != profile_id for whose, taken in names.items()):
        raise Problem("profile-exists")
    return dict(names) | {profile_id: folded}
