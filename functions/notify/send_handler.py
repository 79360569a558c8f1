"""The mail queue comes in here; each message is sent once (`send`), whatever becomes of the others of its batch.

A message that fails is reported and comes again when its visibility runs out. A throttle, a used-up quota or a paused
account pass that way, however many hours they last (the queue's redrive counts to fifty); what SES refuses for good (a
rejected address, a malformed one) counts as failed and goes to the DLQ in the end.
"""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.exceptions import ClientError
from pydantic import ValidationError

from functions.notify.batch import Record, each_message
from functions.notify.message import Message
from functions.notify.send import send_once, sending, ses
from shared import dynamo, start
from shared.patience import answer_within, is_passing
from shared.telemetry import count, flush, logger

POSTPONED = {"TooManyRequestsException", "LimitExceededException", "SendingPausedException", "Throttling"}
"""What SES says of itself, not of the mail."""


def handler(event: dict[str, Any], context: LambdaContext) -> Any:
    """A batch of messages; answers those that failed (`ReportBatchItemFailures`)."""
    log = logger()
    log.clear_state()
    log.append_keys(function_request_id=context.aws_request_id)
    answer_within(context.get_remaining_time_in_millis() / 1000 - 5)
    try:
        return each_message(event, lambda record: _deliver(record, context))
    finally:
        flush()


def _deliver(record: Record, context: LambdaContext) -> None:
    """One message. Logs never hold its address; SES's own words may, so only its code is kept."""
    log = logger()
    try:
        message = Message.model_validate_json(record["body"])
    except ValidationError:
        count("MailsFailed")
        log.error("not a message", extra={"sqs_message_id": record["messageId"]})
        raise ValueError("not a message") from None
    ids = {"mail": message.mail, "fact_id": message.fact_id, "person_id": message.person_id}
    with log.append_context_keys(sqs_message_id=record["messageId"], **ids):
        try:
            send_once(message, context)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            _say_why(code, refused=code not in POSTPONED and not is_passing(error))
            raise
        except Exception as error:
            _say_why(type(error).__name__, refused=False)
            raise


def _say_why(code: str, *, refused: bool) -> None:
    if refused:
        count("MailsFailed")
        logger().error("mail refused", extra={"code": code})
    else:
        logger().warning("mail postponed", extra={"code": code})


start.ready(logger, dynamo.client, sending, ses)
