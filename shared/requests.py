"""What every door does with a request before a verb sees it: size, media type, JSON, shape, idempotency key.

Refusals are problems of the table; nothing here knows a framework.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from shared.faults import faults
from shared.language import mark as _
from shared.problems import Problem, invalid

BODY_LIMIT = 1_000_000
"""Bytes of a JSON body; uploads go another way."""


class Body(BaseModel):
    """A request body: unknown fields are refused, values never change type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Change(Body):
    """A PATCH body: what is given changes, null clears what is optional, nothing given is refused.

    Fields without null have a default factory: a default would stand in the API document, for clients to send.
    """

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError(_("nothing to change"))
        return self

    def given(self) -> dict[str, Any]:
        """The fields of the request with their new values, None where one is cleared."""
        return self.model_dump(exclude_unset=True)


B = TypeVar("B", bound=BaseModel)


def parse(shape: type[B], raw: str | bytes | None, headers: Mapping[str, str]) -> B:
    """The body in its shape.

    Args: headers with lower-case names.
    Raises: Problem `too-large`, `not-json` or `invalid-request` with a JSON pointer for each error.
    """
    raw = (raw or "").encode() if not isinstance(raw, bytes) else raw
    if len(raw) > BODY_LIMIT:
        raise Problem("too-large", limit=BODY_LIMIT)
    media = headers.get("content-type", "application/json").split(";")[0].strip().lower()
    if media != "application/json":
        raise Problem("not-json")
    try:
        value = json.loads(raw, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise invalid("", _("must be JSON")) from None
    return shaped(shape, value)


def shaped(shape: type[B], value: Any) -> B:
    """A decoded JSON value in its shape; `invalid-request` otherwise."""
    try:
        return shape.model_validate(value)
    except ValidationError as error:
        raise invalid_shape(error.errors(include_url=False, include_input=False)) from None


def invalid_shape(errors: Any) -> Problem:
    """`invalid-request` from pydantic's list of errors; never with the values that were sent."""
    return Problem("invalid-request", errors=faults(errors))


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def idempotency_key(headers: Mapping[str, str], *, required: bool) -> str | None:
    """The command's Idempotency-Key.

    Raises: Problem `idempotency-key-missing` where it is required, `idempotency-key-invalid` when not 1 to
    255 printable ASCII characters.
    """
    key = headers.get("idempotency-key")
    if key is None:
        if required:
            raise Problem("idempotency-key-missing")
        return None
    if not 1 <= len(key) <= 255 or not all("!" <= character <= "~" or character == " " for character in key):
        raise Problem("idempotency-key-invalid")
    return key


def fingerprint(method: str, path: str, query: Mapping[str, Any], body: Any) -> str:
    """What makes a request the same request: SHA-256 over method, path, query and the canonical body.

    The body is a parsed shape (its given fields count) or a decoded JSON value.
    """
    given = body.model_dump(mode="json", exclude_unset=True) if isinstance(body, BaseModel) else body
    text = json.dumps([method, path, dict(query), given], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
