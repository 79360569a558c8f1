"""A sending domain: who may name which, how it is proven and verified, when it is taken away, given up, interrupted."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import boto3
import pytest

from functions.portal_api.domains import worker_handler
from functions.portal_api.senders import store
from shared import keys
from shared.settings import settings
from tests.builders import a_partner, a_partner_admin, a_platform_admin, everything, write
from tests.functional.credits.scene import staff
from tests.functional.domains.cloud import Cloud, Crash
from tests.functional.domains.scene import a_whitelabel
from tests.functional.front import Front
from tests.functional.senders.scene import (
    NAME,
    PARENT,
    Ses,
    active,
    address,
    named,
    names,
    partner_item,
    served,
    turn,
)  # fmt: skip
from tests.functional.web.browser import a_session, look

CONTEXT = SimpleNamespace(aws_request_id="r", get_remaining_time_in_millis=lambda: 10**9)


def test_the_ladder_of_naming_one(desk: Front) -> None:
    partner, admin = served()
    other, stranger = a_whitelabel("Other")
    before = everything()

    assert names(desk, partner, None).code == "not-signed-in"
    assert names(desk, partner, stranger).code == "not-found"
    assert names(desk, partner, staff(partner, "partner_finance")).code == "not-allowed"
    plain = a_partner("Plain")
    assert names(desk, plain, a_partner_admin(plain)).code == "not-whitelabel"
    assert names(desk, other, stranger).at == ["/name"]
    assert not [item for item in everything() if "SENDERS" in item["pk"]["S"]] and before

    made = names(desk, partner, admin, key="k")
    assert (made.status, made.json["status"], made.json["address"]) == (201, "pending", f"no-reply@{NAME}")
    assert names(desk, partner, admin, key="k").headers["idempotency-replayed"] == "true"
    assert names(desk, partner, admin, PARENT).code == "sender-exists"
    item = everything()
    [fact] = [one["facts"]["M"]["all"]["L"][0]["M"]["type"]["S"] for one in item if one["pk"]["S"].endswith("SENDERS")]
    assert fact == "SenderAsked"
    assert desk.get(f"/v1/partners/{partner.id}/senders", admin).json["items"] == [made.json]
    assert address(partner) is None


@pytest.mark.parametrize(
    "name", ["it", "evil.example", "x.corsi.acme.it", "portico.localhost", "corsi.acme.it\r\nBcc: a@b.it", "127.0.0.1"]
)
def test_only_an_active_domain_or_the_registered_one_above_it_may_send(name: str, desk: Front) -> None:
    partner, admin = served()
    active(partner, "waiting.example.it", status="pending_dns")

    for one in (name, "waiting.example.it", "example.it"):
        assert names(desk, partner, admin, one).at == ["/name"]


@pytest.mark.criterion("C-07")
def test_mails_come_from_it_once_ses_has_found_its_records(desk: Front, cloud: Cloud, ses: Ses) -> None:
    partner, admin = served()
    named(desk, partner, admin)
    version = partner_item(partner)["version"]

    waiting = turn(partner)
    assert (waiting.status, waiting.problem, address(partner)) == ("pending", "", None)
    assert [(one.type, one.name, one.value) for one in waiting.records] == [
        ("CNAME", f"t{number}._domainkey.{NAME}", f"t{number}.dkim.amazonses.com") for number in range(3)
    ]
    assert {one["Key"]: one["Value"] for one in ses.identities[NAME]["Tags"]} == {
        "portico": "test",
        "partner": partner.id,
    }

    ses.says(NAME, "SUCCESS")
    assert turn(partner).status == "verified"
    assert address(partner) == f"no-reply@{NAME}"
    assert partner_item(partner)["version"] == version + 1
    before = partner_item(partner)
    assert turn(partner).status == "verified" and partner_item(partner) == before
    trail = desk.get(f"/v1/partners/{partner.id}/audit", admin).json["items"]
    assert [row["action"] for row in trail] == ["sender.verified", "sender.add"]


def test_the_registered_domain_above_is_asked_for_only_once_its_own_token_is_seen(
    desk: Front, cloud: Cloud, ses: Ses
) -> None:
    partner, admin = served()
    sender = named(desk, partner, admin, PARENT)

    waits = turn(partner, PARENT)
    assert (waits.problem, ses.identities) == ("proof", {})
    assert [(one.purpose, one.name) for one in waits.records] == [("ownership", f"_portico.{PARENT}")]
    cloud.sets(f"_portico.{PARENT}", "TXT", sender.token, at=(0,))
    assert turn(partner, PARENT).problem == "proof", "one resolver alone proves nothing"

    cloud.sets(f"_portico.{PARENT}", "TXT", sender.token)
    assert len(turn(partner, PARENT).records) == 4
    ses.says(PARENT, "SUCCESS")
    assert turn(partner, PARENT).status == "verified"

    cloud.silent = {0}
    assert turn(partner, PARENT).status == "verified", "a resolver that says nothing is no knowledge"
    cloud.silent = set()
    cloud.forgets()
    assert [turn(partner, PARENT).status for _ in range(3)] == ["verified", "verified", "pending"]
    assert address(partner) is None


@pytest.mark.criterion("C-07")
@pytest.mark.parametrize("whose", ["another partner's", "the platform's", "another stage's"])
def test_an_identity_of_somebody_elses_is_never_used_however_verified(
    whose: str, desk: Front, cloud: Cloud, ses: Ses
) -> None:
    partner, admin = served()
    tags = {"another partner's": {"portico": "test", "partner": "prt_other"}, "the platform's": {}}
    theirs = tags.get(whose, {"portico": "production", "partner": partner.id})
    ses.create_email_identity(
        NAME, {"NextSigningKeyLength": "RSA_2048_BIT"}, [{"Key": key, "Value": value} for key, value in theirs.items()]
    )
    ses.says(NAME, "SUCCESS")
    sender = named(desk, partner, admin)

    assert turn(partner).problem == "taken"
    assert address(partner) is None
    desk.ask("DELETE", f"/v1/partners/{partner.id}/senders/{sender.id}", admin)
    worker_handler.follow_sender(partner.id, NAME)
    assert NAME in ses.identities, "what is not ours is not taken away"


@pytest.mark.parametrize("found", ["FAILED", "PENDING", "NOT_STARTED"])
def test_it_is_taken_away_when_a_later_look_says_that_it_failed(
    found: str, desk: Front, cloud: Cloud, ses: Ses
) -> None:
    partner, admin = served()
    named(desk, partner, admin)
    turn(partner)
    ses.says(NAME, "SUCCESS")
    turn(partner)
    ses.says(NAME, "TEMPORARY_FAILURE")
    assert turn(partner).status == "verified" and address(partner)

    ses.says(NAME, found)
    assert turn(partner).status == "pending"
    assert address(partner) is None
    turn(partner)
    ses.says(NAME, "SUCCESS")
    assert turn(partner).status == "verified" and address(partner), "asked for anew, and found"


def test_without_an_active_domain_behind_it_no_mail_comes_from_it(desk: Front, cloud: Cloud, ses: Ses) -> None:
    partner, admin = served()
    named(desk, partner, admin)
    turn(partner)
    ses.says(NAME, "SUCCESS")
    turn(partner)
    active(partner, status="failing")

    assert (turn(partner).problem, address(partner)) == ("domain", None)


def test_a_partner_that_is_whitelabel_no_more_has_no_sender(desk: Front, cloud: Cloud, ses: Ses) -> None:
    partner, admin = served()
    named(desk, partner, admin)
    turn(partner)
    ses.says(NAME, "SUCCESS")
    write(keys.partner(partner.id), partner_item(partner) | {"kind": "default"})

    assert (turn(partner).problem, address(partner)) == ("kind", None)


def test_given_up_mails_come_from_the_platform_at_once_and_the_identity_goes(
    desk: Front, cloud: Cloud, ses: Ses
) -> None:
    partner, admin = served()
    sender = named(desk, partner, admin)
    turn(partner)
    ses.says(NAME, "SUCCESS")
    turn(partner)
    path = f"/v1/partners/{partner.id}/senders/{sender.id}"
    assert desk.ask("DELETE", path, a_whitelabel("Other")[1]).code == "not-found"
    assert desk.ask("DELETE", path, staff(partner, "partner_read_only")).code == "not-allowed"
    assert desk.ask("DELETE", f"{path}x", admin).code == "not-found"

    assert desk.ask("DELETE", path, admin).status == 202
    assert address(partner) is None and NAME in ses.identities
    assert desk.ask("DELETE", path, admin).json["status"] == "removing"
    for _ in range(2):
        worker_handler.follow_sender(partner.id, NAME)
    assert store.all_of(partner.id) == [] and ses.identities == {}


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("way", ["up", "down"])
def test_a_crash_at_any_call_is_followed_by_the_next_turn(
    way: str, after: bool, desk: Front, cloud: Cloud, ses: Ses
) -> None:
    crashed = 0
    for at in range(1, 40):
        partner, admin = served(f"Acme{at}{way}{after}")
        sender = named(desk, partner, admin)
        if way == "down":
            turn(partner)
            ses.says(NAME, "SUCCESS")
            turn(partner)
            desk.ask("DELETE", f"/v1/partners/{partner.id}/senders/{sender.id}", admin)
        try:
            with cloud.crashing(at, after=after):
                worker_handler.follow_sender(partner.id, NAME)
                if NAME in ses.identities:
                    ses.says(NAME, "SUCCESS")
                worker_handler.follow_sender(partner.id, NAME)
        except Crash:
            crashed += 1
        else:
            if cloud.calls < at:
                break
        for _ in range(2):
            cloud.later(minutes=16)
            if NAME in ses.identities:
                ses.says(NAME, "SUCCESS")
            worker_handler.follow_sender(partner.id, NAME)
        if NAME in ses.identities:
            ses.says(NAME, "SUCCESS")
        worker_handler.follow_sender(partner.id, NAME)
        found = store.by_name(partner.id, NAME)
        if way == "up":
            assert found and found.status == "verified" and address(partner), at
        else:
            assert (found, address(partner), ses.identities) == (None, None, {}), at
        ses.identities.clear()
    assert crashed >= 4


def test_the_worker_takes_it_from_the_queue_and_finds_what_is_due(desk: Front, cloud: Cloud, ses: Ses) -> None:
    partner, admin = served()
    named(desk, partner, admin)
    told = {"detail": {"data": {"partner_id": partner.id, "sender": NAME}}}

    assert _handled(told) == {"batchItemFailures": []}
    assert NAME in ses.identities
    broken = _handled({"partner_id": partner.id, "sender": 7})
    assert [one["itemIdentifier"] for one in broken["batchItemFailures"]] == ["m0"]

    item = store.by_name(partner.id, NAME)
    assert item
    write(keys.sender(partner.id, NAME), item.stored() | {"list_sk": "2020"})
    assert _handled({"due": True}) == {"batchItemFailures": []}
    queued = boto3.client("sqs").receive_message(QueueUrl=settings().domain_queue_url)["Messages"]
    assert [json.loads(one["Body"]) for one in queued] == [{"partner_id": partner.id, "sender": NAME}]


def _handled(message: Any) -> Any:
    return worker_handler.handler({"Records": [{"messageId": "m0", "body": json.dumps(message)}]}, CONTEXT)  # type: ignore[arg-type]


def test_the_page_offers_what_may_send_then_the_records_then_says_that_it_does(
    desk: Front, cloud: Cloud, ses: Ses
) -> None:
    partner, admin = served()
    path, session = f"/partner/{partner.id}/senders", a_session(admin)
    assert look(desk, path).headers["location"].startswith("/sign-in")
    assert look(desk, path, a_session(a_whitelabel("Other")[1])).status == 404
    assert look(desk, path, a_session(staff(partner, "partner_read_only"))).status == 403

    offer = look(desk, path, session).text
    assert f'value="{NAME}"' in offer and f'value="{PARENT}"' in offer
    named(desk, partner, admin)
    turn(partner)
    shown = look(desk, path, a_session(a_platform_admin())).text
    assert f'data-copy="t0._domainkey.{NAME}"' in shown and 'data-copy="t2.dkim.amazonses.com"' in shown
    ses.says(NAME, "SUCCESS")
    turn(partner)
    assert "Mails to your people come from this address" in look(desk, path, session).text
    plain = a_partner("Plain")
    assert "No sender of its own" in look(desk, f"/partner/{plain.id}/senders", a_session(a_partner_admin(plain))).text
