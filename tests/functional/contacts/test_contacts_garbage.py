"""What no client should send to contacts: refused with a problem, nothing written."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.builders import a_partner, a_partner_admin, everything
from tests.functional.contacts.test_contacts import ADA, contacts
from tests.functional.front import Front

GARBAGE: list[Any] = [
    {},
    {"first_name": ""},
    {"first_name": "   "},
    {"first_name": None},
    {"first_name": 7},
    {"first_name": ["Ada"]},
    {"first_name": "x" * 10_000},
    {"first_name": "A\x00da"},
    {"first_name": "A\nda"},
    {"first_name": "\ud800"},
    {"first_name": "Ada", "\ud800": 1},
    {"first_name": "Ada", "unknown": 1},
    {"first_name": "Ada", "email": "ada"},
    {"first_name": "Ada", "email": "ada@localhost\n"},
    {"first_name": "Ada", "email": "a" * 300 + "@example.com"},
    {"first_name": "Ada", "language": "xx"},
    {"first_name": "Ada", "organization_id": 5},
    {"first_name": "Ada", "id": "con_01JD0000000000000000000000"},
    {"first_name": "Ada", "archived": True},
    [],
    None,
    "text",
    7,
]


@pytest.mark.parametrize("body", GARBAGE, ids=lambda body: ascii(body)[:60])
def test_garbage_is_refused_and_nothing_written(front: Front, body: Any) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    before = everything()

    answer = front.post(contacts(partner), admin, raw=json.dumps(body), key="k")

    assert (answer.status, answer.code) == (422, "invalid-request")
    assert everything() == before


RAW = {
    "nothing": "",
    "cut": "{",
    "no word": "nul",
    "no quotes": "{'a':1}",
    "NaN": '{"first_name": NaN}',
    "infinite": '{"first_name": 1e999}',
    "deep list": "[" * 100_000,
    "deep": '{"a":' * 3000 + "1" + "}" * 3000,
    "long number": '{"first_name":' + "9" * 5000 + "}",
    "deep unknown field": '{"first_name":"Ada","x":' + "[" * 900 + "]" * 900 + "}",
    "NUL": "\x00",
}


@pytest.mark.parametrize("raw", RAW.values(), ids=RAW)
def test_what_is_not_json_is_refused_and_nothing_written(front: Front, raw: str) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    before = everything()

    answer = front.post(contacts(partner), admin, raw=raw, key="k")

    assert (answer.status, answer.code) == (422, "invalid-request")
    assert everything() == before


def test_other_media_and_too_much_are_refused(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)

    form = front.post(contacts(partner), admin, raw="first_name=Ada", headers={"content-type": "text/plain"})
    huge = front.post(contacts(partner), admin, raw='{"first_name":"' + "x" * 1_000_001 + '"}')

    assert form.code == "not-json"
    assert huge.code == "too-large"


@pytest.mark.parametrize("change", [{}, {"first_name": None}, {"archived": None}, {"archived": "yes"}, {"version": 1}])
def test_a_change_of_nothing_or_to_nonsense_is_refused(front: Front, change: Any) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    ada = front.post(contacts(partner), admin, ADA).json
    before = everything()

    answer = front.patch(f"{contacts(partner)}/{ada['id']}", admin, change)

    assert answer.code == "invalid-request"
    assert everything() == before


@pytest.mark.parametrize(
    "contact_id",
    ["con_", "x", "con_01JD000000000000000000000U", "con_01JD0000000000000000000000", "%00", "a" * 3000],
    ids=lambda text: text[:30],
)
def test_ids_that_are_nobodys_are_not_found(front: Front, contact_id: str) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)

    assert front.get(f"{contacts(partner)}/{contact_id}", admin).code == "not-found"
    assert front.patch(f"{contacts(partner)}/{contact_id}", admin, {"first_name": "Eva"}).code == "not-found"
    assert front.get(contacts(partner), admin, organization_id=contact_id).code in ("not-found", "invalid-request")
