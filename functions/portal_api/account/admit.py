"""Make somebody an admin of a place: the writes, for whoever commits them.

With a partner named it is a partner's admin, with none a platform admin. A person known in the sign-in domain is
reused; either way the fact `AdminInvited` goes out, and with it the mail. Who is of the partner's staff, or a trainer
of the platform, becomes its admin instead: one role at one place.
"""

from __future__ import annotations

from functions.portal_api.account import places
from functions.portal_api.account.admin import AdminView, Invitee, listed
from functions.portal_api.account.newcomer import Newcomer
from shared.commit import Write, delete, put, update
from shared.dynamo import Item, read_one
from shared.events import AdminInvited
from shared.hosts import PLATFORM_SIGN_IN

AS_READ = "#role = :role AND (attribute_not_exists(invited) OR invited = :invited)"


def admission(
    invitee: Invitee,
    partner_id: str | None,
    by: str | None,
    at: str,
    language: str,
    *,
    sign_in_domain: str = PLATFORM_SIGN_IN,
    tell: bool = True,
) -> tuple[AdminView, list[Write]]:
    """The writes that make somebody an admin.

    Args: `partner_id` None for the platform; `by`, who invites, None when nobody does (then themself); `language`,
    the place's, which is a new person's until they choose; `tell`, whether the invitation is mailed.
    Returns: the admin as listed, and writes with the blames `already-admin`, `standing` (what they are here has
    changed meanwhile), `person` (who it is has: build them anew) and `place`.
    """
    who = Newcomer.find(invitee.email, invitee.first_name, invitee.last_name, language, sign_in_domain)
    by = by or who.id
    standing = read_one(places.membership_key(who.id, partner_id)) if who.known else None
    if standing and standing["role"] in places.ADMINS:
        standing = None  # the first write below refuses
    invited = bool(standing.get("invited")) if standing else True
    item = listed(who.id, invitee, at, by) | {"invited": invited}
    role = "partner_admin" if partner_id else "platform_admin"
    membership = {"role": role, "partner_id": partner_id, "since": at, "by": by, "invited": invited}
    fact = AdminInvited(person_id=who.id, partner_id=partner_id, invited_by=by)
    counted = "ADD admins_count :one" + ("" if invited else ", accepted_count :one")
    writes = [
        put("already-admin", places.admin_key(who.id, partner_id), item),
        *_instead_of(standing, who.id, partner_id, membership),
        *who.writes(at, fact if tell else None),
        update("place", places.place_key(partner_id), counted, "attribute_exists(pk)", values={":one": 1}),
    ]
    return AdminView.of(item), writes


def _instead_of(standing: Item | None, person_id: str, partner_id: str | None, membership: Item) -> list[Write]:
    """The membership, where nothing stands or in the place of a lesser one, which the place then lists no more."""
    spot = places.membership_key(person_id, partner_id)
    if standing is None:
        return [put("standing", spot, membership)]
    names, values = {"#role": "role"}, {":role": standing["role"], ":invited": bool(standing.get("invited"))}
    return [
        put("standing", spot, membership, AS_READ, names=names, values=values),
        delete("standing", places.listing_key(person_id, standing["role"], partner_id), "attribute_exists(pk)"),
    ]
