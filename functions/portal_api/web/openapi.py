"""The API's document (OpenAPI 3.1): FastAPI's own for the front desk, with what wallet and enroll say of theirs.

Wallet and enroll declare their operations beside their handlers (`shared/openapi.py`). What FastAPI cannot know is
added to each of its operations here: that it takes a bearer token, an Idempotency-Key, and refuses with problems.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI

from functions.portal_api.web.version import VERSION
from shared import openapi
from shared.problems import MEDIA_TYPE

OPEN = frozenset({
    "/health", "/v1/session", "/v1/session/mfa", "/v1/session/refresh", "/v1/password-links", "/v1/passwords",
})  # fmt: skip
"""Paths whose POST and GET take no token."""
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
    schemas["Problem"] = openapi.PROBLEM
    parts["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}
    whole["paths"] = dict(sorted(whole["paths"].items()))
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
    operation["responses"]["default"] = {
        "description": "Refused: a problem document (RFC 9457).",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if path in OPEN and method != "delete":
        return
    operation["security"] = [{"bearer": []}]
    _name_path(path, operation)
    stated = {parameter["name"].lower() for parameter in operation.get("parameters", [])}
    if method != "get" and "idempotency-key" not in stated:
        operation.setdefault("parameters", []).append(_IDEMPOTENCY_KEY)


def _name_path(path: str, operation: dict[str, Any]) -> None:
    """A route that leaves an id of its path to `Asks` has it all the same."""
    parameters = operation.setdefault("parameters", [])
    named = {parameter["name"] for parameter in parameters}
    for name in re.findall(r"{(\w+)}", path):
        if name not in named:
            parameters.append({"name": name, "in": "path", "required": True, "schema": {"type": "string"}})


@dataclass
class Group:
    """Operations of one tag, as the reference page lists them."""

    name: str
    operations: list[dict[str, Any]] = field(default_factory=list)


def grouped(whole: Mapping[str, Any]) -> list[Group]:
    """The document by tag, with what a reader wants of each operation."""
    groups: dict[str, Group] = {}
    for path, method, operation in operations_of(whole):
        name = (operation.get("tags") or ["other"])[0]
        groups.setdefault(name, Group(name)).operations.append({
            "method": method.upper(),
            "path": path,
            "id": f"{method}-{path.strip('/').replace('/', '-').replace('{', '').replace('}', '')}",
            "says": operation.get("summary", ""),
            "open": "security" not in operation,
            "parameters": [
                {"name": one["name"], "in": one["in"], "required": one.get("required", False)}
                for one in operation.get("parameters", [])
            ],
            "body": _fields(whole, _schema(operation.get("requestBody", {}), whole)),
            "answers": [
                {"status": status, "fields": _fields(whole, _schema(answer, whole))}
                for status, answer in operation["responses"].items()
                if status.startswith("2")
            ],
            "refusals": [
                {"status": status, "says": answer["description"]}
                for status, answer in operation["responses"].items()
                if not status.startswith("2")
            ],
        })  # fmt: skip
    return sorted(groups.values(), key=lambda group: group.name)


def _schema(carrier: Mapping[str, Any], whole: Mapping[str, Any]) -> dict[str, Any]:
    content = carrier.get("content", {}).get("application/json", {})
    return _resolved(content.get("schema", {}), whole)


def _resolved(schema: Mapping[str, Any], whole: Mapping[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        found = whole["components"]["schemas"].get(schema["$ref"].rpartition("/")[2], {})
        return dict(found)
    return dict(schema)


def _fields(whole: Mapping[str, Any], schema: Mapping[str, Any]) -> list[dict[str, Any]]:
    required = schema.get("required", [])
    return [
        {"name": name, "type": _type_of(one, whole), "required": name in required}
        for name, one in schema.get("properties", {}).items()
    ]


def _type_of(schema: Mapping[str, Any], whole: Mapping[str, Any]) -> str:
    """A field's type in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema or "oneOf" in schema:
        return " | ".join(_type_of(one, whole) for one in schema.get("anyOf", schema.get("oneOf", [])))
    if "enum" in schema:
        return " | ".join(f'"{value}"' for value in schema["enum"])
    if "const" in schema:
        return f'"{schema["const"]}"'
    if schema.get("type") == "array":
        return f"[{_type_of(schema.get('items', {}), whole)}]"
    return str(schema.get("type", "any"))


_DESCRIPTION = """\
Partners buy credits and enrol people with them. JSON in snake_case, times RFC 3339 in UTC, credits whole numbers.
Lists take `limit` (25, at most 100) and `cursor` and answer `items` and `next_cursor`. A refusal is a problem document.
"""
_IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Repeating the request with the same key gives the first answer again.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}
