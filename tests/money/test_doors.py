"""The doors of wallet and enroll, event to answer: what a whole request waits for, the caller's authority included."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from functions.enroll import handler as enroll
from functions.wallet import handler as wallet
from shared import cursors, dynamo, keys, tokens
from shared.commit import commit, put
from shared.ids import new_id
from shared.partner import Partner
from shared.settings import settings
from tests.meter import Meter
from tests.money.scene import Scene

CONTEXT = SimpleNamespace(
    aws_request_id="fn-1",
    function_name="f",
    memory_limit_in_mb=1,
    invoked_function_arn="arn",
    get_remaining_time_in_millis=lambda: 10**9,
)


@pytest.fixture
def admin(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> str:
    """A platform admin whose token is accepted; the door's other settings are given."""
    person = new_id("per")
    record = {"first_name": "Ada", "last_name": "Byron", "email": "ada@p.example", "status": "active"}
    commit([
        put("person", keys.person(person), record),
        put("membership", keys.platform_membership(person), {"role": "platform_admin"}),
    ])  # fmt: skip
    monkeypatch.setattr(tokens, "check", lambda _: tokens.Token(person, 2_000_000_000))
    monkeypatch.setattr(cursors, "_secret", lambda: b"secret")
    monkeypatch.setenv("PLATFORM_DOMAIN", "portico.example")
    settings.cache_clear()
    return person


def ask(app: Any, method: str, path: str, body: Any = None, query: str = "", **headers: str) -> tuple[int, Any]:
    """One payload 2.0 event to a handler; its status and document."""
    event = {
        "version": "2.0",
        "routeKey": f"{method} …",
        "rawPath": path,
        "rawQueryString": query,
        "queryStringParameters": dict(part.split("=") for part in query.split("&") if part),
        "headers": {"host": "portico.example", "authorization": "Bearer t", "content-type": "application/json"}
        | headers,
        "requestContext": {"requestId": "r-1", "stage": "$default", "http": {"method": method, "path": path}},
        "body": json.dumps(body) if body is not None else None,
        "isBase64Encoded": False,
    }
    answer = app.handler(event, CONTEXT)
    return answer["statusCode"], json.loads(answer["body"])


def test_an_enrollment_waits_once_for_the_caller_and_twice_for_itself(scene: Scene, admin: str, meter: Meter) -> None:
    partner = scene.partner(credits=30)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    path, body = f"/v1/partners/{partner.id}/enrollments", {"course_id": course, "contact_id": ada}
    meter.reset()

    status, document = ask(enroll, "POST", path, body, **{"idempotency-key": "k"})

    assert (status, document["balance_after"]) == (201, 20)
    assert meter.order == ["BatchGetItem", "BatchGetItem", "TransactWriteItems"]


def test_a_statement_page_of_25_takes_one_query_and_one_read_of_names(scene: Scene, admin: str, meter: Meter) -> None:
    partner = scene.partner()
    for _ in range(27):
        scene.top_up(partner, 1)
    path = f"/v1/partners/{partner.id}/wallet/entries"
    meter.reset()

    status, page = ask(wallet, "GET", path)

    assert (status, len(page["items"])) == (200, 25) and page["next_cursor"]
    assert meter.order == ["BatchGetItem", "Query", "BatchGetItem"]
    status, rest = ask(wallet, "GET", path, query=f"cursor={page['next_cursor']}")
    assert [entry["seq"] for entry in rest["items"]] == [2, 1] and rest["next_cursor"] is None


@pytest.mark.criterion("C-30")
def test_who_is_nobody_at_a_partner_finds_nothing_there(scene: Scene, admin: str) -> None:
    partner = scene.partner(credits=30)
    key = keys.platform_membership(admin)
    dynamo.client().delete_item(TableName="portal", Key=dynamo.encode({"pk": key.pk, "sk": key.sk}))

    assert _code(ask(wallet, "GET", f"/v1/partners/{partner.id}/wallet")) == (404, "not-found")


@pytest.mark.criterion("C-01", "C-06")
def test_a_suspension_is_felt_by_the_next_request(scene: Scene, admin: str) -> None:
    partner = scene.partner(credits=30)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    _suspend(partner)
    body, key = {"course_id": course, "contact_id": ada}, {"idempotency-key": "k"}

    refusal = ask(enroll, "POST", f"/v1/partners/{partner.id}/enrollments", body, **key)

    assert _code(refusal) == (409, "partner-suspended")
    assert scene.wallet(partner).seq == 1


def test_a_missing_token_is_refused_before_anything_is_read_and_a_foreign_host_once_nobody_has_it(
    scene: Scene, admin: str, meter: Meter
) -> None:
    partner = scene.partner(credits=30)
    path = f"/v1/partners/{partner.id}/wallet"
    meter.reset()

    assert _code(ask(wallet, "GET", path, authorization="Basic x")) == (401, "not-signed-in")
    assert _code(ask(wallet, "GET", path, host="no name at all")) == (421, "unknown-host")
    assert meter.order == []
    assert _code(ask(wallet, "GET", path, host="evil.example")) == (421, "unknown-host")
    assert meter.order == ["BatchGetItem"]


def test_what_nobody_foresaw_is_a_problem_without_a_word_of_the_request(
    scene: Scene, admin: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    partner = scene.partner(credits=30)

    def breaks(_: str) -> None:
        raise RuntimeError("secret of the client")

    monkeypatch.setattr(wallet.store, "wallet_of", breaks)
    status, document = ask(wallet, "GET", f"/v1/partners/{partner.id}/wallet")

    assert (status, document["code"]) == (500, "internal")
    assert "secret of the client" not in json.dumps(document) + capsys.readouterr().out


def _code(answer: tuple[int, Any]) -> tuple[int, str]:
    return answer[0], answer[1]["code"]


def _suspend(partner: Partner) -> None:
    key = keys.partner(partner.id)
    dynamo.client().update_item(
        TableName="portal",
        Key=dynamo.encode({"pk": key.pk, "sk": key.sk}),
        UpdateExpression="SET #status = :suspended",
        ExpressionAttributeNames={"#status": "status"},
        ExpressionAttributeValues=dynamo.encode({":suspended": "suspended"}),
    )
