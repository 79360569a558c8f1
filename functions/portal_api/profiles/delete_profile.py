"""Delete an access profile that nobody has. Should one be gone all the same, its users see what a learner sees."""

from __future__ import annotations

from functions.portal_api.command import Asking
from functions.portal_api.profiles import store
from functions.portal_api.profiles.find_profiles import changeable
from shared.commit import Refused
from shared.partner import Partner
from shared.patience import Patience
from shared.problems import Problem


def delete_profile(asking: Asking, partner: Partner, profile_id: str) -> None:
    """Take it away. Raises: Problem `not-found`, `profile-built-in`, `profile-in-use` (`users`), `busy`."""
    changeable(profile_id)
    patience = Patience()
    while True:
        profile, names = store.with_names(partner.id, profile_id)
        if profile is None:
            raise Problem("not-found")
        if profile.users > 0:
            raise Problem("profile-in-use", users=profile.users)
        left = {whose: name for whose, name in names["names"].items() if whose != profile_id}
        writes = [*store.gone(partner.id, profile_id), store.named(partner.id, names, left)]
        try:
            asking.commit(writes, "profile.delete", profile_id, status=204, answer=None)
            return
        except Refused:  # somebody got it meanwhile, or another one was renamed: look again
            patience.again()
