"""The API's document as the page `/docs` shows it: operations by tag, every type with its fields, every problem.

What comes out of here is either plain text, in which words between backticks are code, or markup made of it here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup, escape

from functions.portal_api.web import refusals
from functions.portal_api.web.examples import EXAMPLES
from functions.portal_api.web.openapi import operations_of
from shared.language import translate
from shared.problems import PROBLEMS

_REFERENCE = "#/components/schemas/"
_NULL = {"type": "null"}


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
        groups.setdefault(name, Group(name)).operations.append(_operation(whole, path, method, operation))
    return sorted(groups.values(), key=lambda group: group.name)


def types(whole: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every shape that an answer or a field names, with its fields."""
    schemas = whole["components"]["schemas"]
    bodies = _bodies(whole)
    shown = [name for name in sorted(schemas) if name not in bodies and not _is_list(schemas[name])]
    return [{"name": name, "says": _first_words(schemas[name]), "rows": list(_fields(schemas[name]))} for name in shown]


def problems(language: str) -> list[dict[str, Any]]:
    """Every refusal: code, status, title and detail in this language, members of its own."""
    return [
        {
            "code": code,
            "status": row.status,
            "title": translate(row.title, language),
            "detail": re.sub(r"{(\w+)}", r"`\1`", translate(row.detail, language)),
            "members": refusals.MEMBERS.get(code, ()),
        }
        for code, row in PROBLEMS.items()
    ]


def ticked(text: str) -> Markup:
    """Plain text as markup, words between backticks as code; a path may break at its slashes, a name nowhere."""
    parts = re.split(r"`([^`]+)`", text)
    return Markup().join(coded(part) if at % 2 else escape(part) for at, part in enumerate(parts))


def coded(text: str) -> Markup:
    """Code in a line, which breaks nowhere but after a space and between the parts of a path."""
    parts = re.split(r"(?<= )|(?<=[^ ]/)", text)
    return Markup("<code>{}</code>").format(Markup("<wbr>").join(escape(part) for part in parts))


def _operation(whole: Mapping[str, Any], path: str, method: str, operation: Mapping[str, Any]) -> dict[str, Any]:
    responses = operation["responses"]
    body = operation.get("requestBody", {})
    return {
        "method": method.upper(),
        "path": path,
        "id": f"{method}-{path.strip('/').replace('/', '-').replace('{', '').replace('}', '')}",
        "says": operation.get("summary", ""),
        "open": "security" not in operation,
        "parameters": [_parameter(one) for one in operation.get("parameters", [])],
        "body": _body(whole, body, method),
        "body_required": body.get("required", False),
        "answers": [_answer(whole, status, responses[status]) for status in responses if status.startswith("2")],
        "refusals": [
            (status, re.findall(r"`([a-z-]+)`", responses[status]["description"]))
            for status in sorted(responses)
            if not status.startswith("2")
        ],
        "example": EXAMPLES.get(operation["operationId"]),
    }


def _parameter(one: Mapping[str, Any]) -> dict[str, Any]:
    schema = one["schema"]
    required = one.get("required", False)
    return _row(one["name"], schema, required) | {"in": one["in"], "says": one.get("description", "")}


def _body(whole: Mapping[str, Any], body: Mapping[str, Any], method: str) -> list[dict[str, Any]]:
    """The fields of a body; what a change leaves out stays as it is, so there no default is told."""
    schema = body.get("content", {}).get("application/json", {}).get("schema", {})
    return list(_fields(_resolved(schema, whole), defaults=method != "patch"))


def _answer(whole: Mapping[str, Any], status: str, answer: Mapping[str, Any]) -> dict[str, Any]:
    content = answer.get("content", {})
    media = next(iter(content), "")
    schema = content.get(media, {}).get("schema", {})
    found = _resolved(schema, whole)
    is_list = _is_list(found)
    of = found["properties"]["items"]["items"] if is_list else schema
    return {"status": status, "media": media, "is_list": is_list, "type": _type_of(of) if media else ""}


def _is_list(schema: Mapping[str, Any]) -> bool:
    """Whether it is a page of a list, which is told in a line instead of a table."""
    return set(schema.get("properties", ())) == {"items", "next_cursor"}


def _resolved(schema: Mapping[str, Any], whole: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in schema:
        return schema
    found: Mapping[str, Any] = whole["components"]["schemas"].get(schema["$ref"].removeprefix(_REFERENCE), {})
    return found


def _bodies(whole: Mapping[str, Any]) -> set[str]:
    """Shapes of whole bodies: they stand with their operation."""
    carried = [
        operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
        for _, _, operation in operations_of(whole)
    ]
    return {schema["$ref"].removeprefix(_REFERENCE) for schema in carried if "$ref" in schema}


def _first_words(schema: Mapping[str, Any]) -> str:
    return " ".join(schema.get("description", "").split("\n\n")[0].split())


def _fields(schema: Mapping[str, Any], *, defaults: bool = True) -> Iterator[dict[str, Any]]:
    for name, one in schema.get("properties", {}).items():
        yield _row(name, one, name in schema.get("required", []), defaults=defaults)


def _row(name: str, schema: Mapping[str, Any], required: bool, *, defaults: bool = True) -> dict[str, Any]:
    limits = [*_limits(schema)]
    if defaults and not required and schema.get("default") not in (None, "", []):
        limits.append(f"default `{json.dumps(schema['default'])}`")
    says = schema.get("description", "")
    return {"name": name, "type": _type_of(schema), "required": required, "limits": "; ".join(limits), "says": says}


def _type_of(schema: Mapping[str, Any]) -> Markup:
    """A field's type in a few words, a shape as a link to it."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(_REFERENCE)
        return Markup('<a href="#type-{0}">{0}</a>').format(name)
    if "anyOf" in schema or "oneOf" in schema:
        choices = schema.get("anyOf", schema.get("oneOf", []))
        return Markup(" | ").join(_type_of(one) for one in choices)
    if "enum" in schema:
        return Markup(" | ").join(Markup("<code>{}</code>").format(f'"{value}"') for value in schema["enum"])
    if "const" in schema:
        return Markup("<code>{}</code>").format(f'"{schema["const"]}"')
    if schema.get("type") == "array":
        return Markup("[{}]").format(_type_of(schema.get("items", {})))
    return escape(schema.get("type", "any"))


_PAIRS = (("minLength", "maxLength", "characters"), ("minItems", "maxItems", "items"), ("minimum", "maximum", ""))


def _limits(schema: Mapping[str, Any]) -> Iterator[str]:
    """What a value must keep to, in words."""
    for choice in schema.get("anyOf", ()):
        yield from _limits(choice) if choice != _NULL else ()
    for least, most, unit in _PAIRS:
        low, high = schema.get(least), schema.get(most)
        if low is not None and high is not None:
            yield f"{int(low)}–{int(high)} {unit}".strip()
        elif high is not None:
            yield f"at most {int(high)} {unit}".strip()
        elif low is not None:
            yield f"at least {int(low)} {unit}".strip()
    if "pattern" in schema:
        yield f"`{schema['pattern']}`"
    if schema.get("type") == "array":
        yield from (f"each {limit}" for limit in _limits(schema.get("items", {})))
