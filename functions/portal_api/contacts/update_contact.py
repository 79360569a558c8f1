"""Change a person's record, move it to another organization, archive it or fetch it back.

A changed email is claimed and the former one freed in the same transaction. An archived contact keeps its email,
its enrollments and its place in organizations; it is left out of lists and takes no new enrollments.
"""

from __future__ import annotations

from typing import Any

from functions.portal_api.command import Asking
from functions.portal_api.contacts import store
from functions.portal_api.contacts.create_contact import known_organization, refusal
from functions.portal_api.contacts.find_contacts import contact_of
from shared.commit import Refused
from shared.partner import Partner
from shared.patience import Patience


def update_contact(asking: Asking, partner: Partner, contact_id: str, given: dict[str, Any]) -> dict[str, Any]:
    """Change what is given; None clears.

    Raises: Problem `not-found` (the contact, or an organization that is not the partner's), `contact-exists`, `busy`.
    """
    known_organization(given.get("organization_id"))
    patience = Patience()
    while True:
        before = contact_of(partner.id, contact_id)
        after = before.changed(given)
        writes = store.replaced(partner.id, before, after, asking.at)
        try:
            answer: dict[str, Any] = asking.commit(
                writes, "contact.update", contact_id, status=200, answer=after.view(), changed=sorted(given)
            )
            return answer
        except Refused as refused:
            if refused.first[0].blame not in ("contact", "former_email"):
                raise refusal(refused) from None
        patience.again()  # somebody else changed the record meanwhile: once more, from how it stands now
