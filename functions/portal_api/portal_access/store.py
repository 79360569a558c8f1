"""Access in the Portal table: from one state to another in one transaction.

The contact's record holds it; the person's memberships, the rows of the organization's members and the list of its
key contacts follow. A member's row says who gave the role, when and how, and after its end who took it; the audit
keeps each time.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from functions.portal_api.contacts.contact import Contact
from functions.portal_api.portal_access.access import Access, Grant
from functions.portal_api.portal_access.shape import KeyContactView
from functions.portal_api.profiles.count_users import changed_hands
from shared import keys
from shared.commit import Write, delete, put, revise, setting, update
from shared.dynamo import Item, query, read, read_one

MINE = "attribute_not_exists(pk) OR contact_id = :me"


def has_profile(partner_id: str, profile_id: str) -> bool:
    return read_one(keys.profile(partner_id, profile_id)) is not None


def on_record(partner_id: str, contact: Contact, after: Access | None) -> Write:
    """The access on the contact's record, which still is as read; blame `contact`."""
    stored = after.stored() if after else None
    return revise("contact", keys.contact(partner_id, contact.id), contact.version, {"access": stored})


def followed(
    partner_id: str,
    contact_id: str,
    before: Access | None,
    after: Access | None,
    grant: Grant,
    gone: Collection[str] = (),
) -> list[Write]:
    """Everything that follows from another access on the contact's record.

    Args: `grant`, who changes it, when and how; `gone`, organizations whose member the contact is no more.
    Returns: writes with the blames `taken` (the person is another contact here), `member` (no member there) and
    `profile` (not there any more).
    """
    old = before.memberships(partner_id, contact_id) if before else {}
    new = after.memberships(partner_id, contact_id) if after else {}
    me = {"values": {":me": contact_id}}
    writes = [put("taken", key, item, MINE, **me) for key, item in new.items() if old.get(key) != item]
    writes += [delete("taken", key, MINE, **me) for key in old if key not in new]
    writes += _roles(partner_id, contact_id, before, after, grant, gone)
    had, has = before.profile if before else None, after.profile if after else None
    return writes + (changed_hands(partner_id, had, has) if had != has else [])


def _roles(
    partner_id: str,
    contact_id: str,
    before: Access | None,
    after: Access | None,
    grant: Grant,
    gone: Collection[str],
) -> list[Write]:
    old, new = before.roles() if before else {}, after.roles() if after else {}
    writes = []
    for its_id in dict.fromkeys([*old, *new]):
        was, now = old.get(its_id), new.get(its_id)
        if was == now:
            continue
        if its_id not in gone:
            writes.append(_on_member(partner_id, its_id, contact_id, now, grant))
        listed = keys.key_contact(partner_id, its_id, contact_id)
        if now and now[0] == "key_contact":
            row = {"contact_id": contact_id, "since": now[1].since, "by": now[1].by, "how": now[1].how}
            writes.append(put("listed", listed, row, None))
        elif was and was[0] == "key_contact":
            writes.append(delete("listed", listed))
    return writes


def _on_member(
    partner_id: str, organization_id: str, contact_id: str, now: tuple[str, Grant] | None, grant: Grant
) -> Write:
    spot = keys.member(partner_id, organization_id, contact_id)
    if now:
        role, given = now
        said = {"role": role, "role_since": given.since, "role_by": given.by, "role_how": given.how}
        expression, names, values = setting(said)
        expression += " REMOVE role_ended_at, role_ended_by, role_ended_how"
    else:
        said = {"role_ended_at": grant.since, "role_ended_by": grant.by, "role_ended_how": grant.how}
        expression, names, values = setting(said)
        expression, names = expression + " REMOVE #role", names | {"#role": "role"}
    return update("member", spot, expression, "attribute_exists(pk)", names=names, values=values)


def key_contacts(
    partner_id: str, organization_id: str, limit: int, after: Item | None
) -> tuple[list[Item], Item | None]:
    """Rows of an organization's key contacts, the oldest contact first."""
    return query("portal", keys.key_contact(partner_id, organization_id, "").pk, limit=limit, after=after)


def shown(partner_id: str, organization_id: str, rows: Sequence[Item]) -> list[KeyContactView]:
    """These key contacts with their names, in one read."""
    wanted = {row["contact_id"]: keys.contact(partner_id, row["contact_id"]) for row in rows}
    found = read(wanted.values())
    people = {who: Contact.of(found[key]) for who, key in wanted.items() if key in found}
    return [
        key_contact(people[row["contact_id"]], organization_id, Grant(row["since"], row["by"], row["how"]))
        for row in rows
        if row["contact_id"] in people
    ]


def key_contact(contact: Contact, organization_id: str, grant: Grant) -> KeyContactView:
    """A key contact as the API shows them."""
    access = Access.of(contact.access)
    return KeyContactView(
        contact_id=contact.id,
        organization_id=organization_id,
        first_name=contact.first_name,
        last_name=contact.last_name,
        email=contact.email,
        since=grant.since,
        by=grant.by,
        how=grant.how,
        invited=access.invited if access else True,
    )
