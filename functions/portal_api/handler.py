"""The front desk's door: API Gateway's event into FastAPI by Mangum."""

from __future__ import annotations

import asyncio
import re
import threading
from functools import cache
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext
from mangum import Mangum

from functions.portal_api.app import make_front_desk
from shared import dynamo, start
from shared.patience import answer_within
from shared.telemetry import flush, logger

_HOST = re.compile(r"[^:]*(?::[0-9]{1,5})?")


@cache
def _mangum() -> Mangum:
    if threading.current_thread() is threading.main_thread():
        asyncio.set_event_loop(_loop())  # Mangum asks for the current one, and from 3.14 on Python makes none by itself
    return Mangum(make_front_desk(), lifespan="off")


@cache
def _loop() -> asyncio.AbstractEventLoop:
    return asyncio.new_event_loop()


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """API Gateway calls this; one line is logged, the metrics are flushed last."""
    answer_within(context.get_remaining_time_in_millis() / 1000 - 1)
    log = logger()
    log.clear_state()
    http = event.get("requestContext", {})
    log.append_keys(request_id=http.get("requestId"), function_request_id=context.aws_request_id)
    try:
        response: dict[str, Any] = _mangum()(_readable(event), context)  # type: ignore[arg-type]  # typed twice
        log.info("answered", extra={"method": http.get("http", {}).get("method"), "status": response["statusCode"]})
        return response
    finally:
        flush()


def _readable(event: dict[str, Any]) -> dict[str, Any]:
    """The event without what Mangum and Starlette would fall over when they read scheme, server and port from it.

    A Host that can't be taken apart is none of ours: without one the gate answers 421. Nobody here reads a forwarded
    port, and of a forwarded scheme only what API Gateway says counts, which is one of two.
    """
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    headers.pop("x-forwarded-port", None)
    if headers.get("x-forwarded-proto") not in ("https", "http"):
        headers.pop("x-forwarded-proto", None)
    if not _HOST.fullmatch(headers.get("host", "")):
        headers.pop("host", None)
    return event | {"headers": headers}


start.ready(logger, dynamo.client, _mangum)
