"""Who is asking, and what they may count on: read from the table on every request, in one consistent read.

A token only says who somebody is; what they may do stands in their memberships. The read takes the person,
the membership at the platform and, when the path names a partner, the membership there and the partner itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from shared import keys, tokens
from shared.dynamo import read
from shared.ids import is_id
from shared.language import accepted
from shared.partner import Partner
from shared.problems import Problem


@dataclass(frozen=True)
class Caller:
    """A signed-in person with their authority for this request.

    `roles` are those that count here: `platform_admin`, and at the partner of the path `partner_admin`.
    `partner` is the partner of the path, None when the path names none or there is none.
    """

    person_id: str
    name: str
    email: str
    language: str
    roles: frozenset[str] = field(default_factory=frozenset)
    partner: Partner | None = None

    @property
    def is_platform_admin(self) -> bool:
        return "platform_admin" in self.roles


def identify(headers: Mapping[str, str], partner_id: str | None = None) -> Caller:
    """The caller of a request.

    Args: headers with lower-case names; the partner id of the path, if it names one.
    Raises: Problem `not-signed-in`.
    """
    scheme, _, text = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not text:
        raise Problem("not-signed-in")
    token = tokens.check(text.strip())
    wanted = {"person": keys.person(token.person_id), "platform": keys.platform_membership(token.person_id)}
    if partner_id and is_id("prt", partner_id):
        wanted["member"] = keys.partner_membership(token.person_id, partner_id)
        wanted["partner"] = keys.partner(partner_id)
    items = read(wanted.values())
    found = {name: items[key] for name, key in wanted.items() if key in items}
    person = found.get("person")
    if not person or person["status"] != "active" or token.signed_in_at < person.get("tokens_from", 0):
        raise Problem("not-signed-in")
    roles = {found[place]["role"] for place in ("platform", "member") if place in found}
    return Caller(
        person_id=token.person_id,
        name=f"{person['first_name']} {person['last_name']}".strip(),
        email=person["email"],
        language=language_of(headers, person.get("language")),
        roles=frozenset(roles),
        partner=Partner.of(found["partner"]) if "partner" in found else None,
    )


def language_of(headers: Mapping[str, str], own: str | None = None) -> str:
    """The language to answer in: what the request asks for, else the person's own, else English."""
    return accepted(headers.get("accept-language", ""), own or "en")
