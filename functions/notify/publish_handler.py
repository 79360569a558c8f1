"""Both tables' streams come in here; new facts go out on the bus (`publish`)."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.notify.publish import bus, publish
from shared import start
from shared.patience import answer_within
from shared.telemetry import logger


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """A batch of stream records; answers the first one that has to come again (`ReportBatchItemFailures`)."""
    log = logger()
    log.clear_state()
    log.append_keys(function_request_id=context.aws_request_id)
    answer_within(context.get_remaining_time_in_millis() / 1000 - 5)
    failed = publish(event["Records"])
    return {"batchItemFailures": [{"itemIdentifier": failed}] if failed else []}


start.ready(logger, bus)
