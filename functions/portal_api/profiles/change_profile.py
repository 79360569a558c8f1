"""Change an access profile: it counts from the next request of everybody who has it, as nobody keeps a copy.

Whoever changes it says which version they saw; when somebody else was faster nothing is changed, so that the
difference an admin looked at is the one that is published.
"""

from __future__ import annotations

from typing import Any

from functions.portal_api.command import Asking
from functions.portal_api.profiles import store
from functions.portal_api.profiles.create_profile import free_name
from functions.portal_api.profiles.find_profiles import changeable, told
from functions.portal_api.profiles.profile import fit
from shared.commit import Refused
from shared.partner import Partner
from shared.patience import Patience
from shared.problems import Problem


def change_profile(
    asking: Asking, partner: Partner, profile_id: str, version: int, given: dict[str, Any]
) -> dict[str, Any]:
    """Change its `name` or its `modules`, which are replaced whole.

    Raises: Problem `not-found`, `profile-built-in`, `invalid-request`, `profile-exists`, `profile-changed`
    (`version`: the one it has now), `busy`.
    """
    changeable(profile_id)
    if "modules" in given:
        given = given | {"modules": fit(given["modules"])}
    patience = Patience()
    while True:
        before, names = store.with_names(partner.id, profile_id)
        if before is None:
            raise Problem("not-found")
        if before.version != version:
            raise Problem("profile-changed", version=before.version)
        after = before.changed(given)
        written = {"changed_at": asking.at} | ({"name": after.name} if "name" in given else {})
        writes = [store.changed(partner.id, before, written | (after.stored_modules() if "modules" in given else {}))]
        if "name" in given:
            writes.append(store.named(partner.id, names, free_name(names["names"], profile_id, after.name)))
        answer = told(after.changed({"version": version + 1, "changed_at": asking.at}), asking.caller.language)
        try:
            asking.commit(writes, "profile.change", profile_id, status=200, answer=answer, changed=sorted(given))
            return answer
        except Refused:  # it was changed meanwhile, or another one was renamed: look again
            patience.again()
