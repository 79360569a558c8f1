"""The door of wallet and enroll: Powertools' resolver for API Gateway's payload 2.0, with our problems.

A handler's routes get a `Request`; what they raise becomes a problem document in the caller's language, and
what nobody foresaw a 500 that is logged with its trace and never with what the client sent.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeVar

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel

from shared import dynamo, headers, requests, start, tokens
from shared.access import allow_at_partner
from shared.caller import Caller, identify, language_of
from shared.hosts import Host, trusted_host
from shared.language import mark as _
from shared.partner import Partner
from shared.patience import answer_within
from shared.problems import Problem, invalid
from shared.telemetry import count, flush, logger

B = TypeVar("B", bound=BaseModel)


@dataclass(frozen=True)
class Request:
    """A request as a verb needs it: header names in lower case, the path as it came, query values single."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    raw: str | bytes
    request_id: str

    def caller(self, host: Host, partner_id: str) -> Caller:
        """Who is asking, with their authority at this partner. Raises: Problem `not-signed-in`."""
        caller = identify(self.headers, host, partner_id, method=self.method)
        logger().append_keys(partner_id=caller.partner.id if caller.partner else None, actor=caller.person_id)
        return caller

    def body(self, shape: type[B]) -> B:
        """The body in its shape. Raises: Problem `invalid-request`, `not-json`, `too-large`."""
        return requests.parse(shape, self.raw, self.headers)

    def only_query(self, *names: str) -> None:
        """Refuse query parameters that mean nothing here. Raises: Problem `invalid-request`."""
        for name in self.query:
            if name not in names:
                raise invalid(f"/{name[:100]}", _("is not known here"))


def resolver() -> APIGatewayHttpResolver:
    """A resolver that answers every exception with a problem document."""
    app = APIGatewayHttpResolver()

    def refuse(problem: Problem) -> Response[str]:
        return refusal(problem, request_of(app))

    def fail(error: Exception) -> Response[str]:
        logger().error("unforeseen", exc_info=(type(error), _Silent(type(error).__name__), error.__traceback__))
        return refusal(Problem("internal"), request_of(app))

    def nothing(_: NotFoundError) -> Response[str]:
        return refusal(Problem("not-found"), request_of(app))

    app.exception_handler(Problem)(refuse)
    app.exception_handler(Exception)(fail)
    app.not_found(nothing)
    return app


class _Silent(Exception):
    """Stands in the log for an exception whose message may carry what a client sent."""


def request_of(app: APIGatewayHttpResolver) -> Request:
    """The request being answered."""
    event = app.current_event
    return Request(
        method=event.http_method,
        path=event.raw_event.get("rawPath", event.path),
        query=dict(event.query_string_parameters or {}),
        headers=_headers(event.raw_event),
        raw=_raw(event.raw_event),
        request_id=event.request_context.request_id,
    )


def _headers(event: dict[str, Any]) -> dict[str, str]:
    """With lower-case names; API Gateway hands cookies apart from them."""
    found = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    return found | ({"cookie": "; ".join(event["cookies"])} if event.get("cookies") else {})


def admitted(
    app: APIGatewayHttpResolver, action: str, partner_id: str, *, scoped: bool = False
) -> tuple[Request, Partner, Caller]:
    """The request, the partner of its path, and the caller, who may do this there.

    Args: `scoped`, that the route narrows what it does to `access.scope_of`.
    Asked in this order: is the name it came under ours, who is it, may they. Raises: Problem.
    """
    request = request_of(app)
    caller = request.caller(trusted_host(request.headers), partner_id)
    return request, allow_at_partner(caller, action, scoped=scoped), caller


def _raw(event: dict[str, Any]) -> str | bytes:
    body = event.get("body") or ""
    if not event.get("isBase64Encoded"):
        return str(body)
    import base64
    import binascii

    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error:
        return b""


def answer(status: int, document: Any, *, replayed: bool = False, **headers: str) -> Response[str]:
    """A JSON answer; `replayed` says that it is the first answer of an earlier request."""
    if replayed:
        headers["Idempotency-Replayed"] = "true"
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return Response(status, "application/json", body, headers=headers)


def refusal(problem: Problem, request: Request) -> Response[str]:
    """The problem document for a request."""
    count("Refusals", code=problem.code)
    document = problem.document(request.request_id, language_of(request.headers))
    body = json.dumps(document, ensure_ascii=False)
    return Response(problem.status, None, body, headers=problem.headers)


def serve(app: APIGatewayHttpResolver, event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one event: with the headers of every answer, one line logged, the metrics flushed last."""
    log = logger()
    log.clear_state()
    answer_within(context.get_remaining_time_in_millis() / 1000 - 1)
    http = event.get("requestContext", {})
    log.append_keys(request_id=http.get("requestId"), function_request_id=context.aws_request_id)
    try:
        response = app.resolve(event, context)
        response["headers"] = headers.UNLESS_SAID | response.get("headers", {}) | headers.ALWAYS
        log.info("answered", extra={"route": event.get("routeKey"), "status": response["statusCode"]})
        return response
    finally:
        flush()


def ready() -> None:
    """What requests at this door go on with is made; a handler's module ends with it (`shared/start.py`)."""
    start.ready(logger, dynamo.client, tokens.signing_keys)


OK, CREATED = HTTPStatus.OK.value, HTTPStatus.CREATED.value
