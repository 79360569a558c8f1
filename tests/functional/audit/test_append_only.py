"""Nobody changes or deletes the audit: no route has a verb for it, and nothing but a command's own row reaches it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.model import OperationModel

from functions.portal_api.app import make_app
from shared import dynamo
from tests.builders import a_partner, a_partner_admin, a_platform_admin
from tests.functional.front import Front

ROOT = Path(__file__).resolve().parents[3]
DESK = "functions/portal_api"


def sources() -> Iterator[tuple[str, ast.Module]]:
    """All that is shipped, parsed."""
    for place in ("functions", "shared"):
        for path in sorted((ROOT / place).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text())


def named(tree: ast.Module, owner: str, name: str) -> bool:
    """Whether `owner.name` is spoken of, or taken out of its module by name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if (node.value.id, node.attr) == (owner, name):
                return True
        elif (
            isinstance(node, ast.ImportFrom)
            and (node.module or "").split(".")[-1] == owner
            and any(one.name == name for one in node.names)
        ):
            return True
    return False


def test_no_route_has_a_verb_for_it(front: Front) -> None:
    partner, platform = a_partner(), a_platform_admin()
    front.patch(f"/v1/partners/{partner.id}", platform, {"language": "it"})
    path = f"/v1/partners/{partner.id}/audit"
    [row] = front.get(path, platform).json["items"]

    served = {place: set(operations) for place, operations in make_app().openapi()["paths"].items()}
    trails = {place: methods for place, methods in served.items() if place.rpartition("/")[2] in ("audit", "views")}
    assert trails.keys() >= {
        "/v1/partners/{partner_id}/audit",
        "/v1/platform/audit",
        "/v1/partners/{partner_id}/contacts/{contact_id}/views",
        "/v1/me/{partner_id}/views",
    }
    assert all(methods == {"get"} for methods in trails.values())
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        for place in (path, "/v1/platform/audit"):
            assert front.ask(method, place, platform, body={}).code == "method-not-allowed"
            assert front.ask(method, f"{place}/{row['id']}", platform, body={}).code == "not-found"
    assert front.get(path, platform).json["items"] == [row]


def test_its_keys_are_known_to_who_adds_a_row_and_who_reads_them() -> None:
    spelled = {
        path
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "#AUDIT" in node.value
    }
    assert spelled == {"shared/keys.py"}
    assert {path for path, tree in sources() if named(tree, "keys", "audit")} == {
        "shared/trail.py",
        f"{DESK}/audit/store.py",
    }


def test_a_place_gets_rows_from_commands_alone_and_a_person_from_their_own_account() -> None:
    """Every other caller of `trail.row` writes to `PERSON#…`, but two workers; the first admin is made by no route."""
    scopes: dict[str, set[str]] = {}
    for path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "trail.row":
                scopes.setdefault(path, set()).add(ast.unparse(node.args[0]))

    hands_on = {f"{DESK}/trail.py"}
    assert {path for path, tree in sources() if named(tree, "trail", "row")} - hands_on == scopes.keys()
    [of_command] = scopes.pop(f"{DESK}/command.py")
    assert "trail.scope_of(self.partner.id if self.partner else None)" in of_command
    assert scopes.pop(f"{DESK}/account/first_admin.py") == {"trail.scope_of(None)"}
    assert scopes.pop("functions/enroll/set_result.py") == {"scope"}
    for worker, whose in (("domains", "domain"), ("senders", "sender")):  # what came about by itself
        assert scopes.pop(f"{DESK}/{worker}/follow.py") == {f"f'PARTNER#{{{whose}.partner_id}}'"}
    own = ("f'PERSON#{", "scope_of(person_id)")
    assert all(scope.startswith(own) for found in scopes.values() for scope in found), scopes
    for path, tree in sources():
        imported = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
        assert not any("first_admin" in ast.unparse(one) for one in imported), path


def test_the_room_itself_knows_no_write() -> None:
    for path, tree in sources():
        if path.startswith(f"{DESK}/audit/"):
            imported = {one.module for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)}
            assert not imported & {"shared.commit"}, path
            assert "client" not in {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}, path


def test_a_row_is_put_where_none_stands_together_with_what_it_tells(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner = a_partner(admins_count=2, accepted_count=2)
    admin, platform = a_partner_admin(partner), a_platform_admin()
    base, writes = f"/v1/partners/{partner.id}", []

    def note(params: dict[str, Any], model: OperationModel, **_: Any) -> None:
        if "AUDIT" in str(params) and model.name not in ("Query", "BatchGetItem"):
            writes.append((model.name, params))

    dynamo.client().meta.events.register("before-parameter-build.dynamodb", note)
    contact = front.post(f"{base}/contacts", admin, {"first_name": "Ada"}).json["id"]
    front.patch(f"{base}/contacts/{contact}", admin, {"email": "ada@acme.example"})
    front.post(f"{base}/organizations", admin, {"name": "Acme"})
    front.post("/v1/courses", platform, {"title": "A", "enrollment_cost": 1, "assignment": {"all_partners": True}})
    laura = {"email": "laura@alfa.example", "first_name": "Laura", "last_name": "Moretti"}
    front.post(f"{base}/admins", admin, laura)
    front.post(f"{base}/suspension", platform)
    front.ask("DELETE", f"{base}/suspension", platform)
    front.patch("/v1/me", admin, {"language": "it"})
    for path in (f"{base}/audit", "/v1/platform/audit"):
        assert front.get(path, platform).status == 200
    dynamo.client().meta.events.unregister("before-parameter-build.dynamodb", note)

    assert len(writes) == 8
    for name, params in writes:
        assert name == "TransactWriteItems" and len(params["TransactItems"]) > 1
        [row] = [one for one in params["TransactItems"] if "#AUDIT" in str(one)]
        assert row.keys() == {"Put"} and row["Put"]["ConditionExpression"] == "attribute_not_exists(pk)"
