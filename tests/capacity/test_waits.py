"""Waits are reckoned as they are had: by threads that are shared, and by threads that stay for many requests."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread
from typing import Any

import botocore.session
import pytest
from botocore.client import BaseClient

from shared.together import Together
from tests.waits import waiting, waits_for

Ask = Callable[..., Any]
ANSWER = {"Items": [{}, {}], "Responses": {"portal": [{}], "ledger": [{}, {}]}}


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """A client of a service that answers at once, and always the same."""
    monkeypatch.setattr(BaseClient, "_make_api_call", lambda *_: ANSWER)
    keys = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
    return lambda service: botocore.session.Session().create_client(service, region_name="eu-south-1", **keys)


@pytest.fixture
def ask(client: Callable[[str], Any]) -> Ask:
    query: Ask = client("dynamodb").query
    return query


def test_what_is_asked_together_is_one_wait_and_what_needs_its_answer_a_further(ask: Ask) -> None:
    with waiting() as begin:
        waits = begin()
        with Together() as beside:
            for answer in [beside.submit(ask) for _ in range(3)]:
                answer.result()
            assert waits.in_a_row == 1
            beside.submit(ask).result()

    assert waits.in_a_row == 2 and len(waits.calls) == 4


def test_a_request_begins_anew_on_threads_that_served_another(ask: Ask) -> None:
    with waiting() as begin, ThreadPoolExecutor(1) as pool:
        first = begin()
        for answer in [pool.submit(ask) for _ in range(3)]:
            answer.result()
        second = begin()
        pool.submit(ask).result()

    assert (first.in_a_row, second.in_a_row) == (3, 1)


def test_a_call_that_outlives_its_request_counts_for_that_one(ask: Ask) -> None:
    over = Event()

    def late() -> None:
        over.wait(10)
        ask()

    with waiting() as begin, ThreadPoolExecutor(1) as pool:
        first = begin()
        left = pool.submit(late)
        second = begin()
        over.set()
        left.result()
        ask()

    assert (first.in_a_row, second.in_a_row) == (1, 1)


def test_what_others_in_this_process_ask_meanwhile_counts_for_nobody(ask: Ask) -> None:
    with waiting() as begin:
        waits = begin()
        other = Thread(target=ask)
        other.start()
        other.join()
        ask()

    assert [at for *_, at in waits.calls] == [1]


def test_whoever_asks_more_than_a_pool_has_threads_waits_for_them(ask: Ask) -> None:
    with waiting() as begin:
        waits = begin()
        with ThreadPoolExecutor(2) as pool:
            for _ in range(5):
                pool.submit(ask)
        ask()

    assert sorted(at for *_, at in waits.calls) == [1, 1, 2, 2, 3, 4]


def test_what_was_asked_beside_is_waited_for_even_where_nobody_reads_it(ask: Ask) -> None:
    with waiting() as begin:
        waits = begin()
        with Together() as beside:
            beside.submit(ask)
        ask()

    assert waits.in_a_row == 2


def test_only_the_service_in_question_counts_and_only_for_so_long(client: Callable[[str], Any]) -> None:
    table, queue = client("dynamodb"), client("sqs")
    with waits_for("dynamodb") as waits:
        queue.list_queues()
        table.query()
        queue.list_queues()
        table.batch_get_item()
    table.query()

    assert waits.calls == [("dynamodb", "Query", 1), ("dynamodb", "BatchGetItem", 2)]
    assert waits.items == 2 + 3
