"""The portal as people meet it who sign in: a pool, mailed links, sessions, and the calls made to AWS."""

from __future__ import annotations

import base64
import hmac
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.request import urlopen

import jwt
import pytest
from botocore.client import BaseClient

from functions.notify.link import mint
from infra.first_admin import make_first_admin
from infra.local.engine import Engine
from shared import keys
from shared.dynamo import read_one
from shared.settings import settings
from tests.builders import jwks, write
from tests.functional.front import Answer, Front

ADMIN = "admin@portico.example"
PASSWORD = "Portico-demo-2026"
OTHER = "quattro gatti sul tetto"


def open_pool(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user pool as the template makes it; tokens are checked against its key as well as the tests' own."""
    client = engine.client("cognito-idp")
    policy = {"MinimumLength": 12} | {
        f"Require{kind}": False for kind in ("Lowercase", "Uppercase", "Numbers", "Symbols")
    }
    pool = client.create_user_pool(PoolName="tests", Policies={"PasswordPolicy": policy})["UserPool"]["Id"]
    factors = {"SoftwareTokenMfaConfiguration": {"Enabled": True}, "MfaConfiguration": "OPTIONAL"}
    client.set_user_pool_mfa_config(UserPoolId=pool, **factors)
    made = client.create_user_pool_client(
        UserPoolId=pool,
        ClientName="tests",
        ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        PreventUserExistenceErrors="ENABLED",
    )
    issuer = f"https://cognito-idp.{os.environ['AWS_DEFAULT_REGION']}.amazonaws.com/{pool}"
    here = {"USER_POOL_ID": pool, "USER_POOL_CLIENT_ID": made["UserPoolClient"]["ClientId"], "TOKEN_ISSUER": issuer}
    for name, value in here.items():
        monkeypatch.setitem(os.environ, name, value)
    with urlopen(f"{engine.url}/{pool}/.well-known/jwks.json") as published:
        both = {"keys": jwks()["keys"] + json.loads(published.read())["keys"]}
    monkeypatch.setattr(jwt.PyJWKClient, "fetch_data", lambda _: both)
    settings.cache_clear()


@dataclass
class Portal:
    """What people do, each in a line; `admin` is the first platform admin's person id."""

    admin: str
    front: Front = field(default_factory=Front)

    @classmethod
    def opened(cls, password: str | None = PASSWORD) -> Portal:
        return cls(_long_ago(make_first_admin(ADMIN, "Ada", "Rossi", password)))

    def sign_in(self, email: str = ADMIN, password: str = PASSWORD, **more: Any) -> Answer:
        return self.front.post("/v1/session", body={"email": email, "password": password}, **more)

    def session(self, email: str = ADMIN, password: str = PASSWORD) -> dict[str, Any]:
        answer = self.sign_in(email, password)
        assert answer.status == 200, answer
        session: dict[str, Any] = answer.json
        return session

    def as_(self, session: dict[str, Any], method: str = "GET", path: str = "/v1/me", **more: Any) -> Answer:
        headers = {"authorization": f"Bearer {session['access_token']}"}
        return self.front.ask(method, path, headers=headers, **more)

    def partner(self, name: str = "Alfa", **more: Any) -> str:
        body = {"name": name, "kind": "default", "contact_email": "info@alfa.example"} | more
        made = self.front.post("/v1/partners", self.admin, body)
        assert made.status == 201, made
        return str(made.json["id"])

    def invited(self, email: str, partner_id: str | None = None, first_name: str = "Laura") -> str:
        """A person made admin of a partner, or of the platform, who has no password yet."""
        path = f"/v1/partners/{partner_id}/admins" if partner_id else "/v1/platform/admins"
        made = self.front.post(path, self.admin, {"email": email, "first_name": first_name, "last_name": "Moretti"})
        assert made.status == 201, made
        return str(made.json["id"])

    def accepted(self, email: str, partner_id: str | None = None, password: str = OTHER) -> str:
        """The same, with a password set by the mailed link."""
        person_id = self.invited(email, partner_id)
        assert self.set_password(self.mailed_link(person_id), password).status == 204
        return _long_ago(person_id)

    def mailed_link(self, person_id: str, **more: Any) -> str:
        """The token of a link as `notify` mints it for this person's mail."""
        return mint(person_id, "invitation", **more)

    def set_password(self, token: str, password: str) -> Answer:
        return self.front.post("/v1/passwords", body={"token": token, "new_password": password})

    def ask_link(self, email: str) -> Answer:
        return self.front.post("/v1/password-links", body={"email": email})


def person(person_id: str) -> dict[str, Any]:
    """A person's record as it stands."""
    item = read_one(keys.person(person_id))
    assert item is not None
    return item


def _long_ago(person_id: str) -> str:
    """As if the password had been set long ago: tokens of the tests' own, which never wait for a second, count too."""
    write(keys.person(person_id), person(person_id) | {"tokens_from": 0, "password_set_at": ""})
    return person_id


def totp(secret: str) -> str:
    """The code an authenticator app shows for this secret now (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, int(time.time() // 30).to_bytes(8, "big"), "sha1")
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at : at + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"


@contextmanager
def calls(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of the calls made to AWS meanwhile, in order."""
    made: list[str] = []
    original = BaseClient._make_api_call

    def counted(self: Any, operation: str, request: Any) -> Any:
        made.append(operation)
        return original(self, operation, request)

    with monkeypatch.context() as patch:
        patch.setattr(BaseClient, "_make_api_call", counted)
        yield made
