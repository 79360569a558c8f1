"""A fact comes in from the bus; its mails go out to the mail queue (`compose`)."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.notify.compose import compose
from functions.notify.fact import Stated
from functions.notify.mail_queue import enqueue
from shared.telemetry import logger


def handler(event: dict[str, Any], context: LambdaContext) -> None:
    """One event of the bus. What it raises makes Lambda come again, and in the end leaves the event in the DLQ."""
    log = logger()
    log.clear_state()
    log.append_keys(function_request_id=context.aws_request_id)
    stated = Stated.of(event["detail"])
    log.append_keys(fact_id=stated.id, fact_type=stated.type, partner_id=getattr(stated.fact, "partner_id", None))
    messages = compose(stated)
    enqueue(messages)
    log.info("mails composed", extra={"person_ids": [message.person_id for message in messages]})
