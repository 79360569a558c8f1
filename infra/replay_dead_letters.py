"""Gives dead letters back to the queue they came from; a part of `infra.replay`.

SQS itself moves them (a message move task), as slowly as `A_SECOND` says, so that what just failed is not hammered. The
queue is named: what a rule could not deliver lies among the dead letters too, and has no queue it came from.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

A_SECOND = 10
QUEUES = {
    "FactDeadLettersUrl": "FactQueueUrl",
    "MailDeadLettersUrl": "MailQueueUrl",
    "FeedbackDeadLettersUrl": "FeedbackQueueUrl",
}
"""Outputs of the stack: the dead letters, and where they go. Reconciliation's own are not replayed: it comes by itself
every hour and looks at everything every night; nor are those of domains, which are due again by themselves."""


@dataclass(frozen=True)
class Moved:
    """What became of one queue's dead letters; `status` is SQS's word, COMPLETED when all is well."""

    queue: str
    letters: int
    status: str
    why: str = ""


def redrive(sqs: Any, outputs: dict[str, str], *, pause: float = 2, patience: float = 900) -> list[Moved]:
    """Move all dead letters back, queue by queue, and wait for it at most `patience` seconds each."""
    return [_move(sqs, outputs[dead], outputs[alive], pause, patience) for dead, alive in QUEUES.items()]


def _move(sqs: Any, dead: str, alive: str, pause: float, patience: float) -> Moved:
    name, source = dead.rpartition("/")[2], _arn(sqs, dead)
    waiting = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["ApproximateNumberOfMessages"])
    if waiting["Attributes"]["ApproximateNumberOfMessages"] == "0":
        return Moved(name, 0, "COMPLETED")
    sqs.start_message_move_task(
        SourceArn=source, DestinationArn=_arn(sqs, alive), MaxNumberOfMessagesPerSecond=A_SECOND
    )
    end = time.monotonic() + patience
    while True:
        [task] = sqs.list_message_move_tasks(SourceArn=source, MaxResults=1)["Results"]
        if task["Status"] not in ("RUNNING", "CANCELLING") or time.monotonic() > end:
            moved = task.get("ApproximateNumberOfMessagesMoved", 0)
            return Moved(name, moved, task["Status"], task.get("FailureReason", ""))
        time.sleep(pause)


def _arn(sqs: Any, url: str) -> str:
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]
    return str(found["QueueArn"])
