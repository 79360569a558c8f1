"""A portal through another's eyes: exactly what a contact with a profile, or with a draft of one, would get.

Computed by the same sight as the portal itself. Who previews may read all of the partner's records anyway, so a look
leaves no row of its own in the audit; looking at results is written down as everywhere.
"""

from __future__ import annotations

from typing import Any

from functions.portal_api.business.find_records import shown
from functions.portal_api.business.standing import Standing, Visitor, reach
from functions.portal_api.command import Asking
from functions.portal_api.lists import Page
from functions.portal_api.modules.module import Module
from functions.portal_api.modules.sight import Asked
from functions.portal_api.profiles.profile import Profile
from shared import keys
from shared.dynamo import read
from shared.ids import is_id
from shared.partner import Partner
from shared.problems import Problem


def seen_as(
    asking: Asking, partner: Partner, profile: Profile, contact_id: str, organization_id: str | None, *, admin: bool
) -> Visitor:
    """A contact of the partner at an organization's portal, or with none named at their own, with this profile.

    Raises: Problem `not-found` for a contact or an organization that is not the partner's.
    """
    wanted = [keys.contact(partner.id, contact_id)]
    if not is_id("con", contact_id) or (organization_id is not None and not is_id("org", organization_id)):
        raise Problem("not-found")
    if organization_id is not None:
        wanted.append(keys.organization(partner.id, organization_id))
    found = read(wanted)
    if len(found) < len(wanted):
        raise Problem("not-found")
    standing = Standing(
        place="business" if organization_id else "me",
        person_id=asking.caller.person_id,
        partner_id=partner.id,
        contact_id=contact_id,
        organization_id=organization_id,
        admin=admin and organization_id is not None,
        view=asking.view,
        preview=True,
    )
    name = found[wanted[-1]]["name"] if organization_id else partner.name
    return Visitor(standing, partner, profile, name)


def preview_records(visitor: Visitor, module: Module, page: Page) -> tuple[list[dict[str, Any]], str | None]:
    """A page of a module as they would get it. Raises: Problem `not-found` where it is not there, `cursor-invalid`."""
    sight = visitor.sight(module).seen()
    reached = reach(visitor.standing, sight)
    records, cursor = module.find(reached, sight.wanted(page, Asked()))
    return shown(module, sight, reached, records, "list"), cursor
