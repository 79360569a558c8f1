"""Put messages on the mail queue, ten at a time, until every one of them stands there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from functions.notify.message import Message
from shared import aws
from shared.patience import Patience, patiently
from shared.settings import settings

MESSAGES_A_CALL = 10
"""SendMessageBatch's own limit; ten of our mails are far from its 256 KiB."""


class NotQueued(RuntimeError):
    """SQS does not take these messages. The message names their keys."""


@cache
def sqs() -> Any:
    """The one SQS client of this process; `patience` retries, not the client."""
    from botocore.config import Config

    config = Config(connect_timeout=2, read_timeout=5, retries={"total_max_attempts": 1})
    return aws.client("sqs", config)


def enqueue(messages: Sequence[Message]) -> None:
    """Queue all of these.

    Raises: NotQueued when SQS finds fault with one (the others stand on the queue), Problem `busy`. Either way the
    fact comes again, and the keys of those already queued keep them from being sent twice.
    """
    faulty: list[str] = []
    for start in range(0, len(messages), MESSAGES_A_CALL):
        faulty += _enqueue_chunk(messages[start : start + MESSAGES_A_CALL])
    if faulty:
        raise NotQueued(", ".join(faulty))


def _enqueue_chunk(chunk: Sequence[Message]) -> list[str]:
    """Queue up to ten; returns the keys of those that SQS will never take."""
    waiting = {str(place): message for place, message in enumerate(chunk)}
    faulty: list[str] = []
    patience = Patience()
    while waiting:
        entries = [{"Id": place, "MessageBody": message.model_dump_json()} for place, message in waiting.items()]
        answer = patiently(
            lambda entries=entries: sqs().send_message_batch(  # type: ignore[misc]
                QueueUrl=settings().mail_queue_url, Entries=entries
            ),
            patience,
        )
        failed = {one["Id"]: one["SenderFault"] for one in answer.get("Failed", [])}
        faulty += [waiting[place].key for place, ours in failed.items() if ours]
        waiting = {place: waiting[place] for place, ours in failed.items() if not ours}
        if waiting:
            patience.again()
    return faulty
