"""After the faults every fact is on the bus and every episode has its mail, once per recipient.

A schedule is played with its faults, and what it left in the streams is delivered with faults of its own: at the
tables, the bus, the queues and SES, to processes that die, are asked twice and run at the same time.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from typing import Any

import pytest

from functions.notify import send_handler
from shared import keys
from shared.clock import stamp
from shared.commit import commit, put
from shared.events import PasswordLinkAsked, outbox
from tests.faults.books import Moment, record
from tests.faults.conftest import EVERYTHING, judge
from tests.faults.delivery import Delivery
from tests.faults.engine import Document
from tests.faults.play import Player, Schedule
from tests.faults.post import FAULTS, Mail, Post, posted
from tests.faults.scheduler import Choice
from tests.faults.world import World, address_of

FIRST = int(os.environ.get("FAULT_FIRST", "0"))
NUMBER, PIECE = (2000, 25) if EVERYTHING else (60, 10)
MANY_FACTS = 8
"""A seed with facts of several kinds."""
HEARD_BY = {
    "CreditsLow": ("partner", "platform"),
    "CreditsNotEnough": ("partner", "platform"),
    "CreditsExhausted": ("partner", "platform"),
    "CreditsToppedUp": ("partner",),
}


@pytest.fixture(scope="module")
def post(player: Player) -> Iterator[Post]:
    with posted(player.wire) as post:
        yield post


def stated(player: Player) -> dict[str, Document]:
    """Every fact that the schedule's writes stated, by its id."""
    moments = [Moment(one.step, record(one.before), record(one.after)) for one in player.wire.engine.changes]
    return {fact["id"]: fact for moment in moments for fact in moment.new_facts}


def expected(place: World, facts: dict[str, Document]) -> set[Mail]:
    """Which mails these facts come to: the fact and the address."""
    mails: set[Mail] = set()
    for fact in facts.values():
        if fact["type"] == "PasswordLinkAsked":
            mails.add((fact["id"], address_of(fact["data"]["person_id"])))
        elif fact["data"]["partner_id"] == place.partner.id:
            people = [who for role in HEARD_BY[fact["type"]] for who in place.admins[role]]
            mails |= {(fact["id"], address_of(who)) for who in people}
        else:  # of the other partner, which has no admins: the platform's hears what it hears of
            people = [who for role in HEARD_BY[fact["type"]] if role == "platform" for who in place.admins[role]]
            mails |= {(fact["id"], address_of(who)) for who in people}
    return mails


def empty(post: Post, rng: random.Random) -> None:
    post.rng = rng
    for kept in (post.events, post.queued):
        kept.clear()
    for counted in (post.mails, post.unknown, post.struck):
        counted.clear()


def delivered(player: Player, post: Post, seed: int, more: Any = None, *, chance: float | None = None) -> Delivery:
    """The schedule of a seed, played and delivered to the end; the chance of a fault is drawn if not given."""
    schedule, rng = Schedule.of(seed)
    played = judge(player, schedule, Choice(rng), rng, f"make test-faults FAULT_SEED={seed}", own_proof=False)
    link = PasswordLinkAsked(person_id=played.place.admins["partner"][0])
    commit([put("asks", keys.counter(f"link-{seed}"), {"facts": outbox(stamp(), link)})])
    if more:
        more(played.place)
    empty(post, rng)
    delivery = Delivery(post, player.wire.engine, rng, rng.choice((0.0, 0.1, 0.3)) if chance is None else chance)
    try:
        delivery.run()
        told_once(player, post, played.place)
    except Exception as error:
        trace = "\n".join(delivery.trace[-200:])
        raise AssertionError(
            f"{type(error).__name__}: {error}\n{schedule}\nconsumers of seed {seed}\n{trace}"
        ) from error
    return delivery


def many_delivered(player: Player, post: Post) -> None:
    """Enough of them, with enough faults, to find what the harness is to find."""
    for seed in range(40):
        delivered(player, post, seed, chance=0.3)


def told_once(player: Player, post: Post, place: World) -> None:
    """Every fact is on the bus, every mail was sent, and twice only where SES left its fate unknown.

    Raises: AssertionError.
    """
    facts = {fact: stands for fact, stands in stated(player).items() if fact.startswith("fct_")}
    assert {event["detail"]["id"] for event in post.events} == set(facts), "the bus has not what was stated"
    wanted = expected(place, facts)
    assert set(post.mails) == wanted, f"not mailed, or nobody's: {set(post.mails) ^ wanted}"
    for mail, times in post.mails.items():
        assert times <= 1 + post.unknown[mail], f"{mail} {times} times, of unknown fate {post.unknown[mail]}"


@pytest.mark.criterion("C-20", "X-06")
@pytest.mark.parametrize("start", range(FIRST, FIRST + NUMBER, PIECE))
def test_every_fact_is_on_the_bus_and_every_mail_is_sent_once(playing: Player, post: Post, start: int) -> None:
    for seed in range(start, start + PIECE):
        assert delivered(playing, post, seed).aside == [], f"seed {seed}: set aside"


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("operation", ["PutEvents", "SendMessageBatch", "SendEmail"])
def test_each_call_to_the_bus_the_queue_and_ses_may_fail_in_each_way(
    playing: Player, post: Post, operation: str, fault: str
) -> None:
    post.forced.append((operation, fault))

    delivered(playing, post, MANY_FACTS, chance=0.0)

    assert sum(post.struck.values()) == 1, "it struck once"


@pytest.mark.parametrize("seed", range(6))
def test_a_poison_record_keeps_nothing_else_from_being_told(playing: Player, post: Post, seed: int) -> None:
    def poisoned(place: World) -> None:
        commit([put("poison", keys.counter(f"poison-{seed}"), {"facts": {"id": "x", "all": [{"id": "nothing"}]}})])
        link = PasswordLinkAsked(person_id=place.admins["partner"][1])
        commit([put("asks", keys.counter(f"behind-{seed}"), {"facts": outbox(stamp(), link)})])

    delivery = delivered(playing, post, seed, poisoned)

    assert [one["dynamodb"]["NewImage"]["pk"]["S"] for one in delivery.aside] == [f"COUNTER#poison-{seed}"]


def test_a_mail_that_nobody_remembers_is_found(playing: Player, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    apply = playing.wire.engine.apply

    def forgetful(operation: str, request: Document) -> Any:
        if operation == "PutItem" and request["Item"]["pk"]["S"].startswith("MAIL#"):
            condition = ("ConditionExpression", "ExpressionAttributeNames", "ExpressionAttributeValues")
            left_out = (*condition, "ReturnValuesOnConditionCheckFailure")
            request = {name: value for name, value in request.items() if name not in left_out}
        return apply(operation, request)

    monkeypatch.setattr(playing.wire.engine, "apply", forgetful)

    with pytest.raises(AssertionError, match="of unknown fate"):
        many_delivered(playing, post)


def test_events_that_were_left_out_and_forgotten_are_found(
    playing: Player, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve = post._PutEvents

    def says_all_is_well(request: Document, fault: str | None) -> Document:
        return {"FailedEntryCount": 0, "Entries": [{"EventId": "e"} for _ in serve(request, fault)["Entries"]]}

    monkeypatch.setattr(post, "_PutEvents", says_all_is_well)

    with pytest.raises(AssertionError, match="the bus has not"):
        many_delivered(playing, post)


def test_a_message_taken_for_done_that_was_not_is_found(
    playing: Player, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = send_handler.handler
    monkeypatch.setattr(
        send_handler, "handler", lambda event, context: (handler(event, context), {"batchItemFailures": []})[1]
    )

    with pytest.raises(AssertionError, match="not mailed"):
        many_delivered(playing, post)
