"""Partners of these tests and the domains they bring."""

from __future__ import annotations

from typing import Any

from functions.portal_api.domains import store
from functions.portal_api.domains.domain import Domain
from shared import dynamo, keys
from shared.hosts import Host, trusted_host
from shared.partner import Partner
from shared.problems import Problem
from tests.builders import a_partner, a_partner_admin
from tests.functional.front import Answer, Front

NAME = "corsi.acme.it"


def a_whitelabel(name: str = "Acme") -> tuple[Partner, str]:
    """A whitelabel partner whose people are its own, and one of its admins."""
    slug = name.lower()
    partner = a_partner(name, kind="whitelabel", slug=slug)
    item = dynamo.read_one(keys.partner(partner.id))
    assert item
    from tests.builders import write

    write(keys.partner(partner.id), item | {"sign_in_domain": partner.id})
    write(keys.slug(slug), {"partner_id": partner.id, "served": True, "sign_in_domain": partner.id})
    return partner, a_partner_admin(partner)


def adds(desk: Front, partner: Partner, who: str, name: str = NAME, **more: Any) -> Answer:
    """The admin brings a domain."""
    return desk.post(f"/v1/partners/{partner.id}/domains", who, {"name": name}, **more)


def brings(desk: Front, partner: Partner, who: str, name: str = NAME) -> Domain:
    """The same, and its record."""
    answer = adds(desk, partner, who, name)
    assert answer.status == 201, answer
    domain = store.by_name(partner.id, name)
    assert domain
    return domain


def partner_now(partner: Partner) -> Partner:
    """The partner as its record stands."""
    item = dynamo.read_one(keys.partner(partner.id))
    assert item
    return Partner.of(item)


def answered(host: str) -> Host | str:
    """Whose a Host header is, or the code it is refused with."""
    try:
        return trusted_host({"host": host})
    except Problem as problem:
        return problem.code


def facts(partner: Partner, name: str) -> list[str]:
    """The facts that the record carries now."""
    item = dynamo.read_one(keys.own_domain(partner.id, name)) or {}
    return [one["type"] for one in item.get("facts", {}).get("all", [])]
