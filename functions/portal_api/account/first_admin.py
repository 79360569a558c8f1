"""The platform's record and its first admin, whom nobody invited; asked by `infra.first_admin` alone."""

from __future__ import annotations

from functions.portal_api import trail
from functions.portal_api.account import store
from functions.portal_api.account.admin import Invitee
from functions.portal_api.account.admit import admission
from functions.portal_api.account.set_password import give_password
from functions.portal_api.account.sign_out import next_second
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
        "accepted_count": 0,
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
    at = stamp()
    admin, writes = admission(invitee, None, None, at, settings().default_language, tell=password is None)
    trace = trail.row(trail.scope_of(None), admin.id, "admin.first", admin.id, at)
    try:
        commit([*writes, trace])
    except Refused as refused:
        if refused.first[0].blame != "already-admin":
            raise
    person = store.person_of(admin.id)
    if password and person and person.invited:
        give_password(person, password)
        commit([store.password_set(person.id, stamp(), next_second())])
        store.accepted(person)
    return admin.id
