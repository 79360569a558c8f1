"""The fact queue comes in here; the mails of each fact go out to the mail queue (`compose`).

The body of a message is an event of the bus. What fails is reported and comes again when its visibility runs out; what
fails ten times waits among the dead letters, until somebody has mended the cause (`make replay`).
"""

from __future__ import annotations

import json
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.notify.batch import Record, each_message
from functions.notify.compose import compose
from functions.notify.fact import NotAFact, Stated
from functions.notify.mail_queue import enqueue, sqs
from shared import dynamo, start
from shared.patience import answer_within
from shared.telemetry import logger


def handler(event: dict[str, Any], context: LambdaContext) -> Any:
    """A batch of events; answers those that failed (`ReportBatchItemFailures`)."""
    log = logger()
    log.clear_state()
    log.append_keys(function_request_id=context.aws_request_id)
    answer_within(context.get_remaining_time_in_millis() / 1000 - 5)
    return each_message(event, _compose)


def _compose(record: Record) -> None:
    """One event. The log keeps why it failed, never its body."""
    log = logger()
    with log.append_context_keys(sqs_message_id=record["messageId"]):
        try:
            stated = Stated.of(_detail(record["body"]))
            told = {"fact_id": stated.id, "fact_type": stated.type}
            with log.append_context_keys(**told, partner_id=getattr(stated.fact, "partner_id", None)):
                messages = compose(stated)
                enqueue(messages)
                log.info("mails composed", extra={"person_ids": [message.person_id for message in messages]})
        except Exception as error:
            log.exception("mails not composed", extra={"why": type(error).__name__})
            raise


def _detail(body: str) -> Any:
    """The fact that an event of the bus carries. Raises: NotAFact."""
    try:
        event = json.loads(body)
    except ValueError:
        raise NotAFact("not an event: no JSON") from None
    return event.get("detail") if isinstance(event, dict) else None


start.ready(logger, dynamo.client, sqs)
