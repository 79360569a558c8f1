"""How somebody comes to the pages of a portal: by a membership of their own, read with their session."""

from __future__ import annotations

from dataclasses import dataclass

from functions.portal_api.business.portal import Portal
from functions.portal_api.business.standing import Standing, Visitor
from functions.portal_api.web.visit import Visit
from shared import keys
from shared.dynamo import read


@dataclass
class Entrance:
    """A door of `look`: once it is open the visit wears the brand of the portal's partner."""

    visit: Visit
    standing: Standing

    def open(self) -> Visitor:
        """In one wait. Raises: Problem `not-found`, `partner-closed`."""
        if self.standing.place == "me":
            return self.standing.opened(self.visit.partner, read(self.standing.wanted))
        self.visit = self.visit.entering(self.standing.partner_id, also=self.standing.wanted)
        return self.standing.opened(self.visit.partner, self.visit.found)

    def portal(self, visitor: Visitor) -> Portal:
        """The portal of who came in here."""
        standing = self.standing
        step = f"business/{standing.organization_id}" if standing.organization_id else f"me/{standing.partner_id}"
        return Portal(self.visit, visitor, base=f"/{step}", api=f"/v1/{step}")


def at_business(visit: Visit, organization_id: str) -> Entrance:
    """At an organization's portal. Raises: Problem `not-found` for who has no membership there."""
    membership = visit.found.get(keys.organization_membership(visit.caller.person_id, organization_id))
    return Entrance(visit, Standing.of("business", visit.caller.person_id, membership, visit.kind))


def at_own(visit: Visit, partner_id: str) -> Entrance:
    """At a contact's own place. Raises: Problem `not-found` for who is no contact of this partner."""
    membership = visit.found.get(keys.contact_membership(visit.caller.person_id, partner_id))
    return Entrance(visit, Standing.of("me", visit.caller.person_id, membership, visit.kind))
