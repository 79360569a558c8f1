"""Customer companies of a partner: who may, what is accepted, one VAT number each, who belongs to one."""

from __future__ import annotations

from typing import Any

import pytest

from functions.portal_api.organizations import store
from tests.builders import a_partner, a_partner_admin, a_platform_admin, everything
from tests.functional.front import Front, meanwhile

ADDRESS = {"street": "Via Roma 1", "postal_code": "20121", "city": "Milano", "province": "MI", "country": "IT"}
ACME = {"name": "Acme S.p.A.", "vat_number": "it 0123.456-7890", "email": "INFO@acme.it", "phone": "+39 02 123"}


def organizations(partner: Any) -> str:
    return f"/v1/partners/{partner.id}/organizations"


def test_nobody_signed_in_is_refused(front: Front) -> None:
    assert front.get(organizations(a_partner())).code == "not-signed-in"
    assert front.post(organizations(a_partner()), None, ACME).code == "not-signed-in"


@pytest.mark.criterion("C-30")
def test_another_partners_admin_finds_nothing_there_nor_may_write(front: Front) -> None:
    ours, theirs = a_partner("Alfa"), a_partner("Beta")
    admin, stranger = a_partner_admin(ours), a_partner_admin(theirs)
    acme = front.post(organizations(ours), admin, ACME).json["id"]
    before = everything()

    for path in (organizations(ours), f"{organizations(ours)}/{acme}", f"{organizations(theirs)}/{acme}"):
        assert front.get(path, stranger).code == "not-found"
    assert front.get(f"{organizations(ours)}/{acme}/contacts", stranger).code == "not-found"
    assert front.get(f"{organizations(theirs)}/{acme}/contacts", stranger).code == "not-found"
    assert front.post(organizations(ours), stranger, ACME).code == "not-found"
    assert front.patch(f"{organizations(theirs)}/{acme}", stranger, {"name": "Mine"}).code == "not-found"
    assert front.all(organizations(theirs), stranger) == front.all(organizations(theirs), stranger, q="acme") == []
    assert everything() == before
    assert front.post(organizations(theirs), stranger, ACME).status == 201


@pytest.mark.criterion("C-29")
def test_a_partner_admin_makes_changes_and_finds_organizations(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)

    made = front.post(organizations(partner), admin, ACME | {"address": ADDRESS, "language": "it"})

    assert made.status == 201
    assert made.json == ACME | {
        "id": made.json["id"],
        "created_at": made.json["created_at"],
        "vat_number": "IT01234567890",
        "email": "info@acme.it",
        "address": ADDRESS,
        "language": "it",
    }
    path = f"{organizations(partner)}/{made.json['id']}"
    assert front.get(path, admin).json == made.json
    changed = front.patch(path, admin, {"name": "Acme Italia", "address": {"city": "Roma"}, "phone": None}).json
    assert changed["address"] == dict.fromkeys(ADDRESS) | {"city": "Roma"}
    assert (changed["name"], changed["phone"], changed["email"]) == ("Acme Italia", None, "info@acme.it")
    assert front.get(path, admin).json == changed
    assert front.all(organizations(partner), admin, q="ita") == [changed]
    assert front.all(organizations(partner), admin, q="spa") == []


def test_a_vat_number_is_one_organizations_of_a_partner(front: Front) -> None:
    partner, other = a_partner(), a_partner("Beta")
    admin = a_platform_admin()
    acme = front.post(organizations(partner), admin, ACME).json["id"]
    beta = front.post(organizations(partner), admin, {"name": "Beta"}).json["id"]
    before = everything()

    again = front.post(organizations(partner), admin, {"name": "X", "vat_number": "IT01234567890"})
    taken = front.patch(f"{organizations(partner)}/{beta}", admin, {"vat_number": "IT 01234567890"})

    assert (again.status, again.code, again.json["organization_id"]) == (409, "organization-exists", acme)
    assert (taken.code, taken.json["organization_id"]) == ("organization-exists", acme)
    assert everything() == before
    assert front.post(organizations(other), admin, ACME).status == 201
    assert front.patch(f"{organizations(partner)}/{acme}", admin, {"vat_number": None}).json["vat_number"] is None
    assert front.patch(f"{organizations(partner)}/{beta}", admin, {"vat_number": "IT01234567890"}).status == 200


def test_of_two_who_take_one_vat_number_at_once_one_is_refused(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    whole = store.added

    def overtaken(partner_id: str, new: Any) -> Any:
        monkeypatch.setattr(store, "added", whole)
        assert meanwhile(lambda: front.post(organizations(partner), admin, ACME)).status == 201
        return whole(partner_id, new)

    monkeypatch.setattr(store, "added", overtaken)

    assert front.post(organizations(partner), admin, ACME).code == "organization-exists"
    assert len(front.all(organizations(partner), admin)) == 1


def test_two_changes_at_once_are_both_kept(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    acme = f"{organizations(partner)}/{front.post(organizations(partner), admin, ACME).json['id']}"
    whole = store.replaced

    def overtaken(*args: Any) -> Any:
        monkeypatch.setattr(store, "replaced", whole)
        assert meanwhile(lambda: front.patch(acme, admin, {"name": "Gamma"})).status == 200
        return whole(*args)

    monkeypatch.setattr(store, "replaced", overtaken)
    front.patch(acme, admin, {"phone": "112"})

    now = front.get(acme, admin).json
    assert (now["name"], now["phone"]) == ("Gamma", "112")


def test_a_repeated_command_is_answered_as_at_first_and_done_once(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    first = front.post(organizations(partner), admin, ACME, key="k")
    path = f"{organizations(partner)}/{first.json['id']}"
    changed = front.patch(path, admin, {"name": "Beta"}, key="k2")
    front.patch(path, admin, {"name": "Gamma"})

    again = front.post(organizations(partner), admin, ACME, key="k")
    changed_again = front.patch(path, admin, {"name": "Beta"}, key="k2")

    assert (again.json, changed_again.json) == (first.json, changed.json)
    assert again.headers["idempotency-replayed"] == changed_again.headers["idempotency-replayed"] == "true"
    assert front.get(path, admin).json["name"] == "Gamma"


def test_lists_go_page_by_page_newest_first(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    made = [front.post(organizations(partner), admin, {"name": f"Acme {n}"}).json["id"] for n in range(5)]

    assert [one["id"] for one in front.all(organizations(partner), admin, limit=2)] == sorted(made, reverse=True)
    assert sorted(one["id"] for one in front.all(organizations(partner), admin, limit=2, q="ac")) == sorted(made)
    cursor = front.get(organizations(partner), admin, limit=2).json["next_cursor"]
    assert front.get(organizations(partner), admin, cursor=cursor, q="ac").code == "cursor-invalid"


GARBAGE: list[dict[str, Any]] = [
    {"name": ""},
    {"name": None},
    {"name": "x" * 10_000},
    {"name": "a\u202eb"},
    {"name": 1},
    {"vat_number": "!!"},
    {"vat_number": "1" * 21},
    {"vat_number": ""},
    {"vat_number": "١٢٣٤٥"},
    {"email": "x"},
    {"phone": "call me"},
    {"phone": "1" * 40},
    {"address": {}},
    {"address": {"country": "Italy"}},
    {"address": {"planet": "Mars"}},
    {"address": {"city": "\x07"}},
    {"address": {"city": {"city": {}}}},
    {"address": "Roma"},
    {"language": "de"},
    {"id": "org_1"},
]


@pytest.mark.parametrize("field", GARBAGE, ids=lambda field: ascii(field)[:60])
def test_garbage_is_refused_and_nothing_written(front: Front, field: Any) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    path = f"{organizations(partner)}/{front.post(organizations(partner), admin, ACME).json['id']}"
    before = everything()

    assert front.post(organizations(partner), admin, {"name": "Beta"} | field).code == "invalid-request"
    assert front.patch(path, admin, field).code == "invalid-request"
    assert everything() == before


def test_ids_that_are_nobodys_are_not_found(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)

    for organization_id in ("x", "org_", "org_01JD0000000000000000000000", "con_01JD0000000000000000000000"):
        path = f"{organizations(partner)}/{organization_id}"
        assert front.get(path, admin).code == "not-found"
        assert front.get(f"{path}/contacts", admin).code == "not-found"
        assert front.patch(path, admin, {"name": "Beta"}).code == "not-found"
