"""The platform's record and its first admin, whom nobody invited; asked by `infra.first_admin` alone."""

from __future__ import annotations

from functions.portal_api.account import cognito, store
from functions.portal_api.account.admin import Invitee
from functions.portal_api.account.admit import admission
from functions.portal_api.account.set_password import settle
from shared import keys
from shared.clock import stamp
from shared.commit import Refused, commit, put
from shared.settings import settings


def make_platform() -> None:
    """The platform's own record, unless it is there."""
    item = {
        "name": settings().platform_name,
        "language": settings().default_language,
        "created_at": stamp(),
        "admins_count": 0,
        "version": 1,
    }
    try:
        commit([put("there", keys.PLATFORM, item)])
    except Refused:
        return


def admit_first(invitee: Invitee, password: str | None) -> str:
    """Make somebody a platform admin, unless they are one.

    Args: `password` sets one at once and mails nothing; without it the invitation is mailed.
    Returns: the person's id.
    """
    admin, writes = admission(invitee, None, None, stamp(), tell=password is None)
    try:
        commit(writes)
    except Refused as refused:
        if refused.first[0].blame != "already-admin":
            raise
    person = store.person_of(admin.id)
    if password and person and person.invited:
        cognito.set_password(person.id, password)
        settle(person)
    return admin.id
