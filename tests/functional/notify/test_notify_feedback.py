"""Bounces and complaints, as SES tells EventBridge of them: whom they suppress, whom not, and what is sent then."""

from __future__ import annotations

import copy
import io
import itertools
import json
from pathlib import Path
from typing import Any

import pytest

from functions.notify.compose import compose
from functions.notify.fact import Stated
from functions.notify.feedback_handler import handler
from functions.notify.send_handler import handler as send
from shared import keys
from shared.commit import commit, update
from shared.dynamo import Item, read_one
from shared.suppression import suppression_of
from tests.functional.notify.scene import Context, Double, an_admin
from tests.functional.notify.test_notify_send import EVERYTHING, a_message, addresses, batch, failed, metric, records
from tests.unit.notify.builders import batch_of

EVENTS = Path(__file__).resolve().parents[2] / "events"
ADDRESS = "anna1@example.org"
BOUNCED, COMPLAINED = "2026-11-22T09:30:02.669Z", "2026-11-22T10:41:00.500Z"


def event(name: str, *, at: str | None = None, **changes: Any) -> dict[str, Any]:
    """A captured event; `at` moves it in time, the rest changes its bounce or complaint."""
    found: dict[str, Any] = json.loads((EVENTS / f"ses_{name}.json").read_text())
    about = found["detail"]["complaint" if name == "complaint" else "bounce"]
    about |= changes | ({"timestamp": at} if at else {})
    return found


def told(*events: Any) -> Any:
    return handler(batch_of(*events), Context())


def stands() -> Item | None:
    return read_one(keys.suppressed(ADDRESS))


def lift(at: str) -> None:
    """As somebody lifts it at the front desk."""
    commit([update("lift", keys.suppressed(ADDRESS), "SET lifted_at = :at", None, values={":at": at})])


def test_a_bounce_for_good_suppresses_the_address_we_wrote_to(logs: io.StringIO) -> None:
    forwarded = event("bounce_permanent", bouncedRecipients=[{"emailAddress": "elsewhere@example.net"}])

    assert told(forwarded) == EVERYTHING

    held = suppression_of("ANNA1@example.org")
    assert held is not None
    assert (held.reason, held.kind, held.since) == ("bounce", "General", BOUNCED)
    assert suppression_of("elsewhere@example.net") is None
    assert "@" not in logs.getvalue() + str(records())
    assert "anna1" not in (logs.getvalue() + str(records())).lower()


@pytest.mark.parametrize("kind", ["Transient", "Undetermined"])
def test_a_bounce_that_passes_suppresses_nobody(kind: str) -> None:
    assert told(event("bounce_transient", bounceType=kind)) == EVERYTHING

    assert records() == []


def test_a_complaint_suppresses_and_a_report_that_it_was_no_spam_does_not() -> None:
    assert told(event("complaint", complaintFeedbackType="not-spam")) == EVERYTHING
    assert stands() is None

    assert told(event("complaint")) == EVERYTHING
    held = suppression_of(ADDRESS)
    assert held is not None
    assert (held.reason, held.kind, held.since) == ("complaint", "abuse", COMPLAINED)


def test_a_complaint_of_which_its_provider_says_no_kind_counts() -> None:
    untold = event("complaint")
    del untold["detail"]["complaint"]["complaintFeedbackType"]

    assert told(untold) == EVERYTHING
    assert suppression_of(ADDRESS) is not None


@pytest.mark.criterion("X-06")
def test_an_event_told_twice_changes_nothing() -> None:
    for one in ("bounce_permanent", "complaint"):
        told(event(one))
        once = stands()
        told(event(one), event(one))
        assert stands() == once


def test_in_whatever_order_they_come_a_complaint_outranks_and_one_fact_is_stated() -> None:
    for order in itertools.permutations(("bounce_permanent", "bounce_transient", "complaint")):
        for item in records():
            commit([_gone(item)])
        told(event(order[0]))
        first = stands()
        told(*map(event, order[1:]))
        held, now = suppression_of(ADDRESS), stands()
        assert held is not None and held.reason == "complaint"
        assert now is not None and len(now["facts"]["all"]) == 1
        if first is not None:
            assert now["facts"] == first["facts"]


def _gone(item: dict[str, Any]) -> Any:
    from shared.commit import delete

    return delete("test", keys.Key("portal", item["pk"]["S"], item["sk"]["S"]))


def test_what_happened_before_it_was_lifted_does_not_bring_it_back_and_what_happens_after_does() -> None:
    told(event("bounce_permanent"))
    first = stands()
    lift("2026-11-22T12:00:00.000Z")

    told(event("bounce_permanent"), event("complaint"))
    assert suppression_of(ADDRESS) is None

    told(event("bounce_permanent", at="2026-11-22T12:00:00.001Z"))
    held, now = suppression_of(ADDRESS), stands()
    assert held is not None and held.since == "2026-11-22T12:00:00.001Z"
    assert first is not None and now is not None
    assert now["facts"]["id"] != first["facts"]["id"], "another episode, of which the platform hears"


@pytest.mark.parametrize(
    "broken",
    [
        "no JSON {",
        {},
        {"detail": {"eventType": "Bounce", "mail": {"destination": ["anna1@example.org"]}}},
        {"detail": {"eventType": "Delivery", "mail": {"destination": ["anna1@example.org"]}}},
        {"detail": {"eventType": "Bounce", "mail": {"destination": []}, "bounce": {}}},
        "[]",
    ],
)
def test_what_is_no_feedback_fails_alone_and_is_not_logged(broken: Any, logs: io.StringIO) -> None:
    assert told(broken, event("bounce_permanent")) == failed(0)

    assert suppression_of(ADDRESS) is not None
    assert "@" not in logs.getvalue()


def test_an_event_that_finds_the_table_away_comes_again(monkeypatch: pytest.MonkeyPatch, logs: io.StringIO) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("functions.notify.feedback.commit", _away)
        assert told(event("bounce_permanent")) == failed(0)

    assert "@" not in logs.getvalue()
    assert told(event("bounce_permanent")) == EVERYTHING
    assert suppression_of(ADDRESS) is not None


def _away(*_: Any) -> None:
    raise ConnectionError("anna1@example.org could not be written")


def test_a_mail_to_a_suppressed_address_is_not_sent_counted_and_done(
    ses: Double, context: Context, logs: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    told(event("bounce_permanent"))
    capsys.readouterr()

    assert send(batch(a_message(1, to="Anna1@example.org"), a_message(2)), context) == EVERYTHING
    assert addresses(ses) == ["anna2@example.org"]
    assert metric(capsys.readouterr().out, "MailsSuppressed") == 1
    assert '"per_1"' in logs.getvalue() and "@" not in logs.getvalue()

    lift("2026-11-22T12:00:00.000Z")
    assert send(batch(a_message(1)), context) == EVERYTHING
    assert addresses(ses) == ["anna2@example.org"], "what was not sent then is not sent later, out of nowhere"
    assert send(batch(a_message(1, mail="credits_exhausted")), context) == EVERYTHING
    assert addresses(ses) == ["anna2@example.org", ADDRESS]


def test_no_link_is_minted_for_a_mail_that_is_not_sent(ses: Double, context: Context) -> None:
    told(event("bounce_permanent"))

    send(batch(a_message(1, mail="password_link", link_for="reset")), context)

    assert ses.asked == []
    assert not [item for item in records() if item["pk"]["S"].startswith("LINK#")]


def test_a_mail_says_by_a_tag_whom_it_is_for(ses: Double, context: Context) -> None:
    send(batch(a_message(1)), context)

    assert ses.asked[0]["EmailTags"] == [{"Name": "person", "Value": "per_1"}]


def test_the_platform_hears_once_of_whom_and_where_to_find_them() -> None:
    an_admin(1)
    boss = an_admin(2, "platform")
    told(event("bounce_permanent"), event("complaint"))
    item = stands()
    assert item is not None
    [fact] = item["facts"]["all"]

    [message] = compose(Stated.of(copy.deepcopy(fact)))

    assert message.to == boss["email"]
    assert message.subject == "Mails to an address bounce"
    assert "A mail to Anna1 Bianchi came back for good" in message.text
    assert "https://portico.example/platform/search?q=Anna1+Bianchi" in message.text
    assert ADDRESS not in message.text + message.html


def test_the_platform_hears_of_a_mail_that_names_nobody_too() -> None:
    an_admin(2, "platform")
    unnamed = event("complaint")
    unnamed["detail"]["mail"]["tags"]["person"] = ["<b>"]
    told(unnamed)
    item = stands()
    assert item is not None

    [message] = compose(Stated.of(item["facts"]["all"][0]))

    assert message.subject == "Somebody called a mail spam"
    assert "Whoever got a mail of this platform called it spam" in message.text
    assert "https://portico.example/platform\n" in message.text
