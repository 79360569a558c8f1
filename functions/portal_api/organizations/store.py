"""The records of organizations in the Portal table: item, VAT number and search tokens, written together."""

from __future__ import annotations

from collections.abc import Sequence

from functions.portal_api.organizations.organization import Organization
from functions.portal_api.search import Token, by_field, everywhere
from shared import keys
from shared.commit import Write, delete, put, revise
from shared.dynamo import Item, query, read, read_one

ITS_OWN = "organization_id = :id"


def words_pk(partner_id: str) -> str:
    """The partition of the search tokens."""
    return keys.organization_word(partner_id, "", "", "").pk


def organization(partner_id: str, organization_id: str) -> Organization | None:
    """One record, consistently."""
    item = read_one(keys.organization(partner_id, organization_id))
    return Organization.of(item) if item else None


def organizations(partner_id: str, organization_ids: Sequence[str]) -> dict[str, Organization]:
    """These records by id, in one read; those not there are missing."""
    found = read(keys.organization(partner_id, one) for one in organization_ids)
    return {item["id"]: Organization.of(item) for item in found.values()}


def newest(partner_id: str, limit: int, after: Item | None) -> tuple[list[Organization], Item | None]:
    """The partner's organizations, newest first."""
    pk = keys.organization(partner_id, "").pk
    items, last = query("portal", pk, limit=limit, after=after, newest_first=True)
    return [Organization.of(item) for item in items], last


def added(partner_id: str, new: Organization) -> list[Write]:
    """The writes of a new organization; blames `vat_number`."""
    record = put("organization", keys.organization(partner_id, new.id), new.stored() | {"version": new.version})
    whose = put("whose", keys.whose(new.id), {"partner_id": partner_id})
    return [*_vat_taken(partner_id, new), record, whose, *_found_by(partner_id, new, new.tokens())]


def replaced(partner_id: str, before: Organization, after: Organization) -> list[Write]:
    """The writes that turn one state into another; blames `organization` (changed meanwhile), `vat_number`."""
    stored, was, its_id = after.stored(), before.stored(), before.id
    news = {name: value for name, value in stored.items() if value != was[name]}
    writes = [revise("organization", keys.organization(partner_id, its_id), before.version, news)]
    if before.vat_number != after.vat_number:
        writes += _vat_taken(partner_id, after)
        if before.vat_number:
            former = keys.organization_vat(partner_id, before.vat_number)
            writes.append(delete("former_vat_number", former, ITS_OWN, values={":id": its_id}))
    old, new = before.tokens(), after.tokens()
    writes += _found_by(partner_id, after, new if new != old else [])
    return writes + [delete("word", keys.organization_word(partner_id, *one, its_id)) for one in old if one not in new]


def _vat_taken(partner_id: str, new: Organization) -> list[Write]:
    if not new.vat_number:
        return []
    return [put("vat_number", keys.organization_vat(partner_id, new.vat_number), {"organization_id": new.id})]


def _found_by(partner_id: str, new: Organization, tokens: Sequence[Token]) -> list[Write]:
    found = {"id": new.id, "words": by_field(new.tokens())}
    return [
        put(
            "word",
            keys.organization_word(partner_id, field, word, new.id),
            found | {"word": word} | everywhere("ORGANIZATIONS", word, new.id),
            None,
        )
        for field, word in tokens
    ]
