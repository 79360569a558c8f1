"""A sender whose proof is lost after mails came from it: told to the admins once an episode, shown, and taken back."""

from __future__ import annotations

from typing import Any

import pytest

from shared import keys
from shared.dynamo import read_one
from shared.partner import Partner
from tests.functional.domains.cloud import Cloud
from tests.functional.front import Front
from tests.functional.senders.scene import NAME, PARENT, Ses, active, address, named, served, turn
from tests.functional.web.browser import a_session, look


def told(partner: Partner, name: str = NAME) -> list[dict[str, Any]]:
    """What the record tells since it was last written."""
    item = read_one(keys.sender(partner.id, name)) or {}
    facts = item.get("facts", {}).get("all", [])
    return [one["data"] for one in facts if one["type"] == "SenderFailing"]


def hears(partner: Partner, ses: Ses, *status: str) -> list[dict[str, Any]]:
    """All that is told in turns at which SES says this, one after the other."""
    heard = []
    for one in status:
        ses.says(NAME, one)
        turn(partner)
        heard += told(partner)
    return heard


def verified(desk: Front, ses: Ses) -> tuple[Partner, str]:
    """A partner whose mails come from its sender, and its admin."""
    partner, admin = served()
    named(desk, partner, admin)
    turn(partner)
    assert hears(partner, ses, "TEMPORARY_FAILURE", "FAILED") == [], "what was never verified is not lost"
    turn(partner)
    assert hears(partner, ses, "SUCCESS") == [] and address(partner)
    return partner, admin


def test_that_its_records_are_gone_is_told_once_while_mails_still_come_from_it(
    desk: Front, cloud: Cloud, ses: Ses
) -> None:
    partner, admin = verified(desk, ses)

    assert hears(partner, ses, "TEMPORARY_FAILURE", "TEMPORARY_FAILURE") == [], "a look or two may be mistaken"
    said = {"partner_id": partner.id, "domain": NAME, "problem": "records", "in_use": True}
    assert hears(partner, ses, "TEMPORARY_FAILURE") == [said]
    assert address(partner), "SES goes on sending while it looks"
    [shown] = desk.get(f"/v1/partners/{partner.id}/senders", admin).json["items"]
    assert (shown["status"], shown["problem"]) == ("verified", "failing")
    page = look(desk, f"/partner/{partner.id}/senders", a_session(admin)).text
    assert "DNS records gone" in page and "Mails to your people come from this address" not in page

    assert hears(partner, ses, *["TEMPORARY_FAILURE"] * 3, "FAILED") == [], "once an episode"
    assert address(partner) is None
    trail = desk.get(f"/v1/partners/{partner.id}/audit", admin).json["items"]
    assert [row["action"] for row in trail][:3] == ["sender.failed", "sender.failing", "sender.verified"]


def test_whoever_set_the_records_again_hears_of_the_next_loss(desk: Front, cloud: Cloud, ses: Ses) -> None:
    partner, admin = verified(desk, ses)
    assert len(hears(partner, ses, *["TEMPORARY_FAILURE"] * 5)) == 1

    assert hears(partner, ses, "SUCCESS") == []
    [shown] = desk.get(f"/v1/partners/{partner.id}/senders", admin).json["items"]
    assert (shown["status"], shown["problem"]) == ("verified", None)
    assert len(hears(partner, ses, *["TEMPORARY_FAILURE"] * 3)) == 1


@pytest.mark.parametrize("found", ["FAILED", "PENDING", "NOT_STARTED"])
def test_that_mails_no_longer_come_from_it_is_told(found: str, desk: Front, cloud: Cloud, ses: Ses) -> None:
    partner, _ = verified(desk, ses)

    said = {"partner_id": partner.id, "domain": NAME, "problem": "records", "in_use": False}
    assert hears(partner, ses, "TEMPORARY_FAILURE", found) == [said]
    assert address(partner) is None
    turn(partner)
    assert told(partner) == [], "and told no more while it waits"
    assert hears(partner, ses, "SUCCESS") == [] and address(partner)
    assert len(hears(partner, ses, found)) == 1, "a new episode"


def test_that_no_domain_backs_it_any_more_is_told_as_such(desk: Front, cloud: Cloud, ses: Ses) -> None:
    partner, _ = verified(desk, ses)
    active(partner, status="failing")

    turn(partner)

    assert told(partner) == [{"partner_id": partner.id, "domain": NAME, "problem": "domain", "in_use": False}]
    turn(partner)
    assert told(partner) == []


def test_that_the_token_of_the_domain_above_is_gone_is_told(desk: Front, cloud: Cloud, ses: Ses) -> None:
    partner, admin = served()
    sender = named(desk, partner, admin, PARENT)
    cloud.sets(f"_portico.{PARENT}", "TXT", sender.token)
    turn(partner, PARENT)
    ses.says(PARENT, "SUCCESS")
    turn(partner, PARENT)
    cloud.forgets()

    heard = []
    for _ in range(5):
        turn(partner, PARENT)
        heard += told(partner, PARENT)
    assert heard == [{"partner_id": partner.id, "domain": PARENT, "problem": "records", "in_use": False}]


def test_giving_it_up_is_no_loss(desk: Front, cloud: Cloud, ses: Ses) -> None:
    partner, admin = verified(desk, ses)
    [sender] = desk.get(f"/v1/partners/{partner.id}/senders", admin).json["items"]

    desk.ask("DELETE", f"/v1/partners/{partner.id}/senders/{sender['id']}", admin)

    assert told(partner) == [] and address(partner) is None
