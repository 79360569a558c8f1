"""Make somebody an admin of a place: the writes, for whoever commits them.

With a partner named it is a partner's admin, with none a platform admin. A person known in the sign-in domain is
reused; either way the fact `AdminInvited` goes out, and with it the mail.
"""

from __future__ import annotations

from typing import Any

from functions.portal_api.account import store
from functions.portal_api.account.admin import AdminView, Invitee, listed
from functions.portal_api.account.person import SIGN_IN_DOMAIN
from shared import keys
from shared.commit import Write, put, update
from shared.events import AdminInvited, outbox
from shared.ids import new_id

FREE = "attribute_not_exists(pk)"


def admission(
    invitee: Invitee, partner_id: str | None, by: str | None, at: str, language: str, *, tell: bool = True
) -> tuple[AdminView, list[Write]]:
    """The writes that make somebody an admin.

    Args: `partner_id` None for the platform; `by`, who invites, None when nobody does (then themself); `language`,
    the place's, which is a new person's until they choose; `tell`, whether the invitation is mailed.
    Returns: the admin as listed, and writes with the blames `already-admin`, `person` (who it is has changed
    meanwhile: build them anew) and `place`.
    """
    known = store.person_id_of(invitee.email)
    person_id = known or new_id("per")
    by = by or person_id
    item = listed(person_id, invitee, at, by)
    fact = AdminInvited(person_id=person_id, partner_id=partner_id, invited_by=by)
    facts = outbox(at, fact) if tell else None
    role = "partner_admin" if partner_id else "platform_admin"
    membership = {"role": role, "partner_id": partner_id, "since": at, "by": by, "invited": True}
    writes = [
        put("already-admin", store.admin_key(person_id, partner_id), item),
        put("already-admin", store.membership_key(person_id, partner_id), membership),
        *(_told(person_id, facts) if known else _new_person(person_id, invitee, at, language, facts)),
        update(
            "place",
            store.place_key(partner_id),
            "ADD admins_count :one",
            "attribute_exists(pk)",
            values={":one": 1},
        ),
    ]
    return AdminView.of(item), writes


def _told(person_id: str, facts: dict[str, Any] | None) -> list[Write]:
    if not facts:
        return []
    return [
        update("person", keys.person(person_id), "SET facts = :facts", "attribute_exists(pk)", values={":facts": facts})
    ]


def _new_person(person_id: str, invitee: Invitee, at: str, language: str, facts: dict[str, Any] | None) -> list[Write]:
    record = {
        "id": person_id,
        "sign_in_domain": SIGN_IN_DOMAIN,
        "email": invitee.email,
        "first_name": invitee.first_name,
        "last_name": invitee.last_name,
        "language": language,
        "status": "active",
        "invited": True,
        "created_at": at,
        "version": 1,
        "facts": facts,
    }
    identity = {"person_id": person_id}
    return [
        put("person", keys.identity(SIGN_IN_DOMAIN, invitee.email), identity, FREE),
        put("person", keys.person(person_id), record, FREE),
    ]
