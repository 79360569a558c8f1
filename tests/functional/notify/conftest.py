"""Notify's handlers with DynamoDB by moto, and with SES, SQS and EventBridge as doubles (`scene`).

Neither money nor concurrency is at stake here.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from functions.notify import mail_queue, publish, send
from shared import dynamo, telemetry
from shared.patience import answer_within
from shared.settings import settings
from tests.functional.notify.scene import Context, Double

ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "x",
    "AWS_SECRET_ACCESS_KEY": "x",
    "AWS_DEFAULT_REGION": "eu-south-1",
    "PLATFORM_NAME": "Portico",
    "PLATFORM_URL": "https://portico.example",
    "PLATFORM_DOMAIN": "portico.example",
    "PARTNER_ADDRESSES": "served",
    "DEFAULT_LANGUAGE": "en",
    "PORTAL_TABLE": "portal",
    "BUS_NAME": "portico-test",
    "MAIL_QUEUE_URL": "https://sqs.eu-south-1.amazonaws.com/123456789012/mails",
    "MAIL_SENDER": "portico@portico.example",
    "MAIL_CONFIGURATION_SET": "portico-test",
    "POWERTOOLS_METRICS_NAMESPACE": "Portico",
    "POWERTOOLS_SERVICE_NAME": "test",
}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The environment of all three functions, fresh clients, no real waiting; the table Portal."""
    for name in ("AWS_ENDPOINT_URL", "POWERTOOLS_METRICS_DISABLED", "POWERTOOLS_IDEMPOTENCY_DISABLED"):
        monkeypatch.delenv(name, raising=False)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("shared.patience.time.sleep", lambda _: None)
    fresh = (settings, dynamo.client, publish.bus, mail_queue.sqs, send.ses, send.sending)
    for cached in fresh:
        cached.cache_clear()
    with mock_aws():
        boto3.client("dynamodb").create_table(
            TableName="portal",
            KeySchema=[
                {"AttributeName": "pk", "KeyType": "HASH"},
                {"AttributeName": "sk", "KeyType": "RANGE"},
            ],
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
            BillingMode="PAY_PER_REQUEST",
        )
        yield
    answer_within(float("inf"))  # what a handler was given would bind the tests that come after
    for cached in fresh:
        cached.cache_clear()


@pytest.fixture
def bus() -> Double:
    """PutEvents: takes everything."""
    double = Double(lambda request: {"Entries": [{"EventId": "e"} for _ in request["Entries"]]})
    double.behind(publish.bus(), "PutEvents")
    return double


@pytest.fixture
def queue() -> Double:
    """SendMessageBatch: takes everything."""
    double = Double(lambda request: {"Successful": [{"Id": entry["Id"]} for entry in request["Entries"]]})
    double.behind(mail_queue.sqs(), "SendMessageBatch")
    return double


@pytest.fixture
def ses() -> Double:
    """SendEmail: takes everything."""
    double = Double(lambda _: {"MessageId": "ses-1"})
    double.behind(send.ses(), "SendEmail")
    return double


@pytest.fixture
def logs() -> Iterator[io.StringIO]:
    """What is logged; the logger of a process keeps the stream it began with."""
    written = io.StringIO()
    before = telemetry.logger().registered_handler.setStream(written)  # type: ignore[attr-defined]
    yield written
    telemetry.logger().registered_handler.setStream(before)  # type: ignore[attr-defined]


@pytest.fixture
def context() -> Context:
    return Context()
