"""Builders of what tests of the front desk start from: partners and people as their records stand, and sign-ins.

Everything is written with the keys and the client of `shared`, so it works on whatever engine the settings name.
Tokens are signed with a key made once per process; `jwks()` is what the pool would publish of it.
"""

from __future__ import annotations

import itertools
import json
import time
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from functions.enroll.enrollment import Enrollment
from shared import dynamo, keys
from shared.clock import stamp
from shared.ids import EnrollmentKey, new_id
from shared.partner import Partner
from shared.settings import settings

KEY_ID = "tests"
_numbers = itertools.count(1)


def write(key: keys.Key, item: dict[str, Any]) -> None:
    """One record, whatever stood there."""
    item = dynamo.encode({"pk": key.pk, "sk": key.sk} | item)
    dynamo.client().put_item(TableName=dynamo.table_name(key.table), Item=item)


def everything() -> list[dict[str, Any]]:
    """All that stands in the Portal table, to see that nothing was written."""
    found: list[dict[str, Any]] = dynamo.client().scan(TableName=settings().portal_table)["Items"]
    return sorted(found, key=lambda item: (item["pk"]["S"], item["sk"]["S"]))


def a_partner(name: str = "Alfa", *, kind: Any = "default", status: Any = "active", **more: Any) -> Partner:
    """A partner as its record stands; the house with `kind="house"`."""
    partner_id = keys.HOUSE if kind == "house" else new_id("prt")
    item = {"id": partner_id, "name": name, "kind": kind, "status": status, "low_credit_threshold": 0}
    item |= {"language": "en", "time_zone": "Europe/Rome", "created_at": stamp(), "version": 1}
    item |= {"list_pk": "PLATFORM#PARTNERS", "list_sk": partner_id} | more
    write(keys.partner(partner_id), item)
    return Partner.of(item)


def a_person(first_name: str = "Ada", **more: Any) -> str:
    """Somebody who can sign in and may do nothing yet."""
    person_id = new_id("per")
    item = {"id": person_id, "sign_in_domain": "platform", "email": f"person{next(_numbers)}@portico.example"}
    item |= {"first_name": first_name, "last_name": "Rossi", "status": "active", "version": 1} | more
    write(keys.person(person_id), item)
    write(keys.identity("platform", item["email"]), {"person_id": person_id})
    return person_id


def a_platform_admin() -> str:
    """A person who is admin of the platform."""
    person_id = a_person()
    write(keys.platform_membership(person_id), {"role": "platform_admin"})
    write(keys.platform_admin(person_id), _listed(person_id))
    return person_id


def a_partner_admin(*partners: Partner) -> str:
    """A person who is admin of these partners."""
    person_id = a_person()
    for partner in partners:
        membership = {"role": "partner_admin", "partner_id": partner.id, "since": stamp(), "by": person_id}
        write(keys.partner_membership(person_id, partner.id), membership)
        write(keys.partner_admin(partner.id, person_id), _listed(person_id))
    return person_id


def _listed(person_id: str) -> dict[str, Any]:
    """How a place lists somebody who took up the invitation, under the name it invited them by."""
    named = {"email": f"{person_id}@portico.example".lower(), "first_name": "Ada", "last_name": "Quiri"}
    return named | {"person_id": person_id, "invited": False, "since": stamp(), "by": person_id}


def an_enrollment(partner: Partner, course_id: str, contact_id: str, attempt: int = 1, **more: Any) -> Enrollment:
    """An enrollment as `enroll` leaves it."""
    given = {"status": "enrolled", "cost": 1, "enrolled_at": stamp(), "enrolled_by": new_id("per"), "entry_seq": 1}
    enrollment = Enrollment(key=EnrollmentKey(partner.id, course_id, contact_id, attempt), **(given | more))
    write(keys.enrollment(*enrollment.key), enrollment.stored())
    return enrollment


@cache
def _signing_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def jwks() -> dict[str, Any]:
    """The published keys that tokens are checked against."""
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(_signing_key().public_key()))
    return {"keys": [public | {"kid": KEY_ID, "use": "sig", "alg": "RS256"}]}


def token_for(person_id: str, **claims: Any) -> str:
    """An access token of Cognito for this person; claims may be overridden to spoil it."""
    now = int(time.time())
    said = {
        "sub": "00000000-0000-4000-8000-000000000000",
        "username": person_id,
        "token_use": "access",
        "client_id": settings().user_pool_client_id,
        "iss": settings().token_issuer,
        "iat": now,
        "auth_time": now,
        "exp": now + 3600,
    }
    return jwt.encode(said | claims, _signing_key(), "RS256", {"kid": KEY_ID})
