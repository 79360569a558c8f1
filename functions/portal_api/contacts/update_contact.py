"""Change a person's record, move it to another organization, archive it or fetch it back.

A changed email is claimed and the former one freed in the same transaction. An archived contact keeps its email,
its enrollments and its place in organizations; it is left out of lists, takes no new enrollments and signs in no more.
Who leaves an organization has no access to it any more; an email that somebody signs in with stays as it is.
"""

from __future__ import annotations

from typing import Any

from functions.portal_api.command import Asking
from functions.portal_api.contacts import store
from functions.portal_api.contacts.create_contact import known_organization, refusal
from functions.portal_api.contacts.find_contacts import contact_of
from functions.portal_api.portal_access.follow_contact import follow_contact
from shared.commit import Refused
from shared.partner import Partner
from shared.patience import Patience


def update_contact(asking: Asking, partner: Partner, contact_id: str, given: dict[str, Any]) -> dict[str, Any]:
    """Change what is given; None clears.

    Raises: Problem `not-found` (the contact, or an organization that is not the partner's), `contact-exists`,
    `contact-has-access`, `busy`.
    """
    known_organization(given.get("organization_id"))
    patience = Patience()
    while True:
        before = contact_of(partner.id, contact_id)
        after = before.changed(given)
        access, follow = follow_contact(
            asking,
            partner.id,
            contact_id,
            before.access,
            archived=after.archived,
            other_email=before.email != after.email,
            leaves=[one for one in before.organization_ids if one not in after.organization_ids],
        )
        after = after.model_copy(update={"access": access})
        writes = [*store.replaced(partner.id, before, after, asking.at), *follow]
        try:
            answer: dict[str, Any] = asking.commit(
                writes, "contact.update", contact_id, status=200, answer=after.view(), changed=sorted(given)
            )
            return answer
        except Refused as refused:
            if refused.first[0].blame not in ("contact", "former_email"):
                raise refusal(refused) from None
        patience.again()  # somebody else changed the record meanwhile: once more, from how it stands now
