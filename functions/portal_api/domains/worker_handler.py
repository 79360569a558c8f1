"""The worker's door: messages of its queue, each a domain to follow, or one that mails come from, or `{"due": true}` of
the schedule.

What is due is put on the same queue, a message a domain, so that one that fails is tried again by itself and ends in
the queue of dead letters by itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.portal_api.domains import store
from functions.portal_api.domains.follow import follow
from functions.portal_api.senders import store as senders
from functions.portal_api.senders.follow import follow as follow_sender
from shared import aws, dynamo, start
from shared.clock import stamp
from shared.ids import is_id
from shared.patience import answer_within, patiently
from shared.settings import settings
from shared.telemetry import flush, logger

AT_ONCE = 200
"""Domains that one turn of the schedule puts on the queue; the rest are still due at the next."""
A_BATCH = 10
"""Messages that SQS takes at once."""


class NotOurMessage(ValueError):
    """A message of another shape: trying again does not help, the queue of dead letters keeps it."""


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """SQS calls this; messages that failed are reported and come again."""
    answer_within(context.get_remaining_time_in_millis() / 1000 - 1)
    logger().append_keys(request_id=context.aws_request_id)
    failed: list[dict[str, str]] = []
    try:
        for record in event.get("Records", []):
            try:
                _serve(json.loads(record["body"]))
            except Exception as error:  # whatever it was, the others go on and this one comes again
                logger().error("not followed", extra={"error": type(error).__name__})
                failed.append({"itemIdentifier": record["messageId"]})
        return {"batchItemFailures": failed}
    finally:
        flush()


def _serve(message: Any) -> None:
    if isinstance(message, dict) and message.get("due") is True:
        _queue_what_is_due()
        return
    asked = message.get("detail", {}).get("data", message) if isinstance(message, dict) else {}
    sender = asked.get("sender")
    partner_id, name = asked.get("partner_id"), sender or asked.get("domain")
    if not isinstance(partner_id, str) or not is_id("prt", partner_id) or not isinstance(name, str) or not name:
        raise NotOurMessage("names no domain of a partner")
    logger().append_keys(partner_id=partner_id)
    (follow_sender if sender else follow)(partner_id, name)


def _queue_what_is_due() -> None:
    now = stamp()
    for what, due in (("domain", store.due(now, AT_ONCE)), ("sender", senders.due(now, AT_ONCE))):
        for entries in _batches(what, due):
            _queue(entries)


def _queue(entries: list[dict[str, str]]) -> None:
    answer = patiently(lambda: _queues().send_message_batch(QueueUrl=settings().domain_queue_url, Entries=entries))
    if answer.get("Failed"):
        raise RuntimeError("not all that is due could be queued; it is due still")


def _batches(what: str, due: list[tuple[str, str]]) -> Iterator[list[dict[str, str]]]:
    for at in range(0, len(due), A_BATCH):
        chunk = due[at : at + A_BATCH]
        yield [
            {"Id": str(place), "MessageBody": json.dumps({"partner_id": partner_id, what: name})}
            for place, (partner_id, name) in enumerate(chunk)
        ]


@cache
def _queues() -> Any:
    return aws.client("sqs")


start.ready(logger, dynamo.client)
