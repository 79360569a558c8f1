"""The queue of what becomes of mails comes in here; each event of SES is taken in by itself (`feedback`).

What fails is reported and comes again when its visibility runs out, and waits among the dead letters in the end. The
events carry addresses and subjects: the log keeps why one failed, never its body.
"""

from __future__ import annotations

import json
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.notify.batch import Record, each_message
from functions.notify.feedback import NotFeedback, take_in
from shared import dynamo, start
from shared.patience import answer_within
from shared.telemetry import flush, logger


def handler(event: dict[str, Any], context: LambdaContext) -> Any:
    """A batch of events; answers those that failed (`ReportBatchItemFailures`)."""
    log = logger()
    log.clear_state()
    log.append_keys(function_request_id=context.aws_request_id)
    answer_within(context.get_remaining_time_in_millis() / 1000 - 5)
    try:
        return each_message(event, _take_in)
    finally:
        flush()


def _take_in(record: Record) -> None:
    log = logger()
    with log.append_context_keys(sqs_message_id=record["messageId"]):
        try:
            take_in(_event(record["body"]))
        except NotFeedback as error:
            log.error("not what SES tells of a mail", extra={"where": str(error)})
            raise
        except Exception as error:
            log.error("mail feedback not taken in", extra={"why": type(error).__name__})
            raise


def _event(body: str) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        raise NotFeedback("no JSON") from None


start.ready(logger, dynamo.client)
