"""The API's document as a fuzzer gets it: ids drawn among known ones, and links from what was made to what uses it.

What is answered is held against the document itself (`document.unfit`); this copy only leads deeper into the product
than random ids would. A link says: the id in this answer is that parameter of another operation (OpenAPI 3.1, links).
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

from tests.flow.document import WHOLE

PRODUCED = {
    "POST /v1/partners": "partner_id",
    "POST /v1/courses": "course_id",
    "POST /v1/partners/{partner_id}/contacts": "contact_id",
    "POST /v1/partners/{partner_id}/organizations": "organization_id",
    "POST /v1/partners/{partner_id}/profiles": "profile_id",
    "POST /v1/partners/{partner_id}/enrollments": "enrollment_id",
    "POST /v1/partners/{partner_id}/staff": "person_id",
    "POST /v1/partners/{partner_id}/admins": "person_id",
    "POST /v1/platform/trainers": "person_id",
    "POST /v1/platform/admins": "person_id",
}
"""The operations that make something, and the parameter that its id is elsewhere."""
LISTED = {
    "GET /v1/partners": "partner_id",
    "GET /v1/courses": "course_id",
    "GET /v1/partners/{partner_id}/contacts": "contact_id",
    "GET /v1/partners/{partner_id}/organizations": "organization_id",
    "GET /v1/partners/{partner_id}/enrollments": "enrollment_id",
    "GET /v1/me/sessions": "session_id",
}
"""The lists whose first item has such an id."""
PAGED = "next_cursor"
ENDS_THE_CALLER = frozenset({
    "DELETE /v1/session", "POST /v1/session", "POST /v1/browser-sessions", "DELETE /v1/browser-sessions/current",
})  # fmt: skip
"""Asked apart: they end, or begin, the very sign-in that asks."""
Ids = dict[str, list[str]]


def linked(known: Ids) -> dict[str, Any]:
    """The document with these known ids (by the name of their parameter or field), with links."""
    document = deepcopy(WHOLE)
    operations = {
        f"{method.upper()} {path}": operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method != "parameters"
    }
    for source, operation in operations.items():
        if made := _made(source, operation):
            made["links"] = _links(source, operations)
    for operation in operations.values():
        for parameter in operation.get("parameters", []):
            _know(parameter["name"], parameter, "schema", known)
    for shape in document["components"]["schemas"].values():
        for name in shape.get("properties", {}):
            _know(name, shape["properties"], name, known)
    return document


def links_of(document: dict[str, Any]) -> int:
    """How many links a document has."""
    answers = [answer for one in document["paths"].values() for said in one.values() for answer in _answers(said)]
    return sum(len(answer.get("links", {})) for answer in answers)


def _answers(operation: Any) -> list[dict[str, Any]]:
    return list(operation.get("responses", {}).values()) if isinstance(operation, dict) else []


def _made(source: str, operation: dict[str, Any]) -> dict[str, Any] | None:
    """The answer of success of an operation that leads on; None where nothing does."""
    success = next((said for status, said in operation["responses"].items() if status.startswith("2")), None)
    return success if source in PRODUCED or source in LISTED else None


def _links(source: str, operations: dict[str, Any]) -> dict[str, Any]:
    """To each operation under the same path that takes the id, and from a list to its own next page."""
    path = source.split()[1]
    name = PRODUCED.get(source) or LISTED[source]
    where = "$response.body#/id" if source in PRODUCED else "$response.body#/items/0/id"
    own = set(re.findall(r"\{(\w+)\}", path))
    found: dict[str, Any] = {}
    for target, operation in operations.items():
        needs = set(re.findall(r"\{(\w+)\}", target))
        if target in ENDS_THE_CALLER or name not in needs or not own <= needs:
            continue
        given = {f"path.{one}": f"$request.path.{one}" for one in own} | {f"path.{name}": where}
        found[operation["operationId"]] = {"operationId": operation["operationId"], "parameters": given}
    if source in LISTED:
        more = {f"path.{one}": f"$request.path.{one}" for one in own}
        more["query.cursor"] = f"$response.body#/{PAGED}"
        operation = operations[source]["operationId"]
        found[f"{operation}_on"] = {"operationId": operation, "parameters": more}
    return found


def _know(name: str, place: dict[str, Any], at: str, known: Ids) -> None:
    """Let a schema draw among known values, one of them or a list of them; what is no id at all others ask."""
    singular = name.removesuffix("s") if name.endswith("_ids") else name
    if singular not in known or at not in place:
        return
    one = {"enum": known[singular]}
    place[at] = {"type": "array", "items": one, "maxItems": 6} if singular != name else one
