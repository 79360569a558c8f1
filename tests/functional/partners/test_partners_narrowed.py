"""The list of one's own partners, for each of their people: a wallet's figures are for who may read them."""

from __future__ import annotations

import pytest

from shared import keys
from shared.access import GRANTS, SCOPED
from tests.builders import a_partner, a_person, write
from tests.functional.front import Front
from tests.functional.narrowed import a_supervisor, a_trainer


@pytest.mark.criterion("C-30")
def test_supervisors_and_trainers_find_no_partner_with_its_wallet(front: Front) -> None:
    partner = a_partner()
    for who in (a_supervisor(partner, tags=["night"]), a_trainer()):
        answer = front.get("/v1/partners", who)
        assert (answer.status, answer.json["items"]) == (200, [])
        assert front.get(f"/v1/partners/{partner.id}", who).code == "not-allowed"


@pytest.mark.parametrize("role", sorted(role for role in GRANTS if role.startswith("partner_")))
def test_whoever_may_read_the_partner_finds_it_in_the_list(front: Front, role: str) -> None:
    partner, who = a_partner(), a_person()
    write(keys.partner_membership(who, partner.id), {"role": role, "partner_id": partner.id})
    [one] = front.get("/v1/partners", who).json["items"]
    assert one["id"] == partner.id and role not in SCOPED
    assert front.get(f"/v1/partners/{partner.id}", who).status == 200
