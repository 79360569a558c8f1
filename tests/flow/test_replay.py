"""What failed for good comes back: stream batches through publish, dead letters onto the queues they fell from.

The engine moves no dead letters, so SQS's own answers are played (`Stubber`) for those.
"""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from infra.local.stack import Stack
from infra.replay import replay_all
from infra.replay_dead_letters import Moved, redrive
from infra.replay_failed_batches import replay
from shared.dynamo import encode
from shared.events import CreditsExhausted, Fact, PasswordLinkAsked, outbox


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


PLACES = {
    "FactDeadLettersUrl": "https://sqs/1/facts-dead",
    "FactQueueUrl": "https://sqs/1/facts",
    "MailDeadLettersUrl": "https://sqs/1/mails-dead",
    "MailQueueUrl": "https://sqs/1/mails",
    "FeedbackDeadLettersUrl": "https://sqs/1/feedback-dead",
    "FeedbackQueueUrl": "https://sqs/1/feedback",
}


def _asked_of(stub: Stubber, name: str, letters: str) -> None:
    """The two questions about a queue of dead letters: its name, and how much lies there."""
    url = f"https://sqs/1/{name}"
    stub.add_response(
        "get_queue_attributes",
        {"Attributes": {"QueueArn": f"arn:{name}"}},
        {"QueueUrl": url, "AttributeNames": ["QueueArn"]},
    )
    stub.add_response(
        "get_queue_attributes",
        {"Attributes": {"ApproximateNumberOfMessages": letters}},
        {"QueueUrl": url, "AttributeNames": ["ApproximateNumberOfMessages"]},
    )


@pytest.mark.parametrize("ending", ["COMPLETED", "FAILED"])
def test_dead_letters_go_back_to_their_queue_and_it_is_told_how_that_ended(ending: str) -> None:
    sqs = boto3.client("sqs", "eu-south-1", aws_access_key_id="x", aws_secret_access_key="x")
    with Stubber(sqs) as stub:
        _asked_of(stub, "facts-dead", "3")
        stub.add_response(
            "get_queue_attributes",
            {"Attributes": {"QueueArn": "arn:facts"}},
            {"QueueUrl": "https://sqs/1/facts", "AttributeNames": ["QueueArn"]},
        )
        stub.add_response(
            "start_message_move_task",
            {"TaskHandle": "t"},
            {"SourceArn": "arn:facts-dead", "DestinationArn": "arn:facts", "MaxNumberOfMessagesPerSecond": 10},
        )
        for status, moved in (("RUNNING", 1), (ending, 3)):
            stub.add_response(
                "list_message_move_tasks",
                {"Results": [{"Status": status, "ApproximateNumberOfMessagesMoved": moved}]},
                {"SourceArn": "arn:facts-dead", "MaxResults": 1},
            )
        _asked_of(stub, "mails-dead", "0")
        _asked_of(stub, "feedback-dead", "0")

        moves = redrive(sqs, PLACES, pause=0)

        stub.assert_no_pending_responses()
    nothing = [Moved(name, 0, "COMPLETED") for name in ("mails-dead", "feedback-dead")]
    assert moves == [Moved("facts-dead", 3, ending), *nothing]


def test_one_command_replays_all_and_says_what_it_did(stack: Stack, capsys: pytest.CaptureFixture[str]) -> None:
    clients = [stack.aws(service) for service in ("s3", "lambda", "sqs")]

    assert replay_all(*clients, stack.outputs)

    told = capsys.readouterr().out.splitlines()
    assert told[0] == "failed stream batches: 0 replayed, 0 failed again"
    assert [line.rpartition(": ")[2] for line in told[1:]] == ["0 moved back"] * 3


def test_a_fact_reaches_compose_over_its_queue_and_one_that_fails_stays_there(stack: Stack) -> None:
    nobody = outbox("2026-11-22T09:30:00.000Z", CreditsExhausted(partner_id="prt_nobody"))
    assert nobody and stack.settle()
    entry = {"EventBusName": stack.outputs["BusName"], "Source": "portico.wallet", "DetailType": "CreditsExhausted"}

    stack.aws("events").put_events(Entries=[entry | {"Detail": json.dumps(nobody["all"][0])}])

    assert stack.settle()
    counted = stack.aws("sqs").get_queue_attributes(
        QueueUrl=stack.outputs["FactQueueUrl"],
        AttributeNames=["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
    )["Attributes"]
    assert counted == {"ApproximateNumberOfMessages": "0", "ApproximateNumberOfMessagesNotVisible": "1"}
    stack.aws("sqs").purge_queue(QueueUrl=stack.outputs["FactQueueUrl"])
