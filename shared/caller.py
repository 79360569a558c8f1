"""Who is asking, and what they may count on: read from the table on every request, in one consistent read.

A token or a browser's session only says who somebody is; what they may do stands in their memberships. The read takes
the person, the session, the membership at the platform and, when the path names a partner, the membership there and
the partner itself; a door adds what else it wants to know of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from shared import keys, tokens
from shared.dynamo import Item, read
from shared.hosts import PLATFORM_SIGN_IN, Host
from shared.ids import is_id
from shared.keys import Key
from shared.language import accepted
from shared.partner import Partner
from shared.problems import Problem
from shared.scope import Scope
from shared.session import Session, cookie, from_our_own_page, session_of
from shared.settings import settings

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
STRICT_STAGE = "production"
"""Where an admin of the platform is one only with a second factor."""


@dataclass(frozen=True)
class Caller:
    """A signed-in person with their authority for this request.

    `roles` are those that count here: at the platform `platform_admin` and `trainer`, at the partner of the path
    `partner_admin` or another of its staff. `scopes` narrows a role to some records. `withheld` are roles that would
    count with a second factor. `partner` is the partner of the path, None when the path names none or there is none;
    `found` are the items of the further keys that were asked for; `session` None for a bearer token. On a partner's
    domain all of it is cut down to that partner: what anybody is elsewhere, at the platform too, does not count there.
    """

    person_id: str
    name: str
    email: str
    language: str
    host: Host
    roles: frozenset[str] = field(default_factory=frozenset)
    partner: Partner | None = None
    scopes: Mapping[str, Scope] = field(default_factory=dict)
    withheld: frozenset[str] = field(default_factory=frozenset)
    session: Session | None = None
    found: Mapping[Key, Item] = field(default_factory=dict)

    @property
    def is_platform_admin(self) -> bool:
        return "platform_admin" in self.roles


def identify(
    headers: Mapping[str, str],
    host: Host,
    partner_id: str | None = None,
    *,
    method: str = "GET",
    also: Iterable[Key] = (),
    organization_id: str | None = None,
    contact_of: str | None = None,
) -> Caller:
    """The caller of a request, by bearer token or, without one, by a browser's session.

    Args: headers with lower-case names; the name the request came under; the partner id of the path, if it names one;
    the method, since a change by cookie must come from our own page; further keys to read in the same wait, and the
    caller's memberships at an organization and as a contact of a partner, all given back in `found`.
    Raises: Problem `not-signed-in`, `cross-site`.
    """
    said = _said(headers, host, method)
    wanted = {"person": keys.person(said.person_id)}
    if host.shows(partner_id):
        wanted["platform"] = keys.platform_membership(said.person_id)
    if said.token_hash:
        wanted["session"] = keys.session(said.token_hash)
    if partner_id and is_id("prt", partner_id) and host.shows(partner_id):
        wanted["member"] = keys.partner_membership(said.person_id, partner_id)
        wanted["partner"] = keys.partner(partner_id)
    more = list(also)
    if organization_id and is_id("org", organization_id):
        more.append(keys.organization_membership(said.person_id, organization_id))
    if contact_of and is_id("prt", contact_of):
        more.append(keys.contact_membership(said.person_id, contact_of))
    items = read([*wanted.values(), *more])
    found = {name: items[key] for name, key in wanted.items() if key in items}
    session = session_of(found.get("session"), said.person_id, host) if said.token_hash else None
    signed_in_at = session.signed_in_at if session else said.signed_in_at
    person = found.get("person")
    if not person or person["status"] != "active" or not signed_in_at or signed_in_at < person.get("tokens_from", 0):
        raise Problem("not-signed-in")
    if not host.knows(person.get("sign_in_domain", PLATFORM_SIGN_IN)):
        raise Problem("not-signed-in")
    memberships = [found[place] for place in ("platform", "member") if place in found]
    withheld = _withheld(person, memberships)
    return Caller(
        person_id=said.person_id,
        name=f"{person['first_name']} {person['last_name']}".strip(),
        email=person["email"],
        host=host,
        language=language_of(headers, person.get("language")),
        roles=frozenset(one["role"] for one in memberships) - withheld,
        partner=Partner.of(found["partner"]) if "partner" in found else None,
        scopes={one["role"]: Scope.of(one) for one in memberships if "scope" in one},
        withheld=withheld,
        session=session,
        found={key: items[key] for key in more if key in items and _is_served(host, key, items[key])},
    )


@dataclass(frozen=True)
class _Said:
    """Who a request says it is from: by a checked token (`signed_in_at` set), or by a cookie yet to be looked up."""

    person_id: str
    token_hash: str = ""
    signed_in_at: int = 0


def _is_served(host: Host, key: Key, item: Item) -> bool:
    """Memberships at another partner are none on a partner's domain."""
    return not key.sk.startswith("MEMBERSHIP#") or host.shows(item.get("partner_id"))


def _said(headers: Mapping[str, str], host: Host, method: str) -> _Said:
    scheme, _, text = headers.get("authorization", "").partition(" ")
    if scheme:
        if scheme.lower() != "bearer" or not text:
            raise Problem("not-signed-in")
        token = tokens.check(text.strip())
        return _Said(token.person_id, signed_in_at=token.signed_in_at)
    said = cookie(headers)
    if said is None:
        raise Problem("not-signed-in")
    if method in UNSAFE:
        from_our_own_page(headers, host)
    return _Said(said.person_id, said.token_hash)


def _withheld(person: Item, memberships: Iterable[Item]) -> frozenset[str]:
    """Roles at the platform do not count in production until their holder has a second factor."""
    if settings().stage != STRICT_STAGE or person.get("second_factor_at"):
        return frozenset()
    return frozenset(one["role"] for one in memberships if one["role"] in ("platform_admin", "trainer"))


def language_of(headers: Mapping[str, str], own: str | None = None) -> str:
    """The language to answer in: what the request asks for, else the person's own, else English."""
    return accepted(headers.get("accept-language", ""), own or "en")
