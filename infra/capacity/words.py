"""The words of `least.txt`: which key of `shared/keys.py` each is, and its record at its smallest: the key alone."""

from __future__ import annotations

import re
from functools import cache

from infra.capacity.sizes import Image
from shared import keys
from shared.keys import Key

_ULID = "01KASAMP1E0000000000000000"
_PRT, _PER, _CON, _CRS, _ORG = (f"{kind}_{_ULID}" for kind in ("prt", "per", "con", "crs", "org"))
_HASH = "0" * 64
_PARTNER = f"PARTNER#{_PRT}"

KEYS: dict[str, Key] = {
    "person": keys.person(_PER),
    "platform-role": keys.platform_membership(_PER),
    "partner-role": keys.partner_membership(_PER, _PRT),
    "company-role": keys.organization_membership(_PER, _ORG),
    "learner-role": keys.contact_membership(_PER, _PRT),
    "person-word": keys.person_word(_PER, "name", "a"),
    "session": keys.session(_HASH),
    "own-session": keys.own_session(_PER, f"ses_{_ULID}"),
    "identity": keys.identity("platform", "a@b.it"),
    "link": keys.link(_HASH),
    "counter": keys.counter(f"sign-in#{_HASH}"),
    "receipt": keys.receipt(_PER, "k"),
    "money-receipt": keys.money_receipt(_PRT, "k"),
    "wallet": keys.wallet(_PRT),
    "entry": keys.entry(_PRT, 1),
    "reconciled": keys.reconciled(_PRT),
    "platform": keys.PLATFORM,
    "platform-admin": keys.platform_admin(_PER),
    "trainer": keys.trainer(_PER),
    "brand": keys.brand("PLATFORM"),
    "logo": keys.logo("PLATFORM", _HASH[:32]),
    "slug": keys.slug("a"),
    "course": keys.course(_CRS),
    "holder": keys.course_partner(_CRS, _PRT),
    "own-course": keys.own_course(_PRT, _CRS),
    "domain": keys.own_domain(_PRT, "a.it"),
    "sender": keys.sender(_PRT, "a.it"),
    "suppressed": keys.suppressed("a@b.it"),
    "host": keys.host("a.it"),
    "partner": keys.partner(_PRT),
    "partner-admin": keys.partner_admin(_PRT, _PER),
    "staff": keys.partner_staff(_PRT, _PER),
    "profile": keys.profile(_PRT, f"prf_{_ULID}"),
    "profile-names": Key("portal", f"{_PARTNER}#PROFILES", "NAMES"),
    "profile-users": Key("portal", f"{_PARTNER}#PROFILES", f"USERS#prf_{_ULID}"),
    "partner-brand": keys.brand(_PARTNER),
    "partner-logo": keys.logo(_PARTNER, _HASH[:32]),
    "viewed": keys.viewed(_PRT, _CON, "2026-11-22", _PER, f"enr_{_ULID}"),
    "assignment": keys.assignment(_PRT, _CRS),
    "contact": keys.contact(_PRT, _CON),
    "email": keys.contact_email(_PRT, "a@b.it"),
    "word": keys.contact_word(_PRT, "name", "a", _CON),
    "organization": keys.organization(_PRT, _ORG),
    "organization-word": keys.organization_word(_PRT, "name", "a", _ORG),
    "whose": keys.whose(_CON),
    "member": keys.member(_PRT, _ORG, _CON),
    "key-contact": keys.key_contact(_PRT, _ORG, _CON),
    "enrollment": keys.enrollment(_PRT, _CRS, _CON, 1),
    "top-up-request": keys.top_up_request(_PRT, f"tur_{_ULID}"),
    "trail": keys.audit(_PARTNER, _ULID),
}


def _only(key: Key) -> Image:
    return {"pk": {"S": key.pk}, "sk": {"S": key.sk}}


SMALLEST: dict[str, Image] = {word: _only(key) for word, key in KEYS.items()}


def index_entry() -> Image:
    """What an index adds to a record: the key it stands under there."""
    return {"list_pk": {"S": f"{_PARTNER}#ENROLLMENTS"}, "list_sk": {"S": f"2026-11-22T09:30:00.000Z#{_ULID}"}}


PARTITIONS = {
    f"{_PARTNER}#CONTACT#{_CON}": "enrollment",
    f"{_PARTNER}#ORGANIZATION#{_ORG}": "enrollment",
    keys.PARTNERS: "partner",
    f"{keys.course(_CRS).pk}#ALL": "course",
    keys.person(_PER).pk: "person",
    keys.whose(_ORG).pk: "whose",
    keys.whose(_CRS).pk: "whose",
    **{keys.audit(scope, _ULID).pk: "trail" for scope in ("PLATFORM", keys.person(_PER).pk)},
}
"""Partitions that a query reads and no key of a table begins with; a person's has records of several kinds."""


def word_of(pk: str, sk: str = "") -> str:
    """The word for a key, or for a partition that a query reads; what none is known for is said as it is."""
    plain = _bare(pk)
    by_key, by_partition = _known()
    return by_key.get((plain, _bare(sk))) or by_partition.get(plain) or f"?{plain}".replace(" ", "-")


@cache
def _known() -> tuple[dict[tuple[str, str], str], dict[str, str]]:
    by_key = {(_bare(key.pk), _bare(key.sk)): word for word, key in KEYS.items()}
    by_partition = {_bare(key.pk): word for word, key in reversed(KEYS.items())}
    return by_key, by_partition | {_bare(pk): word for pk, word in PARTITIONS.items()}


def _bare(text: str) -> str:
    """Without what differs from record to record: ids, hashes, keys that clients chose, names of counters."""
    text = re.sub(r"[0-9a-f]{64}|[0-9a-f]{32}", "~", text)
    text = re.sub(r"[0-7][0-9A-HJKMNP-TV-Z]{25}", "~", text)
    return re.sub(r"^(RECEIPT#\w+_~|COUNTER|IDENTITY)#.*", r"\1", text)
