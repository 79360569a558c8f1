"""Whatever a client sends to account and partners: a problem document, nothing written, never a 500."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.builders import everything
from tests.functional.account.portal import Portal

COMMANDS: dict[str, dict[str, Any]] = {
    "POST /v1/session": {"email": "a@b.example", "password": "x"},
    "POST /v1/session/mfa": {"challenge": "x", "code": "123456"},
    "POST /v1/session/refresh": {"refresh_token": "x"},
    "POST /v1/password-links": {"email": "a@b.example"},
    "POST /v1/passwords": {"token": "x", "new_password": "x"},
    "PATCH /v1/me": {"first_name": "Ada"},
    "POST /v1/platform/admins": {"email": "a@b.example", "first_name": "Ada", "last_name": "Rossi"},
    "POST /v1/partners": {"name": "Alfa", "kind": "default", "contact_email": "a@b.example"},
    "PATCH /v1/partners/{partner}": {"name": "Alfa"},
    "POST /v1/partners/{partner}/admins": {"email": "a@b.example", "first_name": "Ada", "last_name": "Rossi"},
}
NOT_BODIES = {
    "nothing": "",
    "no JSON": "{",
    "words": "garbage",
    "a number": "7",
    "a list": "[]",
    "null": "null",
    "NaN": '{"name": NaN}',
    "deep": "[" * 100_000,
    "deep and closed": "[" * 900 + "]" * 900,
    "deep inside": '{"name": ' + "[" * 600 + "]" * 600 + "}",
    "a huge number": '{"name": ' + "9" * 5000 + "}",
    "two bodies": "{}{}",
    "a lone surrogate as a name": '{"\\ud800": 1}',
}
WRONG_VALUES = [None, 7, 1.5, True, [], {}, "", "   ", "x" * 10_240, "a\x00b", "a\u202eb", "lone \ud800"]


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_no_body_is_refused(portal: Portal, command: str) -> None:
    method, path = _at(portal, command)
    before = everything()
    for name, raw in NOT_BODIES.items():
        answer = portal.front.ask(method, path, portal.admin, raw=raw)
        assert (answer.status, answer.code) == (422, "invalid-request"), (name, answer)
    assert everything() == before


@pytest.mark.parametrize("command", COMMANDS)
def test_every_wrong_value_is_named_and_nothing_is_written(portal: Portal, command: str) -> None:
    method, path = _at(portal, command)
    before = everything()
    for field in COMMANDS[command]:
        for value in WRONG_VALUES:
            if field in ("password", "new_password") and isinstance(value, str) and value not in ("", "lone \ud800"):
                continue  # a password is judged as a password, not as a name
            answer = portal.front.ask(method, path, portal.admin, body=COMMANDS[command] | {field: value})
            assert (answer.code, answer.at) == ("invalid-request", [f"/{field}"]), (field, value)
            assert "x" * 20 not in answer.text
    extra = portal.front.ask(method, path, portal.admin, body=COMMANDS[command] | {"is_admin": True})
    assert extra.at == ["/is_admin"]
    assert everything() == before


@pytest.mark.parametrize("command", COMMANDS)
def test_other_media_and_too_much_are_refused(portal: Portal, command: str) -> None:
    method, path = _at(portal, command)
    body = json.dumps(COMMANDS[command])
    for media in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        answer = portal.front.ask(method, path, portal.admin, raw=body, headers={"content-type": media})
        assert answer.code == "not-json"
    large = portal.front.ask(method, path, portal.admin, raw=json.dumps({"name": "x" * 1_000_001}))
    assert (large.status, large.code) == (413, "too-large")


def test_odd_addresses_and_keys(portal: Portal) -> None:
    for path in (
        "/v1/partners/prt_x",
        "/v1/partners/%00",
        "/v1/partners/..%2f",
        "/v1/partners/" + "x" * 3000,
        "/v1/nothing",
    ):
        assert portal.front.get(path, portal.admin).code == "not-found", path
    assert portal.front.ask("PUT", "/v1/me", portal.admin, body={}).code == "method-not-allowed"
    for key in ("", "x" * 256, "a\tb", "è"):
        answer = portal.front.patch("/v1/me", portal.admin, {"first_name": "Ada"}, key=key)
        assert (answer.status, answer.code) == (400, "idempotency-key-invalid"), key
    for cursor in ("x", "AAAA", "é", "A" * 3000):
        answer = portal.front.get("/v1/partners", portal.admin, cursor=cursor)
        assert answer.status == 422
    for limit in ("0", "101", "-1", "x", "1.5", "٣"):
        assert portal.front.get("/v1/partners", portal.admin, limit=limit).code == "invalid-request"
    elsewhere = portal.front.ask("GET", "/health", headers={"host": "evil.example"})
    assert (elsewhere.status, elsewhere.code) == (421, "unknown-host")


def _at(portal: Portal, command: str) -> tuple[str, str]:
    method, path = command.split(" ")
    return method, path.replace("{partner}", portal.partner()) if "{partner}" in path else path
