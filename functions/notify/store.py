"""What compose reads: who administers the partner and the platform, these people, the partner, what it is about.

Three waits at most: two small queries of ids, then one consistent read of everything they lead to; a fourth where a
fact is of a person alone whose sign-in domain is a partner's.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from functions.notify.decisions import Mail, Role
from functions.notify.dress import Dress, brand_key, dress_of
from shared import keys
from shared.addresses import home_of
from shared.dynamo import Item, query_all, read
from shared.events import Fact
from shared.hosts import PLATFORM_SIGN_IN
from shared.language import LANGUAGES
from shared.partner import Partner
from shared.settings import settings


@dataclass(frozen=True)
class Scene:
    """What a fact is about, and who could hear of it: items as they stand now, None where there is none.

    `subject` is the name of the person whom the fact is about; `inviter` that of who invited or asks, `note` what they
    wrote with it; none when nobody invited (the first admin, who is told to have invited themself).
    """

    asked: Mapping[Role, Sequence[str]]
    people: Mapping[str, Item]
    partner: Item | None
    course: Item | None
    organization: Item | None
    platform_name: str
    platform_language: str
    inviter: str | None
    note: str | None = None
    subject: str | None = None
    brands: Mapping[str, Item] = field(default_factory=dict)
    """The items of the brands: of the platform (`platform`) and of the partner (`partner`)."""

    def dress(self, roles: Collection[Role]) -> Dress:
        """What a mail wears to who hears of it so; at the platform it is the platform's."""
        if self.partner and self.partner["kind"] == "whitelabel" and "platform_admin" not in roles:
            its_own = self.brands.get("partner", {})
            its_dress = dress_of(self.partner["name"], self.home, self.partner["id"], its_own)
            return replace(its_dress, address=self.partner.get("sender", {}).get("address"))
        return dress_of(self.platform_name, settings().platform_url, "platform", self.brands.get("platform", {}))

    @property
    def partner_name(self) -> str | None:
        """What the mail calls the partner; the platform's direct customers are the platform's, not a partner's."""
        if self.partner is None or self.partner["id"] == keys.HOUSE:
            return None
        return str(self.partner["name"])

    @property
    def home(self) -> str:
        """Where links of who does not hear of it at the platform lead: scheme and host."""
        return home_of(Partner.of(self.partner) if self.partner else None)

    @property
    def time_zone(self) -> str:
        """In which the mail says when it happened: the partner's."""
        return str((self.partner or {}).get("time_zone") or "UTC")

    def languages(self) -> dict[Role, str]:
        """The language for each role when a person has none of their own."""
        partner = (self.partner or {}).get("language")
        near = partner if partner in LANGUAGES else self.platform_language
        return {"self": near, "partner_admin": near, "platform_admin": self.platform_language}


def scene_of(fact: Fact, mail: Mail) -> Scene:
    """Read all that this mail about this fact needs.

    Raises: LookupError when the partner it names is not there.
    """
    named: dict[str, Any] = fact.model_dump()
    partner_id, course_id, company = (named.get(f"{name}_id") for name in ("partner", "course", "organization"))
    request = named.get("request_id")
    asked = {role: _asked(role, named) for role in mail.to}
    person_ids = {person_id for ids in asked.values() for person_id in ids}
    person_ids |= {named["person_id"]} if named.get("person_id") else set()
    person_ids |= {inviter} if (inviter := named.get("invited_by") or named.get("asked_by")) else set()

    where = {person_id: keys.person(person_id) for person_id in person_ids}
    about = {
        "platform": keys.PLATFORM,
        "partner": keys.partner(partner_id) if partner_id else keys.PLATFORM,
        "course": keys.course_at(partner_id or "", course_id) if course_id else keys.PLATFORM,
        "organization": keys.organization(partner_id, company) if partner_id and company else keys.PLATFORM,
        "request": keys.top_up_request(partner_id, request) if partner_id and request else keys.PLATFORM,
        "platforms_brand": brand_key(None),
        "brand": brand_key(partner_id),
    }
    items = read([*where.values(), *about.values()])
    platform = items.get(keys.PLATFORM, {})
    if partner_id:
        partner, brand = items.get(about["partner"]), items.get(about["brand"], {})
    else:
        partner, brand = _at_home(items.get(keys.person(named.get("person_id") or "")))
    if partner_id and partner is None:
        raise LookupError(f"the partner {partner_id} of a fact is not there")
    return Scene(
        asked=asked,
        people={person_id: items[key] for person_id, key in where.items() if key in items},
        partner=partner,
        course=items.get(about["course"]) if course_id else None,
        organization=items.get(about["organization"]) if company else None,
        platform_name=platform.get("name") or settings().platform_name,
        platform_language=_ours(platform.get("language")) or settings().default_language,
        inviter=_name(items.get(keys.person(inviter))) if inviter and inviter != named.get("person_id") else None,
        subject=_name(items.get(keys.person(named.get("person_id") or ""))),
        note=items.get(about["request"], {}).get("note") if request else None,
        brands={"platform": items.get(about["platforms_brand"], {}), "partner": brand},
    )


def _asked(role: Role, named: Mapping[str, Any]) -> list[str]:
    """The ids of those who hear of it in this role."""
    if role == "self":
        return [named["person_id"]]
    owner = keys.partner_admin(named["partner_id"], "") if role == "partner_admin" else keys.platform_admin("")
    return [item["sk"] for item in query_all(owner.table, owner.pk)]


def _at_home(person: Item | None) -> tuple[Item | None, Item]:
    """The partner whose domain a person signs in at, with its brand; None for the platform's."""
    domain = (person or {}).get("sign_in_domain", PLATFORM_SIGN_IN)
    if domain == PLATFORM_SIGN_IN:
        return None, {}
    found = read([keys.partner(domain), brand_key(domain)])
    return found.get(keys.partner(domain)), found.get(brand_key(domain), {})


def _ours(language: str | None) -> str | None:
    return language if language in LANGUAGES else None


def _name(item: Item | None) -> str | None:
    return f"{item['first_name']} {item.get('last_name', '')}".strip() if item else None
