"""Failed stream batches come back from the bucket through publish, and leave it when they are taken."""

from __future__ import annotations

import json
from typing import Any

from infra.local.stack import Stack
from infra.replay_failed_batches import replay
from shared.dynamo import encode
from shared.events import Fact, PasswordLinkAsked, outbox


def _kept(stack: Stack, key: str, payload: Any) -> None:
    """An object as Lambda writes it for a batch that failed for good."""
    body = {
        "requestContext": {"condition": "RetryAttemptsExhausted", "approximateInvokeCount": 11},
        "DDBStreamBatchInfo": {"batchSize": 1, "shardId": "shardId-00000001"},
        "payload": payload,
    }
    stack.aws("s3").put_object(Bucket=stack.outputs["FailedBatchesBucket"], Key=key, Body=json.dumps(body).encode())


def _record(number: str, *facts: Fact) -> dict[str, Any]:
    stated = outbox("2026-11-22T09:30:00.000Z", *facts) or {"id": "fct_1", "all": []}
    return {
        "eventName": "INSERT",
        "eventSource": "aws:dynamodb",
        "dynamodb": {"SequenceNumber": number, "NewImage": encode({"pk": "a", "sk": "b", "facts": stated})},
    }


def test_a_batch_that_is_taken_leaves_the_bucket_and_one_that_is_not_stays(stack: Stack) -> None:
    asked = PasswordLinkAsked(person_id="per_01KASAMP1E000000000000000A")
    _kept(stack, "aws/lambda/a/good", json.dumps({"Records": [_record("1", asked)]}))
    _kept(stack, "aws/lambda/a/bad", {"Records": [_record("2")]})
    _kept(stack, "aws/lambda/a/empty", None)

    outcome = replay(
        stack.aws("s3"), stack.aws("lambda"), stack.outputs["FailedBatchesBucket"], stack.function("Publish")
    )

    assert outcome.replayed == ["aws/lambda/a/good"]
    assert set(outcome.failed) == {"aws/lambda/a/bad", "aws/lambda/a/empty"}
    found = stack.aws("s3").list_objects_v2(Bucket=stack.outputs["FailedBatchesBucket"])["Contents"]
    assert {item["Key"] for item in found} == set(outcome.failed)
    for key in outcome.failed:
        stack.aws("s3").delete_object(Bucket=stack.outputs["FailedBatchesBucket"], Key=key)
