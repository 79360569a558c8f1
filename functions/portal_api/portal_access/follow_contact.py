"""What becomes of a contact's access when the contact's record changes; for `contacts`, in its own transaction.

Archiving ends all access: the record is put away, so nobody shall go on acting as it, and one act shall not need two.
Fetching it back gives none: that would let somebody in again unseen. Whoever leaves an organization has nothing there
any more. The e-mail address stays as it is while somebody signs in by it: changing it would name another person.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from functions.portal_api import trail
from functions.portal_api.command import Asking
from functions.portal_api.portal_access import store
from functions.portal_api.portal_access.access import Access, Grant
from shared.commit import Write
from shared.problems import Problem

Stored = dict[str, Any]


def follow_contact(
    asking: Asking,
    partner_id: str,
    contact_id: str,
    stored: Stored | None,
    *,
    archived: bool,
    other_email: bool,
    leaves: Collection[str],
) -> tuple[Stored | None, list[Write]]:
    """The access that is left on the record, and the writes that follow, with a row of the audit for what ended.

    Args: `stored`, the record's access as read; `archived`, that the record is put away; `other_email`, that it has
    another e-mail address or none; the organizations it leaves.
    Raises: Problem `contact-has-access` for another e-mail address.
    """
    before = Access.of(stored)
    if before is None:
        return None, []
    after = None if archived else before.without(leaves)
    if after == before:
        if other_email:
            raise Problem("contact-has-access")
        return stored, []
    if other_email and after:
        raise Problem("contact-has-access")
    how = "archived" if archived else "left"
    grant = Grant(asking.at, asking.caller.person_id, how)
    writes = store.followed(partner_id, contact_id, before, after, grant, gone=leaves)
    ended = [one for one in before.key_contact_of if after is None or one not in after.key_contact_of]
    scope = trail.scope_of(partner_id)  # a contact may be who asks: then the partner is not that of the path
    trace = [asking.audit("key_contact.remove", one, [how], scope) for one in ended]
    if after is None:
        trace.append(asking.audit("portal_access.end", contact_id, [how], scope))
    return after.stored() if after else None, [*writes, *trace]
