"""People's records: who may, what is accepted, what is refused, and that no credits move."""

from __future__ import annotations

from typing import Any

import pytest

from functions.portal_api.contacts import store
from shared import dynamo
from tests.builders import a_partner, a_partner_admin, a_person, a_platform_admin, everything
from tests.functional.front import Front, meanwhile

ADA = {"first_name": "Ada", "last_name": "Byron", "email": "Ada@Example.com"}


def contacts(partner: Any) -> str:
    return f"/v1/partners/{partner.id}/contacts"


def organizations(partner: Any) -> str:
    return f"/v1/partners/{partner.id}/organizations"


def test_nobody_signed_in_is_refused(front: Front) -> None:
    answer = front.post(contacts(a_partner()), None, ADA)

    assert answer.status == 401
    assert answer.code == "not-signed-in"


@pytest.mark.criterion("C-30")
def test_another_partners_admin_finds_nothing_there_nor_may_write(front: Front) -> None:
    ours, theirs = a_partner("Alfa"), a_partner("Beta")
    admin, stranger = a_partner_admin(ours), a_partner_admin(theirs)
    made = front.post(contacts(ours), admin, ADA).json
    before = everything()

    assert front.post(contacts(ours), stranger, ADA).code == "not-found"
    assert front.get(contacts(ours), stranger).code == "not-found"
    assert front.get(f"{contacts(ours)}/{made['id']}", stranger).code == "not-found"
    assert front.get(f"{contacts(theirs)}/{made['id']}", stranger).code == "not-found"
    assert front.patch(f"{contacts(theirs)}/{made['id']}", stranger, {"first_name": "Eva"}).code == "not-found"
    assert front.get(contacts(theirs), stranger).json == {"items": [], "next_cursor": None}
    assert front.get(contacts(theirs), stranger, q="ada").json["items"] == []
    assert everything() == before


@pytest.mark.criterion("C-30")
def test_people_of_the_house_are_no_partners_business(front: Front) -> None:
    house, partner = a_partner("Direct customers", kind="house"), a_partner()
    platform, admin = a_platform_admin(), a_partner_admin(partner)
    made = front.post(contacts(house), platform, ADA).json

    assert front.get(contacts(house), admin).code == "not-found"
    assert front.get(f"{contacts(house)}/{made['id']}", admin).code == "not-found"
    assert front.get(f"{contacts(partner)}/{made['id']}", admin).code == "not-found"


def test_whoever_administers_nothing_is_refused(front: Front) -> None:
    assert front.post(contacts(a_partner()), a_person(), ADA).code == "not-found"


def test_a_suspended_partner_reads_only(front: Front) -> None:
    partner = a_partner(status="suspended")
    admin = a_partner_admin(partner)

    assert front.post(contacts(partner), admin, ADA).code == "partner-suspended"
    assert front.get(contacts(partner), admin).status == 200
    assert front.post(contacts(partner), a_platform_admin(), ADA).status == 201


@pytest.mark.criterion("C-08", "C-29", "C-33x")
def test_a_partner_admin_makes_a_record_and_finds_it(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)

    made = front.post(contacts(partner), admin, ADA)

    assert made.status == 201
    assert made.json == {
        "id": made.json["id"],
        "first_name": "Ada",
        "last_name": "Byron",
        "email": "ada@example.com",
        "language": None,
        "external_reference": None,
        "organization_ids": [],
        "tags": [],
        "archived": False,
        "created_at": made.json["created_at"],
        "organization_id": None,
    }
    assert front.get(f"{contacts(partner)}/{made.json['id']}", admin).json == made.json
    assert front.get(contacts(partner), admin).json == {"items": [made.json], "next_cursor": None}


@pytest.mark.criterion("C-11")
def test_making_a_record_moves_no_credits_and_writes_no_entry(front: Front) -> None:
    partner = a_partner()

    front.post(contacts(partner), a_partner_admin(partner), ADA)

    assert dynamo.client().scan(TableName="ledger")["Items"] == []


def test_a_first_name_is_enough(front: Front) -> None:
    partner = a_partner()

    made = front.post(contacts(partner), a_platform_admin(), {"first_name": "Ada"})

    assert made.status == 201
    assert made.json["email"] is None


@pytest.mark.criterion("C-33x")
def test_one_email_is_one_contact_of_a_partner(front: Front) -> None:
    ours, theirs = a_partner("Alfa"), a_partner("Beta")
    admin = a_platform_admin()
    first = front.post(contacts(ours), admin, ADA).json
    before = everything()

    again = front.post(contacts(ours), admin, ADA | {"email": " ADA@example.COM "})

    assert again.status == 409
    assert again.code == "contact-exists"
    assert again.json["contact_id"] == first["id"]
    assert everything() == before
    assert front.post(contacts(theirs), admin, ADA).status == 201


@pytest.mark.criterion("X-02", "X-03")
def test_a_repeated_command_is_answered_as_at_first_and_done_once(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    first = front.post(contacts(partner), admin, ADA, key="k1")

    again = front.post(contacts(partner), admin, ADA, key="k1")
    other = front.post(contacts(partner), admin, ADA | {"last_name": "King"}, key="k1")

    assert (again.status, again.json) == (201, first.json)
    assert again.headers["idempotency-replayed"] == "true"
    assert other.code == "idempotency-key-reused"
    assert len(front.all(contacts(partner), admin)) == 1


def test_a_changed_email_is_claimed_and_the_former_one_freed(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    ada = front.post(contacts(partner), admin, ADA).json
    bob = front.post(contacts(partner), admin, {"first_name": "Bob", "email": "bob@example.com"}).json

    taken = front.patch(f"{contacts(partner)}/{ada['id']}", admin, {"email": "bob@example.com"})
    moved = front.patch(f"{contacts(partner)}/{ada['id']}", admin, {"email": "lovelace@example.com"})
    freed = front.patch(f"{contacts(partner)}/{bob['id']}", admin, {"email": "ada@example.com"})
    cleared = front.patch(f"{contacts(partner)}/{bob['id']}", admin, {"email": None})

    assert (taken.code, taken.json["contact_id"]) == ("contact-exists", bob["id"])
    assert moved.json["email"] == "lovelace@example.com"
    assert freed.json["email"] == "ada@example.com"
    assert cleared.json["email"] is None
    assert front.post(contacts(partner), admin, ADA).status == 201


def test_of_two_who_take_one_email_at_once_one_is_refused(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    whole = store.added

    def overtaken(partner_id: str, new: Any) -> Any:
        monkeypatch.setattr(store, "added", whole)
        assert meanwhile(lambda: front.post(contacts(partner), admin, ADA)).status == 201
        return whole(partner_id, new)

    monkeypatch.setattr(store, "added", overtaken)
    answer = front.post(contacts(partner), admin, ADA)

    assert answer.code == "contact-exists"
    assert len(front.all(contacts(partner), admin)) == 1


def test_two_changes_at_once_are_both_kept(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    ada = f"{contacts(partner)}/{front.post(contacts(partner), admin, ADA).json['id']}"
    whole = store.replaced

    def overtaken(*args: Any) -> Any:
        monkeypatch.setattr(store, "replaced", whole)
        assert meanwhile(lambda: front.patch(ada, admin, {"last_name": "King"})).status == 200
        return whole(*args)

    monkeypatch.setattr(store, "replaced", overtaken)
    front.patch(ada, admin, {"external_reference": "HR-7"})

    now = front.get(ada, admin).json
    assert (now["last_name"], now["external_reference"]) == ("King", "HR-7")


def test_an_archived_contact_leaves_the_lists_but_keeps_its_email(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    ada = front.post(contacts(partner), admin, ADA).json

    archived = front.patch(f"{contacts(partner)}/{ada['id']}", admin, {"archived": True})

    assert archived.json["archived"] is True
    assert front.all(contacts(partner), admin) == []
    assert front.all(contacts(partner), admin, q="ada") == []
    assert front.all(contacts(partner), admin, archived="true") == [archived.json]
    assert front.all(contacts(partner), admin, archived="true", q="byron") == [archived.json]
    assert front.get(f"{contacts(partner)}/{ada['id']}", admin).status == 200
    assert front.post(contacts(partner), admin, ADA).code == "contact-exists"
    assert front.patch(f"{contacts(partner)}/{ada['id']}", admin, {"archived": False}).status == 200
    assert len(front.all(contacts(partner), admin)) == 1


@pytest.mark.criterion("C-29", "C-30")
def test_a_contact_joins_an_organization_of_its_own_partner_only(front: Front) -> None:
    ours, theirs = a_partner("Alfa"), a_partner("Beta")
    platform = a_platform_admin()
    acme = front.post(organizations(ours), platform, {"name": "Acme"}).json["id"]
    zeta = front.post(organizations(ours), platform, {"name": "Zeta"}).json["id"]
    foreign = front.post(organizations(theirs), platform, {"name": "Other"}).json["id"]

    ada = front.post(contacts(ours), platform, ADA | {"organization_id": acme}).json
    before = everything()
    refused = [
        front.post(contacts(ours), platform, {"first_name": "Bob", "organization_id": one})
        for one in (foreign, "org_01JD0000000000000000000000", "nonsense")
    ]

    assert [answer.code for answer in refused] == ["not-found"] * 3
    assert everything() == before
    assert ada["organization_id"] == acme
    assert front.all(f"{organizations(ours)}/{acme}/contacts", platform) == [ada]
    assert front.get(f"{organizations(theirs)}/{acme}/contacts", platform).code == "not-found"

    path = f"{contacts(ours)}/{ada['id']}"
    assert front.patch(path, platform, {"organization_id": foreign}).code == "not-found"
    moved = front.patch(path, platform, {"organization_id": zeta}).json
    assert front.all(contacts(ours), platform, organization_id=acme) == []
    assert front.all(contacts(ours), platform, organization_id=zeta) == [moved]
    left = front.patch(path, platform, {"organization_id": None}).json
    assert left["organization_ids"] == []
    assert front.all(f"{organizations(ours)}/{zeta}/contacts", platform) == []
