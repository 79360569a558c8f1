"""The members of teams in the Portal table: the row in their place's list and the membership that counts.

Both carry role and scope and are written together; the row has a version, so that of two changes neither is lost.
"""

from __future__ import annotations

from typing import Any

from functions.portal_api.account.places import listing_key, membership_key
from functions.portal_api.team.member import NARROWED, TRAINER
from shared import keys
from shared.commit import Write, delete, put, revise, update
from shared.dynamo import Item, query, read, read_one
from shared.ids import is_id
from shared.keys import Key
from shared.partner import Partner
from shared.price import price
from shared.scope import Scope

THE_ROLE = {"#role": "role"}


def row_key(person_id: str, partner_id: str | None) -> Key:
    """Where the place lists this member; `partner_id` None: a trainer of the platform."""
    return listing_key(person_id, NARROWED if partner_id else TRAINER, partner_id)


def member(person_id: str, partner_id: str | None) -> Item | None:
    """A member as the place lists them, consistently."""
    return read_one(row_key(person_id, partner_id)) if is_id("per", person_id) else None


def page(partner_id: str | None, limit: int, after: Item | None) -> tuple[list[Item], Item | None]:
    """Members of a place, the oldest person first."""
    return query("portal", row_key("", partner_id).pk, limit=limit, after=after)


def added(row: Item, partner_id: str | None) -> list[Write]:
    """The writes of a new member; blame `there` for who has a role here already."""
    who = row["person_id"]
    counts = {name: row.get(name) for name in ("role", "scope", "since", "by", "invited")}
    return [
        put("there", row_key(who, partner_id), row),
        put("there", membership_key(who, partner_id), counts | {"partner_id": partner_id}),
    ]


def changed(row: Item, partner_id: str | None, role: str, scope: Scope | None) -> list[Write]:
    """The writes of another role or scope; blame `stale` when it is not as read."""
    news: dict[str, Any] = {"role": role, "scope": scope.stored() if scope else None}
    expression = "SET #role = :role" + (", #scope = :scope" if scope else " REMOVE #scope")
    values = {":role": role, ":was": row["role"]} | ({":scope": news["scope"]} if scope else {})
    names = THE_ROLE | {"#scope": "scope"}
    spot = membership_key(row["person_id"], partner_id)
    return [
        revise("stale", row_key(row["person_id"], partner_id), row["version"], news),
        update("stale", spot, expression, "#role = :was", names=names, values=values),
    ]


def removed(row: Item, partner_id: str | None) -> list[Write]:
    """The writes that take a member away; blame `stale` when they are not what they were."""
    was = {"names": THE_ROLE, "values": {":was": row["role"]}}
    return [
        delete("stale", key, "#role = :was", **was)
        for key in (row_key(row["person_id"], partner_id), membership_key(row["person_id"], partner_id))
    ]


def has(partner: Partner | None, scope: Scope) -> bool:
    """Whether all that a scope names is there: the partner's, with none named the platform's courses."""
    if not all(is_id("crs", one) for one in scope.courses) or not all(is_id("org", one) for one in scope.organizations):
        return False
    if partner is None:
        return len(read(keys.course(one) for one in scope.courses)) == len(scope.courses)
    courses = {one: keys.course_at(partner.id, one) for one in scope.courses}
    rows = {one: keys.assignment(partner.id, one) for one in scope.courses}
    companies = [keys.organization(partner.id, one) for one in scope.organizations]
    found = read([*courses.values(), *rows.values(), *companies])
    offered = (price(partner, found.get(courses[one]), found.get(rows[one])) is not None for one in courses)
    return all(offered) and all(key in found for key in companies)
