"""The front desk's door: API Gateway's event into FastAPI by Mangum."""

from __future__ import annotations

from functools import cache
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext
from mangum import Mangum

from functions.portal_api.app import make_app
from shared.patience import answer_within
from shared.telemetry import flush, logger


@cache
def _mangum() -> Mangum:
    return Mangum(make_app(), lifespan="off")


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """API Gateway calls this; one line is logged, the metrics are flushed last."""
    answer_within(context.get_remaining_time_in_millis() / 1000 - 1)
    log = logger()
    log.clear_state()
    http = event.get("requestContext", {})
    log.append_keys(request_id=http.get("requestId"), function_request_id=context.aws_request_id)
    try:
        response: dict[str, Any] = _mangum()(event, context)  # type: ignore[arg-type]  # the same context, typed twice
        log.info("answered", extra={"method": http.get("http", {}).get("method"), "status": response["statusCode"]})
        return response
    finally:
        flush()
