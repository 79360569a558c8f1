"""Send: each message once by its key, whatever becomes of the others of its batch."""

from __future__ import annotations

import hashlib
import io
import json
import re
import time
import warnings
from email.header import decode_header, make_header
from email.utils import parseaddr
from typing import Any

import boto3
import pytest

from functions.notify.link import UNMINTED
from functions.notify.message import Message
from functions.notify.send import REMEMBERED
from functions.notify.send_handler import handler
from tests.functional.notify.scene import Context, Double
from tests.unit.notify.builders import batch_of

EVERYTHING: dict[str, Any] = {"batchItemFailures": []}


def a_message(number: int, **changes: Any) -> Message:
    values = {
        "fact_id": "fct_01KASAMP1E000000000000000E",
        "mail": "credits_low",
        "person_id": f"per_{number}",
        "to": f"anna{number}@example.org",
        "from_name": "Perché, S.p.A.",
        "language": "it",
        "subject": "I crediti stanno per finire",
        "text": "Ciao",
        "html": "<p>Ciao</p>",
    } | changes
    key = Message.key_of(values["fact_id"], values["mail"], values["person_id"])
    return Message.model_validate(values | {"key": key})


def batch(*messages: Message | str) -> dict[str, Any]:
    """As the event source mapping delivers them; the message ids are m0, m1, …"""
    return batch_of(*(message if isinstance(message, str) else message.model_dump_json() for message in messages))


def failed(*places: int) -> dict[str, Any]:
    return {"batchItemFailures": [{"itemIdentifier": f"m{place}"} for place in places]}


def addresses(ses: Double) -> list[str]:
    return [request["Destination"]["ToAddresses"][0] for request in ses.asked]


def refusing(address: str, code: str) -> Any:
    def answer(request: dict[str, Any]) -> dict[str, Any]:
        if request["Destination"]["ToAddresses"] == [address]:
            return {"Error": {"Code": code, "Message": f"{address} is not verified"}}
        return {"MessageId": "ses-1"}

    return answer


def records() -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = boto3.client("dynamodb").scan(TableName="portal")["Items"]
    return items


def test_a_mail_goes_out_as_it_was_composed(ses: Double, context: Context) -> None:
    assert handler(batch(a_message(1)), context) == EVERYTHING

    [request] = ses.asked
    name, address = parseaddr(request["FromEmailAddress"])
    assert (str(make_header(decode_header(name))), address) == ("Perché, S.p.A.", "portico@portico.example")
    assert request["Destination"] == {"ToAddresses": ["anna1@example.org"]}
    assert request["ConfigurationSetName"] == "portico-test"
    simple = request["Content"]["Simple"]
    assert simple["Subject"]["Data"] == "I crediti stanno per finire"
    assert (simple["Body"]["Text"]["Data"], simple["Body"]["Html"]["Data"]) == ("Ciao", "<p>Ciao</p>")
    assert {header["Name"]: header["Value"] for header in simple["Headers"]} == {
        "Auto-Submitted": "auto-generated",
        "X-Portico-Fact": "fct_01KASAMP1E000000000000000E",
    }


@pytest.mark.criterion("X-06")
def test_answers_go_where_the_brand_says_and_nowhere_where_it_says_nothing(ses: Double, context: Context) -> None:
    handler(batch(a_message(1, reply_to="help@alfa.example"), a_message(2)), context)

    assert [mail.get("ReplyToAddresses") for mail in ses.asked] == [["help@alfa.example"], None]


def test_a_message_delivered_again_is_not_sent_again(ses: Double, context: Context) -> None:
    first = a_message(1)
    composed_again = a_message(1, text="another link", html="another link")

    assert handler(batch(first, a_message(2)), context) == EVERYTHING
    assert handler(batch(first), context) == EVERYTHING
    assert handler(batch(composed_again, composed_again), context) == EVERYTHING

    assert addresses(ses) == ["anna1@example.org", "anna2@example.org"]


def test_another_mail_or_fact_to_the_same_person_is_another_message(ses: Double, context: Context) -> None:
    later = "fct_01KASAMP1E000000000000000F"
    three = [a_message(1), a_message(1, mail="credits_exhausted"), a_message(1, fact_id=later)]

    assert handler(batch(*three), context) == EVERYTHING
    assert len(ses.asked) == 3


@pytest.mark.criterion("C-20")
@pytest.mark.parametrize("code", ["MessageRejected", "BadRequestException", "AccountSuspendedException"])
def test_one_refused_recipient_stops_nobody_else(
    code: str, ses: Double, context: Context, logs: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    ses.answer = refusing("anna2@example.org", code)

    assert handler(batch(*map(a_message, (1, 2, 3))), context) == failed(1)

    assert addresses(ses) == ["anna1@example.org", "anna2@example.org", "anna3@example.org"]
    assert code in logs.getvalue()
    assert '"per_2"' in logs.getvalue()
    assert "@" not in logs.getvalue()
    written = capsys.readouterr().out
    assert metric(written, "MailsSent") == 2
    assert metric(written, "MailsFailed") == 1


def metric(written: str, name: str) -> float:
    """The sum of a metric in what was written."""
    lines = [json.loads(line) for line in written.splitlines() if line.startswith("{")]
    values = [line[name] for line in lines if name in line and "_aws" in line]
    return float(sum(sum(value) if isinstance(value, list) else value for value in values))


def test_what_was_refused_or_throttled_is_sent_when_it_comes_again(ses: Double, context: Context) -> None:
    good = ses.answer
    ses.answer = refusing("anna1@example.org", "TooManyRequestsException")
    assert handler(batch(a_message(1)), context) == failed(0)
    assert records() == []

    ses.answer = good
    assert handler(batch(a_message(1)), context) == EVERYTHING
    assert addresses(ses) == ["anna1@example.org"] * 2


@pytest.mark.parametrize("code", ["TooManyRequestsException", "LimitExceededException", "SendingPausedException"])
def test_what_ses_postpones_is_no_failed_mail(
    code: str, ses: Double, context: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    ses.answer = refusing("anna1@example.org", code)

    assert handler(batch(a_message(1), a_message(2)), context) == failed(0)

    assert metric(capsys.readouterr().out, "MailsFailed") == 0


LINKED = {
    "mail": "password_link",
    "link_for": "reset",
    "text": f"https://portico.example/password{UNMINTED}\n",
    "html": f'<a href="https://portico.example/password{UNMINTED}">https://portico.example/password{UNMINTED}</a>',
}


def test_a_one_time_link_is_mailed_in_clear_and_kept_as_a_hash_for_a_day(ses: Double, context: Context) -> None:
    assert handler(batch(a_message(1, **LINKED)), context) == EVERYTHING

    [request] = ses.asked
    body = request["Content"]["Simple"]["Body"]
    match = re.fullmatch(r"https://portico\.example/password#token=([A-Za-z0-9_-]{43})\n", body["Text"]["Data"])
    assert match
    token = match[1]
    assert body["Html"]["Data"].count(f"https://portico.example/password#token={token}") == 2
    assert "TO-BE-MINTED" not in str(request)
    [link] = links()
    assert link["pk"]["S"] == f"LINK#{hashlib.sha256(token.encode()).hexdigest()}"
    assert (link["purpose"]["S"], link["person_id"]["S"]) == ("reset", "per_1")
    assert abs(int(link["expires_at"]["N"]) - time.time() - 24 * 3600) < 60
    assert token not in str(records())


def test_a_mail_sent_later_carries_a_fresh_link_and_one_sent_before_mints_none(ses: Double, context: Context) -> None:
    good = ses.answer
    ses.answer = refusing("anna1@example.org", "SendingPausedException")
    handler(batch(a_message(1, **LINKED)), context)
    ses.answer = good
    handler(batch(a_message(1, **LINKED)), context)
    handler(batch(a_message(1, **LINKED)), context)

    postponed, sent = (request["Content"]["Simple"]["Body"]["Text"]["Data"] for request in ses.asked)
    assert postponed != sent
    assert len(links()) == 2


def links() -> list[dict[str, Any]]:
    return [item for item in records() if item["pk"]["S"].startswith("LINK#")]


def test_a_body_that_is_no_message_fails_alone(ses: Double, context: Context, logs: io.StringIO) -> None:
    assert handler(batch("anna@example.org", a_message(1)), context) == failed(0)

    assert addresses(ses) == ["anna1@example.org"]
    assert "anna" not in logs.getvalue()


def test_that_a_mail_was_sent_is_remembered_for_15_days_under_its_own_partition(ses: Double, context: Context) -> None:
    handler(batch(a_message(1), a_message(2)), context)

    stored = records()
    assert len({item["pk"]["S"] for item in stored}) == 2
    assert all(item["pk"]["S"].startswith("MAIL#") and item["sk"]["S"] == "MAIL" for item in stored)
    assert all(abs(int(item["expires_at"]["N"]) - time.time() - REMEMBERED) < 60 for item in stored)
    assert REMEMBERED == 15 * 86_400
    assert "@" not in str(stored)
    assert "Ciao" not in str(stored)


def test_a_message_whose_twin_is_being_sent_waits(ses: Double, context: Context) -> None:
    answers: list[Any] = []

    def meanwhile(_: dict[str, Any]) -> dict[str, Any]:
        if not answers:
            answers.append(None)
            answers.append(handler(batch(a_message(1)), Context()))
        return {"MessageId": "ses-1"}

    ses.answer = meanwhile

    assert handler(batch(a_message(1)), context) == EVERYTHING
    assert answers[1] == failed(0)
    assert len(ses.asked) == 1


def test_a_batch_whose_mails_were_all_sent_before_warns_of_nothing(ses: Double, context: Context) -> None:
    handler(batch(a_message(1)), context)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert handler(batch(a_message(1)), context) == EVERYTHING
