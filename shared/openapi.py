"""OpenAPI 3.1 for the doors that are not FastAPI: operations declared beside their handlers, from the same shapes.

Nothing at run time needs this but the reference page; the document is committed under `infra/openapi/` and
compared in CI, and a test holds the declared routes against the handlers' and the template's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from shared.problems import MEDIA_TYPE, PROBLEMS

ALWAYS = (
    "not-signed-in",
    "not-found",
    "not-allowed",
    "second-factor-required",
    "partner-closed",
    "invalid-request",
    "unknown-host",
    "internal",
    "busy",
)
COMMAND = (
    "cross-site",
    "invalid-request",
    "not-json",
    "too-large",
    "idempotency-key-invalid",
    "idempotency-key-reused",
    "partner-suspended",
)


@dataclass(frozen=True)
class Operation:
    """One route: its shapes, its query parameters (name to description) and the problems it answers of its own."""

    method: str
    path: str
    id: str
    summary: str
    tag: str
    answer: type[BaseModel] | str
    status: int = 200
    body: type[BaseModel] | None = None
    body_required: bool = True
    query: dict[str, dict[str, Any]] = field(default_factory=dict)
    problems: Sequence[str] = ()

    @property
    def is_command(self) -> bool:
        return self.method != "get"


LIMIT = {"description": "Items a page", "schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": 25}}
CURSOR = {"description": "`next_cursor` of the page before", "schema": {"type": "string"}}


def document(operations: Sequence[Operation]) -> dict[str, Any]:
    """`{"paths": …, "components": …}` of these operations."""
    shapes = [shape for one in operations for shape in (one.body, one.answer) if isinstance(shape, type)]
    references, definitions = models_json_schema(
        [(shape, "validation") for shape in dict.fromkeys(shapes)], ref_template="#/components/schemas/{model}"
    )
    schema_of = {shape: references[shape, "validation"] for shape in shapes}
    paths: dict[str, Any] = {}
    for one in operations:
        paths.setdefault(one.path, {})[one.method] = _operation(one, schema_of)
    return {"paths": paths, "components": {"schemas": definitions["$defs"] | {"Problem": PROBLEM}}}


def _operation(one: Operation, schema_of: dict[Any, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": one.id,
        "summary": one.summary,
        "tags": [one.tag],
        "security": [{"bearer": []}],
        "parameters": _parameters(one),
        "responses": {str(one.status): _answer(one, schema_of)} | _problems(one),
    }
    if one.body:
        content = {"application/json": {"schema": schema_of[one.body]}}
        found["requestBody"] = {"required": one.body_required, "content": content}
    return found


def _parameters(one: Operation) -> list[dict[str, Any]]:
    text = {"type": "string"}
    found = [
        {"name": name, "in": "path", "required": True, "schema": text} for name in re.findall(r"{(\w+)}", one.path)
    ]
    if one.is_command:
        key = {"type": "string", "minLength": 1, "maxLength": 255}
        required = "idempotency-key-missing" in one.problems
        found.append({"name": "Idempotency-Key", "in": "header", "required": required, "schema": key})
    return found + [{"name": name, "in": "query"} | about for name, about in one.query.items()]


def _answer(one: Operation, schema_of: dict[Any, Any]) -> dict[str, Any]:
    if isinstance(one.answer, str):
        return {"description": one.summary, "content": {one.answer: {"schema": {"type": "string"}}}}
    answer: dict[str, Any] = {
        "description": one.summary,
        "content": {"application/json": {"schema": schema_of[one.answer]}},
    }
    if one.is_command:
        about = {
            "description": "`true` when this is the first answer of an earlier request",
            "schema": {"type": "string"},
        }
        answer["headers"] = {"Idempotency-Replayed": about}
    return answer


def _problems(one: Operation) -> dict[str, Any]:
    by_status: dict[int, list[str]] = {}
    for code in dict.fromkeys([*ALWAYS, *(COMMAND if one.is_command else ()), *one.problems]):
        by_status.setdefault(PROBLEMS[code].status, []).append(code)
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        str(status): {
            "description": ", ".join(f"`{code}`" for code in codes),
            "content": {MEDIA_TYPE: {"schema": schema}},
        }
        for status, codes in sorted(by_status.items())
    }


PROBLEM: dict[str, Any] = {
    "title": "Problem",
    "description": "RFC 9457 problem document; `code` says which, members of its own follow, for example `required`.",
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "request_id"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string", "enum": sorted(PROBLEMS)},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["path", "detail"],
                "properties": {"path": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
