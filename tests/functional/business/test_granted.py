"""From the partner's grant to the portal and back: who is granted a role gets in, with the profile they were given."""

from __future__ import annotations

import pytest

from shared import dynamo, keys
from tests.functional.business.scene import Firm
from tests.functional.front import Front


def person_of(firm: Firm, contact_id: str) -> str:
    item = dynamo.read_one(keys.contact(firm.partner.id, contact_id)) or {}
    return str(item["access"]["person_id"])


@pytest.mark.criterion("A-18", "A-19", "A-20", "A-21", "B-27", "B-28", "B-32")
def test_a_grant_opens_the_portal_and_its_end_closes_it(front: Front) -> None:
    firm = Firm.of(front)
    staff = f"/v1/partners/{firm.partner.id}"
    ada, bea = (firm.contact(name, email=f"{name}@acme.example") for name in ("ada", "bea"))
    grants = {"company": {"visible": True, "records": "organization", "actions": ["edit"], "fields": {"phone": "edit"}}}
    profile = front.post(f"{staff}/profiles", firm.platform, {"name": "Office", "modules": grants}).json["id"]

    made = front.post(f"{staff}/organizations/{firm.id}/key-contacts", firm.platform, {"contact_id": ada})
    assert made.status == 201, made
    setting = {"active": True, "organization_id": firm.id, "admin": True, "profile_id": profile}
    given = front.ask("PUT", f"{staff}/contacts/{bea}/portal-access", firm.platform, body=setting)
    assert given.status == 200, given
    key, user = person_of(firm, ada), person_of(firm, bea)

    assert {one["first_name"] for one in front.all(f"{firm.path}/people", key)} == {"ada", "bea"}
    assert front.get(f"{firm.path}/people", user).code == "not-found"
    changed = front.patch(f"{firm.path}/company/{firm.id}", user, {"phone": "1234"})
    assert changed.json == {"id": firm.id, "phone": "1234"}
    assert [one["name"] for one in front.get(f"{firm.own_path}/modules", user).json["items"]] == ["company"]
    assert front.ask("DELETE", f"{staff}/organizations/{firm.id}/key-contacts/{ada}", firm.platform).status == 204
    assert front.ask("DELETE", f"{staff}/contacts/{bea}/portal-access", firm.platform).status == 204
    for who in (key, user):
        refused = front.get(f"{firm.path}/modules", who)
        assert refused.code in ("not-found", "not-signed-in")
