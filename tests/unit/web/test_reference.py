"""What `/docs` adds of its own to the API's document: refusals, words, examples and the recipe of an entry's hash."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from functions.enroll.operations import OPERATIONS as ENROLLING
from functions.portal_api.account import sign_in
from functions.portal_api.account.api import Refresh, Session, SignIn
from functions.portal_api.app import make_app
from functions.portal_api.web import reference, refusals
from functions.portal_api.web.examples import EXAMPLES
from functions.portal_api.web.openapi import document, operations_of
from functions.portal_api.web.shape_fields import SHAPE_FIELDS
from functions.wallet.entry import GENESIS, Movement
from functions.wallet.operations import OPERATIONS as OF_WALLETS
from functions.wallet.views import entry_view
from functions.wallet.wallet import Wallet
from shared.ids import EnrollmentKey
from shared.problems import PROBLEMS

ROOT = Path(__file__).parents[3]
WHOLE = document(make_app())
OPERATIONS = {operation["operationId"]: operation for _, _, operation in operations_of(WHOLE)}
GUIDE = (ROOT / "functions/portal_api/web/templates/docs_guide.html").read_text()
SHAPES: dict[str, Any] = {one.id: (one.body, one.answer) for one in (*OF_WALLETS, *ENROLLING)} | {
    "create_session": (SignIn, Session),
    "refresh_session": (Refresh, Session),
}


def codes(operation_id: str) -> set[str]:
    described = [answer.get("description", "") for answer in OPERATIONS[operation_id]["responses"].values()]
    return set(re.findall(r"`([a-z-]+)`", " ".join(described))) & PROBLEMS.keys()


def test_every_refusal_but_a_wrong_method_is_told_of_some_operation() -> None:
    told = set().union(*map(codes, OPERATIONS))

    assert PROBLEMS.keys() - told == {"method-not-allowed"}
    assert refusals.OWN.keys() <= OPERATIONS.keys()


def test_an_operation_tells_what_follows_from_its_shape_and_what_is_its_own() -> None:
    assert codes("create_session") == {
        "unknown-host", "internal", "busy", "invalid-request", "not-json", "too-large", "invalid-credentials",
        "mfa-required", "too-many-attempts",
    }  # fmt: skip
    assert {"contact-exists", "partner-suspended", "idempotency-key-reused", "not-signed-in"} <= codes("post_contact")
    assert codes("get_contacts") >= {"cursor-invalid", "not-found", "not-allowed", "partner-closed"}
    assert not codes("get_contact") & {"cursor-invalid", "partner-suspended", "idempotency-key-reused", "not-json"}


def test_members_of_problems_are_those_that_are_raised() -> None:
    source = "\n".join(path.read_text() for room in ("functions", "shared") for path in (ROOT / room).rglob("*.py"))
    raised: dict[str, set[str]] = {}
    for code, members in re.findall(r'Problem\(\s*"([a-z-]+)"([^\n]*)', source):
        raised.setdefault(code, set()).update(re.findall(r"(\w+)=", members))

    assert {code: set(members) for code, members in refusals.MEMBERS.items()} == {k: v for k, v in raised.items() if v}


def test_every_parameter_and_every_field_is_described() -> None:
    for operation in OPERATIONS.values():
        for parameter in operation.get("parameters", []):
            assert parameter.get("description"), (operation["operationId"], parameter["name"])
    for shape, schema in WHOLE["components"]["schemas"].items():
        for name, one in schema.get("properties", {}).items():
            assert one.get("description"), f"{shape}.{name}: say it in web/fields.py"
    known = {
        f"{shape}.{name}"
        for shape, schema in WHOLE["components"]["schemas"].items()
        for name in schema.get("properties", {})
    }
    assert set(SHAPE_FIELDS) <= known


def test_every_type_that_is_named_is_shown() -> None:
    shown = {one["name"] for one in reference.types(WHOLE)}
    operations = [one for group in reference.grouped(WHOLE) for one in group.operations]
    rows = [row for one in (*operations, *reference.types(WHOLE)) for row in one.get("body", one.get("rows"))]
    named = " ".join(str(row["type"]) for row in rows) + " ".join(
        str(answer["type"]) for one in operations for answer in one["answers"]
    )

    assert set(re.findall(r'href="#type-(\w+)"', named)) <= shown
    assert {"View", "PersonResult", "EntryShape", "Address", "Assignment", "Problem"} <= shown


def test_limits_and_defaults_are_told_in_words() -> None:
    limit = next(one for one in OPERATIONS["get_contacts"]["parameters"] if one["name"] == "limit")
    ids = WHOLE["components"]["schemas"]["BatchBody"]["properties"]["contact_ids"]

    assert reference._row("limit", limit["schema"], False)["limits"] == "1–100; default `25`"
    assert reference._row("contact_ids", ids, True)["limits"] == "1–500 items; each 1–100 characters"


def test_words_between_backticks_are_code_and_all_else_is_escaped() -> None:
    assert reference.ticked("<b> `a<b` & `GET /v1/me/{x}`") == (
        "&lt;b&gt; <code>a&lt;b</code> &amp; <code>GET <wbr>/v1/<wbr>me/<wbr>{x}</code>"
    )


@pytest.mark.parametrize("operation_id", EXAMPLES)
def test_an_example_has_the_shapes_of_its_operation(operation_id: str) -> None:
    body, answer = SHAPES[operation_id]
    example = EXAMPLES[operation_id]

    body.model_validate(example.body)
    answer.model_validate(example.answer)
    assert example.answer.keys() <= answer.model_fields.keys()
    assert ("security" in OPERATIONS[operation_id]) == bool(example.key)


def test_signing_in_and_every_command_that_moves_credits_has_an_example() -> None:
    money = {one.id for one in (*OF_WALLETS, *ENROLLING) if "idempotency-key-missing" in one.problems}

    assert EXAMPLES.keys() >= money | {"create_session", "refresh_session"}


def test_the_guides_recipe_makes_the_hash_that_the_api_answers() -> None:
    recipe = GUIDE.split('<pre tabindex="0">import hashlib')[1].split("</pre>")[0]
    scope: dict[str, Any] = {}
    exec("import hashlib" + recipe, scope)
    partner, course, contact = (f"{prefix}_01KB5V3N8Q4C2J7M9RXTW6YZDE" for prefix in ("prt", "crs", "con"))
    paid_for = {"course_id": course, "people": [[contact, 2]]}
    movement = Movement("enrollment", -10, "per_1", "2026-11-22T09:30:00.000Z", reason="perché", paid_for=paid_for)
    entry = Wallet(partner, available=200, held=5, seq=13, head="ab" * 32).move(movement, 0).entry
    view = json.loads(json.dumps(entry_view(entry, {})))

    assert view["subject"]["enrollment_ids"] == [EnrollmentKey(partner, course, contact, 2).id]
    assert scope["entry_hash"](partner, view, "ab" * 32, [[contact, 2]]) == view["hash"]
    assert f"{len(GENESIS)} zeros" in GUIDE


def test_the_guides_numbers_are_the_codes() -> None:
    from functions.enroll.handler import PEOPLE_A_BATCH
    from functions.enroll.plan import MOST_AT_ONCE
    from functions.portal_api.account import guesses
    from functions.portal_api.command import RECEIPT_SECONDS
    from shared.requests import BODY_LIMIT

    assert f"up to {MOST_AT_ONCE} people" in GUIDE and f"up to {PEOPLE_A_BATCH} people" in GUIDE
    assert f"{BODY_LIMIT:,} bytes" in GUIDE
    assert RECEIPT_SECONDS == 2 * 86400 and sign_in.CHALLENGE_SECONDS == 180
    assert (guesses.SIGN_IN_BY_BOTH.most, guesses.SIGN_IN_BY_BOTH.seconds) == (10, 900)
