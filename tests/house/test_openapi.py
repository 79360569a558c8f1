"""The reference of the API is what the code serves, whole and in one form."""

from __future__ import annotations

import json
from typing import Any

import pytest

from functions.enroll import handler as enroll
from functions.enroll.operations import OPERATIONS as ENROLL
from functions.wallet import handler as wallet
from functions.wallet.operations import OPERATIONS as WALLET
from infra import generate_openapi
from shared.problems import MEDIA_TYPE

DOCUMENT: dict[str, Any] = json.loads(generate_openapi.text())


def test_the_committed_document_is_what_the_code_says() -> None:
    assert generate_openapi.main(["--check"]) == 0


@pytest.mark.parametrize(("handler", "operations"), [(wallet, WALLET), (enroll, ENROLL)])
def test_what_wallet_and_enroll_tell_is_what_they_serve(handler: Any, operations: Any) -> None:
    routes = [*handler.app._static_routes, *handler.app._dynamic_routes]
    served = {f"{route.method} {route.path}".replace("<", "{").replace(">", "}") for route in routes}

    assert served == {f"{one.method.upper()} {one.path}" for one in operations}


def test_every_operation_says_what_it_takes_and_how_it_refuses() -> None:
    seen = set()
    for path, operations in DOCUMENT["paths"].items():
        for method, operation in operations.items():
            where = f"{method} {path}"
            assert operation["operationId"] not in seen, where
            seen.add(operation["operationId"])
            assert operation.get("summary") and operation.get("tags"), where
            assert any(MEDIA_TYPE in answer.get("content", {}) for answer in operation["responses"].values()), where
            named = {one["name"] for one in operation.get("parameters", []) if one["in"] == "path"}
            assert named == {part[1:-1] for part in path.split("/") if part.startswith("{")}, where


def test_every_reference_leads_somewhere() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    text = json.dumps(DOCUMENT)
    for name in {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}:
        assert name in schemas, name
