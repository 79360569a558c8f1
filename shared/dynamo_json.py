"""DynamoDB's JSON, written and read in one go: our values already are what goes over the wire.

botocore walks every value of a request and of an answer to turn it into what it is, which costs a page of records more
than fetching it. At its own events the parts of a request are set aside before it walks them and written out behind it,
and an answer is read before it would: nothing is left for it to walk. Signing, retries, checksums, errors and their
items remain its own. Binary values, which nothing but a logo has, come as base64 (`attributes.plain` reads both), times
of a table's description as numbers.
Source: Amazon DynamoDB Developer Guide, DynamoDB low-level API; botocore, events `before-parameter-build`,
`before-call`, `before-parse`.
"""

from __future__ import annotations

import base64
import json
from contextlib import suppress
from typing import Any

_PARTS = "portico_parts"


def write_and_read(client: Any) -> None:
    """Have this DynamoDB client write requests and read answers like that; who listens at `….dynamodb` sees them whole.

    What botocore itself does with the parts of a request meets empty ones: it must not check them
    (`parameter_validation`), finds no account in a table's ARN, and can't presign.
    """
    events = client.meta.events
    events.register_last("before-parameter-build.dynamodb", _set_aside)
    events.register("before-call.dynamodb", _write)
    events.register("before-parse.dynamodb", _read)


def _set_aside(params: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
    parts = {name: value for name, value in params.items() if isinstance(value, dict | list)}
    context[_PARTS] = params, parts
    params.update({name: {} if isinstance(part, dict) else [] for name, part in parts.items()})


def _write(params: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
    request, parts = context.pop(_PARTS)
    request.update(parts)  # the caller's own dict, as it was
    params["body"] = json.dumps(request, separators=(",", ":"), default=_binary).encode()


def _read(response_dict: dict[str, Any], customized_response_dict: dict[str, Any], **_: Any) -> None:
    if response_dict["status_code"] == 200:
        with suppress(ValueError):  # what is no JSON is botocore's to make sense of
            customized_response_dict.update(json.loads(response_dict["body"]))
            response_dict["body"] = b"{}"


def _binary(value: Any) -> str:
    """Bytes, which JSON has not. Raises: TypeError for anything else that it can't say."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(f"no JSON for {type(value).__name__}")
