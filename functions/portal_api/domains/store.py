"""Partners' domains in the Portal table: their records, whose a name is, and which domain a partner's links use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from functions.portal_api.domains.domain import Domain
from shared import keys
from shared.commit import Refused, Write, check, commit, delete, put, update
from shared.dynamo import Item, query, query_all, read, read_one
from shared.events import Fact, outbox


class Overtaken(Exception):
    """Somebody else changed the domain, or what it rests on, since it was read: they go on, or it is read again."""


def page(partner_id: str, limit: int, after: Item | None) -> tuple[list[Domain], Item | None]:
    """A partner's domains by name."""
    items, last = query("portal", keys.own_domain(partner_id, "").pk, limit=limit, after=after)
    return [Domain.of(item) for item in items], last


def all_of(partner_id: str) -> list[Domain]:
    """All of them, consistently: a partner has few."""
    return [Domain.of(item) for item in query_all("portal", keys.own_domain(partner_id, "").pk)]


def by_id(partner_id: str, domain_id: str) -> Domain | None:
    """The one with this id."""
    return next((one for one in all_of(partner_id) if one.id == domain_id), None)


def by_name(partner_id: str, name: str) -> Domain | None:
    """The one of this name."""
    item = read_one(keys.own_domain(partner_id, name))
    return Domain.of(item) if item else None


def holder_of(name: str) -> str | None:
    """The partner whose a name is, once that was proven."""
    item = read_one(keys.host(name))
    return str(item["partner_id"]) if item else None


def due(now: str, limit: int) -> list[tuple[str, str]]:
    """Partner and name of domains that are to be looked at by now, the longest due first (eventually consistent)."""
    items, _ = query("portal", keys.DOMAINS, index="list", limit=limit)
    return [(item["partner_id"], item["name"]) for item in items if item["list_sk"] <= now]


def added(domain: Domain, *facts: Fact) -> Write:
    """The write of a new one; blame `domain` when the partner has one of this name."""
    return put("domain", keys.own_domain(domain.partner_id, domain.name), _item(domain, facts))


def rewritten(domain: Domain, *facts: Fact) -> tuple[Domain, Write]:
    """The domain as it is from now on, and its write; blame `domain` when it is not at this version any more."""
    after = replace(domain, version=domain.version + 1)
    item, values = _item(after, facts), {":read": domain.version}
    said = {"names": {"#version": "version"}, "values": values}
    return after, put("domain", keys.own_domain(domain.partner_id, domain.name), item, "#version = :read", **said)


def keep(domain: Domain, *more: Write, facts: Sequence[Fact] = ()) -> Domain:
    """Write a domain with what goes with it, all or nothing. Raises: Overtaken, or Refused with a blame of `more`."""
    after, write = rewritten(domain, *facts)
    try:
        commit([write, *more])
    except Refused as refused:
        if refused.first[0].blame in ("domain", "links"):
            raise Overtaken(domain.name) from None
        raise
    return after


def forgotten(domain: Domain) -> Write:
    """The write after which it is no more."""
    said = {"names": {"#version": "version"}, "values": {":read": domain.version}}
    return delete("domain", keys.own_domain(domain.partner_id, domain.name), "#version = :read", **said)


def claimed(domain: Domain, sign_in_domain: str) -> Write:
    """The write by which a name becomes this partner's; blame `taken` when it is another's. Nothing is served yet."""
    item = {"partner_id": domain.partner_id, "served": False, "sign_in_domain": sign_in_domain}
    return put("taken", keys.host(domain.name), item)


def served(domain: Domain, yes: bool) -> Write:
    """The write after which the name is answered, or not; blame `taken` when it is not this partner's."""
    said = {"values": {":served": yes, ":partner": domain.partner_id}}
    return update("taken", keys.host(domain.name), "SET served = :served", "partner_id = :partner", **said)


def let_go(domain: Domain) -> Write:
    """The write after which the name is nobody's."""
    said = {"values": {":partner": domain.partner_id}}
    return delete("host", keys.host(domain.name), "attribute_not_exists(pk) OR partner_id = :partner", **said)


def in_links(domain: Domain) -> Write:
    """The write after which the partner's links use this domain, unless they use another one already."""
    said: dict[str, Any] = {"names": {"#kind": "kind", "#domain": "domain", "#version": "version"}}
    said["values"] = {":name": domain.name, ":one": 1, ":whitelabel": "whitelabel"}
    expression = "SET #domain = if_not_exists(#domain, :name), #version = #version + :one"
    return update("partner", keys.partner(domain.partner_id), expression, "#kind = :whitelabel", **said)


def chosen(domain: Domain) -> list[Write]:
    """The writes after which the partner's links use this domain, whichever they use now.

    Blame `domain` when it is no longer served, `partner` when the partner is no whitelabel partner.
    """
    said: dict[str, Any] = {"names": {"#kind": "kind", "#domain": "domain", "#version": "version"}}
    said["values"] = {":name": domain.name, ":one": 1, ":whitelabel": "whitelabel"}
    expression = "SET #domain = :name, #version = #version + :one"
    stays = {"names": {"#status": "status"}, "values": {":active": "active"}}
    return [
        check("domain", keys.own_domain(domain.partner_id, domain.name), "#status = :active", **stays),
        update("partner", keys.partner(domain.partner_id), expression, "#kind = :whitelabel", **said),
    ]


def out_of_links(domain: Domain) -> list[Write]:
    """The writes after which no link uses this domain: another active one of the partner's takes its place, or none.

    Blame `links` when that was decided on what has changed meanwhile.
    """
    place = keys.partner(domain.partner_id)
    used = (read_one(place) or {}).get("domain")
    said: dict[str, Any] = {"names": {"#domain": "domain"}, "values": {":name": domain.name}}
    if used != domain.name:
        return [check("links", place, "attribute_not_exists(#domain) OR #domain <> :name", **said)]
    said["names"] |= {"#version": "version"}
    said["values"] |= {":one": 1}
    others = [one for one in all_of(domain.partner_id) if one.status == "active" and one.name != domain.name]
    if not others:
        expression = "REMOVE #domain SET #version = #version + :one"
        return [update("links", place, expression, "#domain = :name", **said)]
    next_one = min(others, key=lambda one: one.active_at)
    said["values"] |= {":next": next_one.name}
    stays = {"names": {"#status": "status"}, "values": {":active": "active"}}
    return [
        update("links", place, "SET #domain = :next, #version = #version + :one", "#domain = :name", **said),
        check("links", keys.own_domain(domain.partner_id, next_one.name), "#status = :active", **stays),
    ]


def partner_item(partner_id: str) -> Item:
    """The partner's record; empty when there is none."""
    return read([keys.partner(partner_id)]).get(keys.partner(partner_id), {})


def _item(domain: Domain, facts: Sequence[Fact]) -> Item:
    stated = outbox(domain.checked_at or domain.added_at, *facts)
    return domain.stored() | ({"facts": stated} if stated else {})
