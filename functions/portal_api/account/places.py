"""Where a person's memberships stand, and where each place lists whoever has one and counts its admins."""

from __future__ import annotations

from functions.portal_api.account.person import Membership
from shared import keys
from shared.dynamo import Item, query
from shared.keys import Key

ADMINS = ("partner_admin", "platform_admin")
"""Roles whose places count who has them."""


def membership_key(person_id: str, partner_id: str | None) -> Key:
    """Where a person's membership stands; `partner_id` None is the platform."""
    return keys.partner_membership(person_id, partner_id) if partner_id else keys.platform_membership(person_id)


def own_key(person_id: str, member: Membership) -> Key:
    """Where this membership stands, of whatever kind."""
    if member.kind == "organization":
        return keys.organization_membership(person_id, str(member.organization_id))
    if member.kind == "contact":
        return keys.contact_membership(person_id, str(member.partner_id))
    return membership_key(person_id, member.partner_id)


def listing_key(person_id: str, role: str, partner_id: str | None) -> Key:
    """Where a place lists whoever has this role there: its admins, a partner's other staff, the trainers."""
    if role in ADMINS:
        return admin_key(person_id, partner_id)
    return keys.partner_staff(partner_id, person_id) if partner_id else keys.trainer(person_id)


def admin_key(person_id: str, partner_id: str | None) -> Key:
    """Where a place lists this admin."""
    return keys.partner_admin(partner_id, person_id) if partner_id else keys.platform_admin(person_id)


def place_key(partner_id: str | None) -> Key:
    """The record that counts the admins of a place."""
    return keys.partner(partner_id) if partner_id else keys.PLATFORM


def admin_page(partner_id: str | None, limit: int, after: Item | None) -> tuple[list[Item], Item | None]:
    """Admins of a place as it lists them, the oldest person first."""
    return query("portal", admin_key("", partner_id).pk, limit=limit, after=after)
