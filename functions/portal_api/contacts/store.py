"""The records of contacts in the Portal table: the item, its email, its memberships and its search tokens.

One transaction writes them together, so that no email is taken twice and search never finds what is not there.
"""

from __future__ import annotations

from collections.abc import Sequence

from functions.portal_api.contacts.contact import SEARCHED, Contact
from functions.portal_api.contacts.tag import FIELD
from functions.portal_api.search import Token, by_field, everywhere
from shared import keys
from shared.commit import Write, check, delete, put, revise
from shared.dynamo import Item, query, read, read_one

HIS_OWN = "contact_id = :id"


def words_pk(partner_id: str) -> str:
    """The partition of the search tokens."""
    return keys.contact_word(partner_id, "", "", "").pk


def contact(partner_id: str, contact_id: str) -> Contact | None:
    """One record, consistently."""
    item = read_one(keys.contact(partner_id, contact_id))
    return Contact.of(item) if item else None


def contacts(partner_id: str, contact_ids: Sequence[str]) -> dict[str, Contact]:
    """These records by id, in one read; those not there are missing."""
    found = read(keys.contact(partner_id, contact_id) for contact_id in contact_ids)
    return {item["id"]: Contact.of(item) for item in found.values()}


def contacts_and_organizations(
    partner_id: str, contact_ids: Sequence[str], organization_ids: Sequence[str]
) -> tuple[dict[str, Contact], dict[str, str]]:
    """These records by id, and what these organizations are called, in one read; those not there are missing."""
    people = {keys.contact(partner_id, one): one for one in contact_ids}
    companies = {keys.organization(partner_id, one): one for one in organization_ids}
    found = read([*people, *companies])
    return (
        {one: Contact.of(found[key]) for key, one in people.items() if key in found},
        {one: found[key]["name"] for key, one in companies.items() if key in found},
    )


def newest(partner_id: str, limit: int, after: Item | None) -> tuple[list[Item], Item | None]:
    """Items of the partner's contacts, newest first."""
    return query("portal", keys.contact(partner_id, "").pk, limit=limit, after=after, newest_first=True)


def members(partner_id: str, organization_id: str, limit: int, after: Item | None) -> tuple[list[Item], Item | None]:
    """Items of an organization's contacts, newest contact first."""
    rows, last = member_rows(partner_id, organization_id, limit, after)
    wanted = [keys.contact(partner_id, row["sk"]) for row in rows]
    found = read(wanted)
    return [found[key] for key in wanted if key in found], last


def member_rows(
    partner_id: str, organization_id: str, limit: int, after: Item | None
) -> tuple[list[Item], Item | None]:
    """Rows of an organization's members, newest contact first."""
    pk = keys.member(partner_id, organization_id, "").pk
    return query("portal", pk, limit=limit, after=after, newest_first=True)


def tagged(partner_id: str, tag: str, limit: int, after: Item | None) -> tuple[list[Item], Item | None]:
    """Tokens of a tag, newest contact first."""
    key = keys.contact_word(partner_id, FIELD, tag, "")
    return query("portal", key.pk, prefix=key.sk, limit=limit, after=after, newest_first=True)


def first_attempts(partner_id: str, course_id: str, limit: int, after: Item | None) -> tuple[list[Item], Item | None]:
    """Enrollments of a course, newest contact first; of each contact the first attempt, which each of them has."""
    pk = keys.enrollment(partner_id, course_id, "", 1).pk
    items, last = query("portal", pk, prefix=f"{course_id}#", limit=limit, after=after, newest_first=True)
    return [item for item in items if item["attempt"] == 1], last


def learning_pk(partner_id: str, contact_id: str) -> str:
    """The partition of index `by_a` with a contact's enrollments."""
    return f"PARTNER#{partner_id}#CONTACT#{contact_id}"


def place_among(pk: str, item: Item) -> Item:
    """Where a list of contacts in this partition goes on after one."""
    return {"pk": pk, "sk": item["id"]}


def added(partner_id: str, new: Contact) -> list[Write]:
    """The writes of a new contact; blames `organization`, `email`."""
    record = put("contact", keys.contact(partner_id, new.id), new.stored() | {"version": new.version})
    return [
        *_joined(partner_id, new.id, new.organization_ids, new.created_at),
        *_email_taken(partner_id, new),
        record,
        put("whose", keys.whose(new.id), {"partner_id": partner_id}),
        *_found_by(partner_id, new, new.tokens() + new.tag_tokens()),
    ]


def replaced(partner_id: str, before: Contact, after: Contact, at: str) -> list[Write]:
    """The writes that turn one state into another; blames `contact` (changed meanwhile), `organization`, `email`."""
    who = before.id
    stored, was = after.stored(), before.stored()
    news = {name: value for name, value in stored.items() if value != was[name]}
    writes = [revise("contact", keys.contact(partner_id, who), before.version, news)]
    joins = [one for one in after.organization_ids if one not in before.organization_ids]
    leaves = [one for one in before.organization_ids if one not in after.organization_ids]
    writes += _joined(partner_id, who, joins, at)
    writes += [delete("member", keys.member(partner_id, one, who)) for one in leaves]
    if before.email != after.email:
        writes += _email_taken(partner_id, after)
        if before.email:
            former = keys.contact_email(partner_id, before.email)
            writes.append(delete("former_email", former, HIS_OWN, values={":id": who}))
    old, new = before.tokens() + before.tag_tokens(), after.tokens() + after.tag_tokens()
    same = _told(before) == _told(after)
    writes += _found_by(partner_id, after, [one for one in new if one not in old or not same])
    writes += [delete("word", keys.contact_word(partner_id, *one, who)) for one in old if one not in new]
    return writes


def _joined(partner_id: str, contact_id: str, organization_ids: Sequence[str], at: str) -> list[Write]:
    """Memberships, each with a look whether the organization is there and the partner's."""
    writes = [
        check("organization", keys.organization(partner_id, one), "attribute_exists(pk)") for one in organization_ids
    ]
    for one in organization_ids:
        row = {"organization_id": one, "contact_id": contact_id, "since": at}
        writes.append(put("member", keys.member(partner_id, one, contact_id), row, None))
    return writes


def _email_taken(partner_id: str, new: Contact) -> list[Write]:
    if not new.email:
        return []
    return [put("email", keys.contact_email(partner_id, new.email), {"contact_id": new.id})]


def _told(contact: Contact) -> Item:
    """What tokens say of their contact, to find it by and to judge whether it is shown without reading it."""
    said = {"words": by_field(contact.tokens()), "organization_ids": contact.organization_ids, "tags": contact.tags}
    return {"id": contact.id, **said, "archived": contact.archived}


def _found_by(partner_id: str, contact: Contact, tokens: Sequence[Token]) -> list[Write]:
    told = _told(contact)
    return [
        put(
            "word",
            keys.contact_word(partner_id, field, word, contact.id),
            told | {"word": word} | (everywhere("PEOPLE", word, contact.id) if field in SEARCHED else {}),
            None,
        )
        for field, word in tokens
    ]
