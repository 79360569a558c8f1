"""The three doors in this process, on the tables, users and keys of a running stack: for tests that ask thousands.

An httpx transport: each request becomes API Gateway's event (payload 2.0) for the handler of the function that the
template routes it to. Nothing of a function is replaced; only the front, the gateway and the workers are left out.
One request at a time, from the main thread.
"""

from __future__ import annotations

import base64
import logging
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

import boto3
import httpx
import pytest

from functions.enroll import handler as enroll
from functions.enroll.operations import OPERATIONS as ENROLLING
from functions.portal_api import handler as front_desk
from functions.portal_api.account import cognito
from functions.wallet import handler as wallet
from functions.wallet.operations import OPERATIONS as OF_WALLETS
from infra.local.stack import Stack
from shared import cursors, dynamo, tokens
from shared.settings import settings

FUNCTIONS = ("Wallet", "Enroll", "PortalApi")
ADDRESS = "192.0.2.77"
_MADE_ONCE = (settings, dynamo.client, cursors._secret, tokens.signing_keys, cognito.client, front_desk._mangum)
_CONTEXT = SimpleNamespace(
    aws_request_id="fn-1",
    function_name="portico",
    memory_limit_in_mb=512,
    invoked_function_arn="arn:aws:lambda:eu-south-1:1:function:portico",
    get_remaining_time_in_millis=lambda: 10**9,
)
Handler = Callable[[Any, Any], dict[str, Any]]


def _routes() -> Iterator[tuple[str, re.Pattern[str], Handler]]:
    for operations, handler in ((OF_WALLETS, wallet.handler), (ENROLLING, enroll.handler)):
        for one in operations:
            yield one.method.upper(), re.compile(re.sub(r"\{\w+\}", "[^/]+", one.path)), handler


class Doors(httpx.BaseTransport):
    """Answers as the API of a stack would."""

    def __init__(self) -> None:
        self._routes = list(_routes())

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._handler(request)(_event(request), _CONTEXT)
        body = answer.get("body") or ""
        content = base64.b64decode(body) if answer.get("isBase64Encoded") else body.encode()
        headers = [*(answer.get("headers") or {}).items()]
        headers += [(name, one) for name, many in (answer.get("multiValueHeaders") or {}).items() for one in many]
        headers += [("set-cookie", one) for one in answer.get("cookies") or ()]
        return httpx.Response(answer["statusCode"], headers=headers, content=content, request=request)

    def _handler(self, request: httpx.Request) -> Handler:
        for method, path, handler in self._routes:
            if method == request.method and path.fullmatch(request.url.path):
                return handler
        return front_desk.handler


def _event(request: httpx.Request) -> dict[str, Any]:
    headers = {name.lower(): value for name, value in request.headers.items()}
    cookie = headers.pop("cookie", None)
    path, query = unquote(request.url.raw_path.decode()).partition("?")[0], request.url.query.decode()
    http = {"method": request.method, "path": path, "protocol": "HTTP/1.1", "sourceIp": ADDRESS, "userAgent": "tests"}
    domain = headers["host"]
    context = {"requestId": "req-1", "http": http, "stage": "$default", "domainName": domain}
    content = request.read()
    is_text = _is_text(content)  # as API Gateway has it, more or less: what is no text comes in Base64
    more = {"cookies": cookie.split("; ")} if cookie else {}
    return more | {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": query,
        "queryStringParameters": dict(httpx.QueryParams(query)) or None,
        "headers": headers,
        "requestContext": context,
        "body": (content.decode() if is_text else base64.b64encode(content).decode()) if content else None,
        "isBase64Encoded": not is_text,
    }


def _is_text(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


@contextmanager
def doors(stack: Stack) -> Iterator[httpx.Client]:
    """A client of the doors; for so long this process has the environment of the stack's functions."""
    functions = stack.aws("lambda")
    environment: dict[str, str] = {}
    for name in FUNCTIONS:
        found = functions.get_function_configuration(FunctionName=stack.function(name))
        environment |= found["Environment"]["Variables"]
    environment |= {name: value for name, value in stack.environment().items() if name.startswith("AWS_")}
    environment |= {"POWERTOOLS_METRICS_DISABLED": "true"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(boto3, "DEFAULT_SESSION", None)  # it would remember whose keys it found first
        for name, value in environment.items():
            patch.setitem(os.environ, name, value)
        _forget()
        logging.disable(logging.INFO)  # a line a request
        forgetful = CookieJar(DefaultCookiePolicy(allowed_domains=[]))  # who asks says which cookie is theirs
        with httpx.Client(transport=Doors(), base_url=stack.url, cookies=forgetful) as client:
            yield client
    logging.disable(logging.NOTSET)
    _forget()


def _forget() -> None:
    for made in _MADE_ONCE:
        made.cache_clear()
