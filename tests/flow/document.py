"""The document of the API, and whether an answer is as it says: the status, its code, the type, every field."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from typing import Any

import httpx
from jsonschema import Draft202012Validator

from functions.portal_api.web.refusals import MEMBERS
from infra import generate_openapi
from shared.problems import STANDARD

WHOLE: dict[str, Any] = json.loads(generate_openapi.text())
DOCUMENT: dict[str, Any] = {
    f"{method.upper()} {path}": operation
    for path, methods in WHOLE["paths"].items()
    for method, operation in methods.items()
    if method != "parameters"
}
"""Every operation by method and path."""


def unfit(operation: str, answer: httpx.Response) -> str | None:
    """How an answer differs from what the document says of its operation; None when it does not."""
    said = DOCUMENT[operation]["responses"].get(str(answer.status_code))
    if said is None:
        return f"{answer.status_code} is not documented"
    media = answer.headers.get("content-type", "").partition(";")[0]
    documented = said.get("content", {})
    if not documented:
        return f"{media} is not documented" if answer.content else None
    if media not in documented:
        return f"{media} is not documented"
    if not media.endswith("json"):
        return None
    told = answer.json()
    if answer.status_code >= 400 and f"`{told['code']}`" not in said["description"]:
        return f"{told['code']} is not documented"
    if answer.status_code >= 400 and (own := told.keys() - STANDARD - set(MEMBERS.get(told["code"], ()))):
        return f"{sorted(own)} of {told['code']} is not documented"
    for error in _validator(operation, answer.status_code, media).iter_errors(told):
        return f"{error.json_path}: {error.message[:200]}"
    return None


@cache
def _validator(operation: str, status: int, media: str) -> Draft202012Validator:
    schema = DOCUMENT[operation]["responses"][str(status)]["content"][media]["schema"]
    return Draft202012Validator({"components": _closed(), **deepcopy(schema)})


@cache
def _closed() -> dict[str, Any]:
    """All shapes, but that nothing may be said beside what they declare; a problem's own members have a table."""
    components = deepcopy(WHOLE["components"])
    for name, shape in components["schemas"].items():
        if "properties" in shape and name != "Problem":
            shape.setdefault("additionalProperties", False)
    return {"schemas": components["schemas"]}
