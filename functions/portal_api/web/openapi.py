"""The API's document (OpenAPI 3.1): FastAPI's own for the front desk, with what wallet and enroll say of theirs.

Wallet and enroll declare their operations beside their handlers (`shared/openapi.py`). What FastAPI cannot know is
added to each of its operations here: that it takes a bearer token, an Idempotency-Key, and refuses with which problems.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from fastapi import FastAPI

from functions.portal_api.web import refusals, words
from functions.portal_api.web.version import VERSION
from shared import openapi

OPEN = frozenset({
    "/health", "/v1/session", "/v1/session/mfa", "/v1/session/refresh", "/v1/password-links", "/v1/passwords",
    "/v1/browser-sessions", "/v1/browser-sessions/mfa", "/v1/browser-sessions/current",
})  # fmt: skip
"""Paths that take no token; of `/v1/session` only its POST."""
_METHODS = ("get", "post", "put", "patch", "delete")


def document(app: FastAPI) -> dict[str, Any]:
    """The whole API's document; made once for an application."""
    if not hasattr(app.state, "document"):
        app.state.document = merged(app.openapi(), _others())
    made: dict[str, Any] = app.state.document
    return made


def _others() -> list[dict[str, Any]]:
    """What wallet and enroll serve; imported when first asked for, as their doors cost what no other request pays."""
    from functions.enroll.operations import OPERATIONS as ENROLLING
    from functions.wallet.operations import OPERATIONS as OF_WALLETS

    return [openapi.document([*OF_WALLETS, *ENROLLING])]


def merged(own: Mapping[str, Any], others: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """One document of several, every operation with its token, its key and its problems."""
    whole = deepcopy(dict(own))
    whole["info"] |= {"title": "Portico", "version": VERSION, "description": _DESCRIPTION}
    parts = whole.setdefault("components", {})
    schemas = parts.setdefault("schemas", {})
    for path, method, operation in operations_of(whole):
        _complete(path, method, operation)
    for other in others:
        for path, operations in other.get("paths", {}).items():
            whole["paths"].setdefault(path, {}).update(deepcopy(operations))
        schemas |= deepcopy(other.get("components", {}).get("schemas", {}))
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Problem"] = deepcopy(openapi.PROBLEM)
    parts["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}
    whole["paths"] = dict(sorted(whole["paths"].items()))
    _describe(whole)
    return whole


def operations_of(whole: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every operation with its path and method."""
    for path, operations in whole["paths"].items():
        for method in _METHODS:
            if method in operations:
                yield path, method, operations[method]


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    operation["summary"] = operation.pop("description", operation["summary"]).split("\n")[0].rstrip(".")
    operation["responses"].pop("422", None)
    for parameter in operation.get("parameters", []):
        _plain_parameter(parameter)
    if path not in OPEN or (path, method) == ("/v1/session", "delete"):
        operation["security"] = [{"bearer": []}]
        _name_path(path, operation)
        stated = {parameter["name"].lower() for parameter in operation.get("parameters", [])}
        if method != "get" and "idempotency-key" not in stated:
            operation.setdefault("parameters", []).append(deepcopy(_IDEMPOTENCY_KEY))
    operation["responses"] |= refusals.responses(refusals.codes_of(path, method, operation))


def _plain_parameter(parameter: dict[str, Any]) -> None:
    """A parameter as one writes it: no null in a query, and `limit` is text only to be refused in words."""
    if parameter["name"] == "limit":
        parameter["schema"] = openapi.LIMIT["schema"]
    choices = [one for one in parameter["schema"].get("anyOf", []) if one != {"type": "null"}]
    if len(choices) == 1:
        rest = {name: value for name, value in parameter["schema"].items() if name not in ("anyOf", "default")}
        parameter["schema"] = rest | choices[0]


def _name_path(path: str, operation: dict[str, Any]) -> None:
    """A route that leaves an id of its path to `Asks` has it all the same."""
    parameters = operation.setdefault("parameters", [])
    named = {parameter["name"] for parameter in parameters}
    for name in re.findall(r"{(\w+)}", path):
        if name not in named:
            parameters.append({"name": name, "in": "path", "required": True, "schema": {"type": "string"}})


def _describe(whole: dict[str, Any]) -> None:
    """Say in words what each parameter and field means, wherever its shape does not."""
    for _, _, operation in operations_of(whole):
        for parameter in operation.get("parameters", []):
            about = words.PARAMETERS.get(parameter["name"], "")
            if about and not parameter.get("description"):
                parameter["description"] = about
    for shape, schema in whole["components"]["schemas"].items():
        for name, one in schema.get("properties", {}).items():
            about = words.about_field(shape, name)
            if about and not one.get("description"):
                one["description"] = about


_DESCRIPTION = """\
Partners buy credits and enrol people with them. JSON in snake_case, times RFC 3339 in UTC, credits whole numbers.
Lists take `limit` (25, at most 100) and `cursor` and answer `items` and `next_cursor`. A refusal is a problem document.
"""
_IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}
