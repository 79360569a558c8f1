"""Mail as the partner: whose mails come from its own verified sender, and what happens when SES refuses that."""

from __future__ import annotations

import re
from email.utils import parseaddr
from typing import Any

import pytest

from functions.notify.compose import compose
from functions.notify.fact import Stated
from functions.notify.message import Message
from functions.notify.send_handler import handler
from shared import keys
from shared.dynamo import read_one
from shared.events import Fact, SenderFailing
from shared.settings import settings
from tests.functional.notify.scene import Context, Double, a_partner, an_admin, stands
from tests.functional.notify.test_notify_send import EVERYTHING, LINKED, a_message, batch, failed
from tests.unit.notify.builders import PARTNER, a_low, detail_of

OWN, PLATFORM = "no-reply@acme.example", "portico@portico.example"


def composed(kind: str, sender: Any, fact: Fact | None = None) -> dict[str, Message]:
    """The mails of a fact, by recipient, at a partner of this kind with this sender."""
    a_partner()
    item = read_one(keys.partner(PARTNER)) or {}
    stands(keys.partner(PARTNER), **item | {"kind": kind, "slug": "bassi"} | ({"sender": sender} if sender else {}))
    an_admin(1, "partner")
    an_admin(2, "platform")
    an_admin(3, "partner", "platform")
    return {one.to: one for one in compose(Stated.of(detail_of(fact or a_low())))}


@pytest.mark.criterion("C-07")
def test_only_who_hears_of_it_as_the_partners_gets_it_from_the_partners_sender() -> None:
    mails = composed("whitelabel", {"address": OWN, "since": "2026-11-22T09:30:00.000Z"})

    assert {to: mail.from_address for to, mail in mails.items()} == {
        "anna1@example.org": OWN,
        "anna2@example.org": None,
        "anna3@example.org": None,
    }


@pytest.mark.parametrize(("kind", "sender"), [("whitelabel", None), ("default", {"address": OWN, "since": "x"})])
def test_without_a_verified_sender_or_another_kind_of_partner_all_come_from_the_platform(
    kind: str, sender: Any
) -> None:
    assert {mail.from_address for mail in composed(kind, sender).values()} == {None}


@pytest.mark.parametrize(
    ("problem", "in_use", "subject", "words"),
    [
        ("records", True, "DNS records of acme.example are gone", "may end among spam"),
        ("records", False, "Mails no longer come from acme.example", "since DNS records that it needs are gone"),
        ("domain", False, "Mails no longer come from acme.example", "no active domain of the partner"),
        ("taken", False, "Mails no longer come from acme.example", "since somebody else's do"),
    ],
)
def test_that_a_sender_fails_is_told_to_the_partners_admins_and_the_platforms_and_never_from_that_sender(
    problem: Any, in_use: bool, subject: str, words: str
) -> None:
    fact = SenderFailing(partner_id=PARTNER, domain="acme.example", problem=problem, in_use=in_use)

    mails = composed("whitelabel", {"address": OWN, "since": "2026-11-22T09:30:00.000Z"}, fact)

    assert sorted(mails) == [f"anna{number}@example.org" for number in (1, 2, 3)]
    assert {mail.from_address for mail in mails.values()} == {None}
    links = {to: re.findall(r"https?://\S+/senders", mail.text)[0] for to, mail in mails.items()}
    assert links["anna2@example.org"] == f"{settings().platform_url}/partner/{PARTNER}/senders"
    assert "//bassi." in links["anna1@example.org"]
    assert mails["anna2@example.org"].subject.startswith(subject)
    assert words in " ".join(mails["anna2@example.org"].text.split())


def senders(ses: Double) -> list[str]:
    return [parseaddr(request["FromEmailAddress"])[1] for request in ses.asked]


def test_a_mail_goes_out_from_the_partners_sender(ses: Double, context: Context) -> None:
    assert handler(batch(a_message(1, from_address=OWN), a_message(2)), context) == EVERYTHING

    assert senders(ses) == [OWN, PLATFORM]


@pytest.mark.parametrize("code", ["MessageRejected", "MailFromDomainNotVerifiedException", "AccessDeniedException"])
def test_a_sender_that_ses_refuses_gives_way_to_the_platforms(code: str, ses: Double, context: Context) -> None:
    def answer(request: dict[str, Any]) -> dict[str, Any]:
        own = OWN in request["FromEmailAddress"]
        return {"Error": {"Code": code, "Message": "no"}} if own else {"MessageId": "ses-1"}

    ses.answer = answer

    assert handler(batch(a_message(1, from_address=OWN, **LINKED)), context) == EVERYTHING
    assert senders(ses) == [OWN, PLATFORM]
    assert handler(batch(a_message(1, from_address=OWN, **LINKED)), context) == EVERYTHING
    assert len(ses.asked) == 2


def test_a_throttled_mail_is_not_sent_from_elsewhere(ses: Double, context: Context) -> None:
    ses.answer = lambda _: {"Error": {"Code": "TooManyRequestsException", "Message": "later"}}

    assert handler(batch(a_message(1, from_address=OWN)), context) == failed(0)
    assert senders(ses) == [OWN]
