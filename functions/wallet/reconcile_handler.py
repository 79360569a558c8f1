"""The schedule's door to reconciliation: `{"whole": true}` checks every chain from its first entry."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.wallet.reconcile import reconcile
from shared import dynamo, start
from shared.telemetry import flush, logger


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    """A rule of the schedule calls this; a failure is retried, then stands in the DLQ."""
    logger().append_keys(request_id=context.aws_request_id)
    try:
        differing = reconcile(whole=bool(event.get("whole")))
        logger().info("reconciled", extra={"differing": differing})
        return {"differing": differing}
    finally:
        flush()


start.ready(logger, dynamo.client)
