"""AWS taken out of a measurement: what it answered once is answered again, without a network and without an engine.

`Recording` notes what each call of a client was asked and what came back over the wire. `answer` then answers a client
from recordings at botocore's `before-send`, the last step before the socket: so whoever is measured still has its
client make and sign each request and read each answer.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Self

from botocore.awsrequest import AWSPreparedRequest, AWSResponse


@dataclass(frozen=True)
class Call:
    """One call: the operation, its parameters as given to the client, and the body that came back."""

    operation: str
    parameters: dict[str, Any]
    answer: bytes


@dataclass
class Recording:
    """The calls of one request, in the order in which their answers came."""

    calls: list[Call] = field(default_factory=list)
    _client: Any = None

    @classmethod
    def of(cls, client: Any) -> Recording:
        """A recording of what this client is asked while it stands open (`with Recording.of(client) as …`)."""
        return cls(_client=client)

    def __enter__(self) -> Self:
        self._client.meta.events.register("before-parameter-build.dynamodb", self._asked, unique_id="asked")
        self._client.meta.events.register("response-received.dynamodb", self._answered, unique_id="answered")
        return self

    def __exit__(self, *_: object) -> None:
        self._client.meta.events.unregister("before-parameter-build.dynamodb", unique_id="asked")
        self._client.meta.events.unregister("response-received.dynamodb", unique_id="answered")

    def _asked(self, params: dict[str, Any], model: Any, context: dict[str, Any], **_: Any) -> None:
        context["asked"] = model.name, copy.deepcopy(params)

    def _answered(self, response_dict: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
        operation, parameters = context["asked"]
        self.calls.append(Call(operation, parameters, response_dict["body"]))


def answer(client: Any, calls: Iterable[Call]) -> None:
    """Have this client answered from these calls from now on; a read by what it asks for, a write by its operation."""
    known = {_mark(call.operation, call.parameters): call.answer for call in calls}

    def answered(request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        operation = request.headers["X-Amz-Target"].decode().partition(".")[2]
        asked = json.loads(request.body)
        body = known.get(_mark(operation, asked))
        if body is None:
            raise LookupError(f"{operation} was not recorded: {asked}")
        return AWSResponse(request.url, 200, {"Content-Type": "application/x-amz-json-1.0"}, _Body(body))

    client.meta.events.register_first("before-send.dynamodb", answered)


def _mark(operation: str, asked: dict[str, Any]) -> str:
    """What tells one call from another: nothing but the operation where ids and times are made anew each time."""
    return operation if operation == "TransactWriteItems" else operation + json.dumps(asked, sort_keys=True)


@dataclass(frozen=True)
class _Body:
    """The body of an answer as urllib3 would hand it over."""

    content: bytes

    def stream(self, *_: Any, **__: Any) -> list[bytes]:
        return [self.content]
