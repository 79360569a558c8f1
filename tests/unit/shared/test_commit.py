"""Who is to blame when a transaction was cancelled, and what is only tried again."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError, ReadTimeoutError
from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.validate import ParamValidator

from shared import commit as commits
from shared import patience
from shared.commit import Refused, Write, check, commit, delete, put, revise, update
from shared.keys import Key
from shared.problems import Problem

OK, BROKEN, CONFLICT, THROTTLED = "None", "ConditionalCheckFailed", "TransactionConflict", "ThrottlingError"


class Cancelled(ClientError):
    pass


class FakeClient:
    """Answers each try with the next of these: an exception to raise, or None for success."""

    class exceptions:
        TransactionCanceledException = Cancelled

    def __init__(self, *answers: Exception | None) -> None:
        self.answers, self.tries = list(answers), 0

    def transact_write_items(self, **_: Any) -> None:
        self.tries += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer:
            raise answer


def cancelled(*codes: str) -> Cancelled:
    reasons = [{"Code": code} for code in codes]
    return Cancelled({"Error": {"Code": "TransactionCanceledException"}, "CancellationReasons": reasons}, "x")  # type: ignore[typeddict-unknown-key]


def error(code: str, status: int = 400) -> ClientError:
    return ClientError({"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}, "x")  # type: ignore[typeddict-item]


WRITES = [Write("receipt", {}), Write("enrollment", {}), Write("wallet", {}), Write("entry", {})]


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(patience.time, "sleep", lambda _: None)

    def make(*answers: Exception | None) -> FakeClient:
        fake = FakeClient(*answers)
        monkeypatch.setattr(commits, "client", lambda: fake)
        return fake

    return make


def test_the_first_broken_condition_is_blamed(engine: Any) -> None:
    engine(cancelled(OK, BROKEN, BROKEN, OK))
    with pytest.raises(Refused) as caught:
        commit(WRITES)
    assert caught.value.first[0].blame == "enrollment"
    assert [write.blame for write, _ in caught.value.broken] == ["enrollment", "wallet"]


def test_a_conflict_alone_is_tried_again(engine: Any) -> None:
    fake = engine(cancelled(OK, OK, CONFLICT, OK), None)
    commit(WRITES)
    assert fake.tries == 2


def test_a_conflict_before_the_first_broken_condition_leaves_the_blame_open(engine: Any) -> None:
    fake = engine(cancelled(CONFLICT, OK, BROKEN, OK), cancelled(BROKEN, OK, BROKEN, OK))
    with pytest.raises(Refused) as caught:
        commit(WRITES)
    assert (fake.tries, caught.value.first[0].blame) == (2, "receipt")


def test_a_conflict_behind_the_first_broken_condition_changes_nothing(engine: Any) -> None:
    fake = engine(cancelled(OK, BROKEN, CONFLICT, OK))
    with pytest.raises(Refused):
        commit(WRITES)
    assert fake.tries == 1


@pytest.mark.parametrize(
    "passing",
    [
        cancelled(OK, OK, THROTTLED, OK),
        error("ThrottlingException"),
        error("ProvisionedThroughputExceededException"),
        error("InternalServerError", 500),
        error("TransactionInProgressException"),
        ReadTimeoutError(endpoint_url="x"),
        ConnectTimeoutError(endpoint_url="x"),
    ],
)
def test_passing_trouble_is_busy_when_it_does_not_pass_and_never_a_refusal(engine: Any, passing: Exception) -> None:
    fake = engine(passing)
    with pytest.raises(Problem) as caught:
        commit(WRITES)
    assert (caught.value.code, caught.value.status, caught.value.headers["Retry-After"]) == ("busy", 503, "1")
    assert fake.tries == 10


@pytest.mark.parametrize("bug", [error("ValidationException"), cancelled(OK, "ValidationError", BROKEN, OK)])
def test_a_bug_is_not_tried_again(engine: Any, bug: Exception) -> None:
    fake = engine(bug)
    with pytest.raises(ClientError):
        commit(WRITES)
    assert fake.tries == 1


def test_a_throttle_among_the_reasons_is_tried_again(engine: Any) -> None:
    fake = engine(cancelled(OK, THROTTLED, BROKEN, OK), None)
    commit(WRITES)
    assert fake.tries == 2


def test_a_reason_nobody_knows_is_a_bug_and_no_refusal(engine: Any) -> None:
    fake = engine(cancelled(OK, BROKEN, "ValidationError", OK))
    with pytest.raises(Cancelled):
        commit(WRITES)
    assert fake.tries == 1


def test_every_write_is_one_that_dynamodb_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commits, "table_name", lambda table: table)
    key, more = Key("ledger", "WALLET#1", "WALLET"), {"names": {"#a": "a"}, "values": {":a": 1}, "place": 1}
    writes = [
        put("one", key, {"a": [1, {"b": True}, None, b"x"]}),
        put("one", key, {"a": 1}, condition=None),
        update("one", key, "SET #a = :a", "#a < :a", **more),
        revise("one", key, 1, {"a": 2, "b": None}),
        check("one", key, "#a = :a", **more),
        delete("one", key),
        delete("one", key, "#a = :a", **more),
    ]
    request = {"TransactItems": [write.operation for write in writes], "ClientRequestToken": "a"}
    model = Loader().load_service_model("dynamodb", "service-2")

    shape = ServiceModel(model).operation_model("TransactWriteItems").input_shape
    assert ParamValidator().validate(request, shape).generate_report() == ""
    request["TransactItems"][0]["Put"]["Itme"] = {}
    assert "Itme" in ParamValidator().validate(request, shape).generate_report()
