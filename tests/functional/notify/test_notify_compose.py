"""Compose: one fact in, one message a recipient on the queue."""

from __future__ import annotations

import io
from typing import Any

import boto3
import pytest

from functions.notify.compose_handler import handler
from functions.notify.link import UNMINTED
from functions.notify.message import Message
from shared import keys
from shared.events import (
    AdminInvited,
    CreditsExhausted,
    CreditsNotEnough,
    CreditsToppedUp,
    Fact,
    LedgerDiffers,
    PasswordLinkAsked,
)
from tests.functional.notify.scene import Context, Double, a_partner, an_admin, stands
from tests.unit.notify.builders import COURSE, PARTNER, a_low, batch_of, event_of

EVERYTHING: dict[str, Any] = {"batchItemFailures": []}
FAILED = {"batchItemFailures": [{"itemIdentifier": "m0"}]}
NOT_ENOUGH = CreditsNotEnough(partner_id=PARTNER, required=10, available=3, course_id=COURSE)


def compose_all(event: dict[str, Any], context: Context) -> None:
    """Hand over one event, which must be composed."""
    assert handler(batch_of(event), context) == EVERYTHING


def composed(queue: Double) -> dict[str, Message]:
    """What stands on the queue, by address."""
    bodies = [entry["MessageBody"] for request in queue.asked for entry in request["Entries"]]
    messages = [Message.model_validate_json(body) for body in bodies]
    assert len({message.to for message in messages}) == len(messages)
    return {message.to: message for message in messages}


def a_house_full() -> None:
    """Two partner admins (one of them invited), a platform admin, one who is both, and one who was suspended."""
    a_partner()
    an_admin(1, "partner")
    an_admin(2, "partner", invited=True)
    an_admin(3, "platform")
    an_admin(4, "partner", "platform")
    an_admin(5, "partner", "platform", status="suspended")


@pytest.mark.criterion("C-20")
@pytest.mark.parametrize("fact", [a_low(), NOT_ENOUGH, CreditsExhausted(partner_id=PARTNER)])
def test_of_missing_credits_hear_all_admins_of_the_partner_and_of_the_platform_once(
    fact: Fact, queue: Double, context: Context
) -> None:
    a_house_full()

    compose_all(event_of(fact), context)

    assert sorted(composed(queue)) == [f"anna{number}@example.org" for number in (1, 2, 3, 4)]


def test_of_a_top_up_hear_the_partners_admins_only(queue: Double, context: Context) -> None:
    a_house_full()

    compose_all(event_of(CreditsToppedUp(partner_id=PARTNER, credits=50, available=53, seq=3)), context)

    assert sorted(composed(queue)) == ["anna1@example.org", "anna2@example.org", "anna4@example.org"]


@pytest.mark.criterion("X-10")
def test_of_books_that_differ_hear_the_platforms_admins_only(queue: Double, context: Context) -> None:
    a_house_full()

    compose_all(event_of(LedgerDiffers(partner_id=PARTNER, differences=["chain"], seq=3)), context)

    assert sorted(composed(queue)) == ["anna3@example.org", "anna4@example.org"]


@pytest.mark.criterion("C-20")
def test_each_reads_their_language_why_they_got_it_and_a_link_they_may_open(queue: Double, context: Context) -> None:
    a_partner(language="it")
    stands(keys.course(COURSE), id=COURSE, title="Sicurezza base")
    an_admin(1, "partner")
    an_admin(2, "partner", language="en")
    an_admin(3, "platform")

    compose_all(event_of(NOT_ENOUGH), context)

    mails = composed(queue)
    languages = {address[4]: (mail.language, mail.subject.split(" ")[0]) for address, mail in mails.items()}
    assert languages == {"1": ("it", "Crediti"), "2": ("en", "Not"), "3": ("en", "Not")}
    assert "Crediti necessari: 10" in mails["anna1@example.org"].text
    assert "«Sicurezza base»" in mails["anna1@example.org"].text
    assert f"https://portico.example/partner/{PARTNER}/wallet" in mails["anna2@example.org"].text
    assert f"https://portico.example/platform/partners/{PARTNER}" in mails["anna3@example.org"].text
    assert "amministri l'azienda partner Bassi & Figli" in mails["anna1@example.org"].text
    assert "admin of the platform Portico" in mails["anna3@example.org"].text


def test_the_platforms_own_record_says_its_name_and_language(queue: Double, context: Context) -> None:
    a_partner()
    stands(keys.PLATFORM, name="Accademia\r\nBcc: x", language="it")
    an_admin(3, "platform")

    compose_all(event_of(a_low()), context)

    [mail] = composed(queue).values()
    assert (mail.from_name, mail.language) == ("Accademia Bcc: x", "it")


@pytest.mark.criterion("X-06")
def test_a_fact_delivered_again_makes_the_same_keys(queue: Double, context: Context) -> None:
    a_partner()
    person = an_admin(1, "partner")
    event = event_of(a_low())

    compose_all(event, context)
    compose_all(event, context)

    bodies = [entry["MessageBody"] for request in queue.asked for entry in request["Entries"]]
    expected = f"{event['detail']['id']}#credits_low#{person['id']}"
    assert [Message.model_validate_json(body).key for body in bodies] == [expected, expected]


@pytest.mark.parametrize(
    ("invited", "fact", "purpose"),
    [
        (True, lambda who: AdminInvited(person_id=who, partner_id=PARTNER, invited_by="per_x"), "invitation"),
        (True, lambda who: AdminInvited(person_id=who, partner_id=None, invited_by=who), "invitation"),
        (False, lambda who: PasswordLinkAsked(person_id=who), "reset"),
    ],
)
def test_a_one_time_link_waits_on_the_queue_without_its_token(
    invited: bool, fact: Any, purpose: str, queue: Double, context: Context
) -> None:
    a_partner()
    person = an_admin(1, invited=invited)

    compose_all(event_of(fact(person["id"])), context)

    [mail] = composed(queue).values()
    assert (mail.link_for, mail.person_id) == (purpose, person["id"])
    assert f"https://portico.example/password{UNMINTED}\n" in mail.text
    assert f'href="https://portico.example/password{UNMINTED}"' in mail.html
    assert links() == []


def links() -> list[dict[str, Any]]:
    items = boto3.client("dynamodb").scan(TableName="portal")["Items"]
    return [item for item in items if item["pk"]["S"].startswith("LINK#")]


def test_who_has_a_password_already_is_invited_without_a_link_that_sets_one(queue: Double, context: Context) -> None:
    a_partner(language="en")
    inviter = an_admin(2, "platform")
    person = an_admin(1, "partner", invited=False)

    compose_all(event_of(AdminInvited(person_id=person["id"], partner_id=PARTNER, invited_by=inviter["id"])), context)

    [mail] = composed(queue).values()
    assert mail.link_for is None
    assert "token" not in mail.text
    assert "without you nothing happens" not in mail.text
    assert "https://portico.example/\n" in mail.text
    assert "Anna2 Bianchi has made you an admin of Bassi & Figli" in mail.text


@pytest.mark.parametrize("status", ["suspended", "disabled"])
def test_who_is_not_active_gets_no_link(status: str, queue: Double, context: Context) -> None:
    person = an_admin(1, status=status)

    compose_all(event_of(PasswordLinkAsked(person_id=person["id"])), context)

    assert queue.asked == []
    assert links() == []


def test_more_than_ten_messages_go_in_several_calls(queue: Double, context: Context) -> None:
    a_partner()
    for number in range(1, 13):
        an_admin(number, "partner")

    compose_all(event_of(a_low()), context)

    assert [len(request["Entries"]) for request in queue.asked] == [10, 2]
    assert len(composed(queue)) == 12


def test_messages_that_the_queue_left_out_are_put_again_alone(queue: Double, context: Context) -> None:
    a_partner()
    for number in (1, 2, 3):
        an_admin(number, "partner")
    queue.answer = lambda request: (
        {"Failed": [{"Id": "1", "SenderFault": False, "Code": "InternalError"}]} if len(queue.asked) == 1 else {}
    )

    compose_all(event_of(a_low()), context)

    assert [len(request["Entries"]) for request in queue.asked] == [3, 1]
    again = Message.model_validate_json(queue.asked[1]["Entries"][0]["MessageBody"])
    assert again.to == "anna2@example.org"


@pytest.mark.parametrize(
    "answer",
    [
        {"Failed": [{"Id": "0", "SenderFault": True, "Code": "InvalidMessageContents"}]},
        {"Failed": [{"Id": "0", "SenderFault": False, "Code": "InternalError"}]},
        {"Error": {"Code": "AWS.SimpleQueueService.NonExistentQueue", "Message": ""}},
    ],
)
def test_a_queue_that_is_away_or_finds_fault_fails_the_event(
    answer: dict[str, Any], queue: Double, context: Context
) -> None:
    a_partner()
    an_admin(1, "partner")
    queue.answer = lambda _: dict(answer)

    assert handler(batch_of(event_of(a_low())), context) == FAILED


def test_what_is_no_fact_or_names_no_partner_fails_alone_and_is_not_logged(
    queue: Double, context: Context, logs: io.StringIO
) -> None:
    a_partner()
    an_admin(1, "partner")
    good, nowhere = event_of(a_low()), event_of(CreditsExhausted(partner_id="prt_gone"))
    unheard = good | {"detail": good["detail"] | {"type": "Unheard"}}

    answer = handler(batch_of(nowhere, good, unheard, "Anna", "[1]"), context)

    assert [one["itemIdentifier"] for one in answer["batchItemFailures"]] == ["m0", "m2", "m3", "m4"]
    assert len(composed(queue)) == 1
    assert "prt_gone" in logs.getvalue() and "Anna" not in logs.getvalue()


@pytest.mark.criterion("C-20")
def test_a_mail_says_when_it_happened_in_the_partners_time_zone(queue: Double, context: Context) -> None:
    a_partner()
    named = {"id": "prt_far", "name": "Lontano", "kind": "default", "status": "active"}
    stands(keys.partner("prt_far"), **named, language="en", time_zone="Asia/Tokyo")
    an_admin(3, "platform")

    compose_all(event_of(CreditsExhausted(partner_id="prt_far")), context)

    [mail] = composed(queue).values()
    assert "When: November 22, 2026, 6:30\u202fPM (Asia/Tokyo)" in mail.text


def test_the_log_names_people_by_id(queue: Double, context: Context, logs: io.StringIO) -> None:
    a_partner()
    person = an_admin(1, "partner")

    compose_all(event_of(a_low()), context)

    written = logs.getvalue()
    assert person["id"] in written
    assert "@" not in written
    assert "Anna" not in written
