"""With the engine enforcing the template's policies: the main job works, and no function may do another's work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from infra.local.engine import REGION
from infra.local.stack import FIRST_ADMIN
from tests.flow.api import PASSWORD, World
from tests.flow.bodies import BODIES
from tests.flow.callers import TAG
from tests.flow.making import Making
from tests.flow.matrix import filled


@pytest.mark.criterion("C-20", "C-26", "X-11")
def test_the_main_job_needs_no_more_than_the_policies_give(guarded: World) -> None:
    partner, laura = guarded.partner("Studio Alfa", credits=20), guarded.email("laura")
    admin, course = guarded.admin(partner, laura), guarded.course(10, partner)
    path = f"/v1/partners/{partner}/enrollments"
    people = [
        admin.ok("POST", f"/v1/partners/{partner}/contacts", {"first_name": f"P{n}"}, 201)["id"] for n in range(3)
    ]

    enrolled = admin.ok("POST", path, {"course_id": course, "contact_id": people[0]}, 201)
    admin.ok("POST", f"{path}/batches", {"course_id": course, "contact_ids": people, "mode": "partial"})
    admin.refused("POST", path, {"course_id": course, "contact_id": people[2]})
    admin.ok("POST", f"{path}/{enrolled['id']}/withdrawal")
    guarded.platform.ok("POST", f"/v1/partners/{partner}/wallet/deductions", {"credits": 3, "reason": "x"}, 201)
    admin.ok("GET", f"/v1/partners/{partner}/wallet/entries?limit=2")
    assert admin.ok("GET", f"/v1/partners/{partner}/wallet/verification")["ok"]
    for address in (laura, FIRST_ADMIN):
        assert any("Studio Alfa" in mail["text"] for mail in guarded.mails(address)), address
    answer = guarded.stack.aws("lambda").invoke(FunctionName=guarded.stack.function("Reconcile"), Payload=b"{}")
    assert "FunctionError" not in answer, answer["Payload"].read()


@pytest.mark.criterion("A-22", "A-23", "X-11")
def test_what_staff_trainers_and_contacts_do_needs_no_more_than_the_policies_give(guarded: World) -> None:
    making, platform = Making(guarded), guarded.platform
    place = making.records(guarded.partner("Studio Alfa", credits=20, kind="whitelabel"), TAG)
    base, words = f"/v1/partners/{place['partner_id']}", {"email": guarded.email("new")} | place
    emails = {name: guarded.email(name) for name in ("enroller", "key", "learner", "trainer")}
    own = {name: making.give_role(name, place, emails[name]) for name in ("enroller", "key", "learner")}
    making.invite("/v1/platform/trainers", emails["trainer"], courses=[place["course_id"]])
    links = making.links()
    enroller, key, learner, trainer = (
        making.sign_in(name, "alfa", email, links[email], own.get(name, {})).api for name, email in emails.items()
    )
    for method, path, status in (
        ("PUT", "/brand/logos/{variant}", 200),
        ("DELETE", "/brand/logos/{variant}", 200),
        ("PUT", "/brand", 200),
        ("POST", "/profiles", 201),
        ("POST", "/wallet/top-up-requests", 202),
        ("POST", "/contacts/batches", 200),
        ("POST", "/contacts/matches", 200),
    ):
        body = filled(BODIES[f"{method} /v1/partners/{{partner_id}}{path}"], words) if method != "DELETE" else None
        platform.ok(method, base + path.replace("{variant}", "dark"), body, status)
    for path in (f"{base}/overview", "/v1/platform/overview", "/v1/platform/search?q=alfa", "/v1/platform/trainers"):
        platform.ok("GET", path)

    enrolled = f"{base}/enrollments/{making.enroll(place)}"
    trainer.ok("PATCH", enrolled, {"result": "passed"})
    assert enroller.get(f"{base}/enrollments.csv").status_code == 200
    business, own_place = f"/v1/business/{place['organization_id']}", f"/v1/me/{place['partner_id']}"
    key.ok("PATCH", f"{business}/company/{place['organization_id']}", {"phone": "+39 02 1234567"})
    key.ok("POST", f"{business}/people", {"first_name": "Ada"}, 201)
    assert any(one["result"] == "passed" for one in key.ok("GET", f"{business}/enrollments")["items"])
    assert learner.ok("GET", f"{own_place}/enrollments")["items"][0]["result"] == "passed"
    viewed = platform.ok("GET", f"{base}/contacts/{own['learner']['contact_id']}/views")["items"]
    assert len({one["viewer"]["id"] for one in viewed}) == 2, "the enroller by the file, the key contact by the list"
    begun = key.ok("POST", "/v1/me/second-factor", {"password": PASSWORD}, 201)
    assert begun["secret"] and key.ok("GET", "/v1/me/sessions")["items"]
    key.ok("PUT", "/v1/me/password", {"current_password": PASSWORD, "new_password": f"{PASSWORD} once more"}, 204)
    key.refused("GET", "/v1/me", status=401)
    platform.ok("DELETE", f"{base}/contacts/{own['learner']['contact_id']}/portal-access", status=204)
    learner.refused("GET", f"{own_place}/people", status=404)


def test_identity_holds_where_the_engine_checks_it(guarded: World) -> None:
    partner, laura = guarded.partner(), guarded.email("laura")
    guarded.invite(partner, laura)
    token = guarded.token(laura)
    set_it = {"token": token, "new_password": "correct-horse-battery"}

    guarded.anonymous().refused("POST", "/v1/session", {"email": laura, "password": set_it["new_password"]}, 401)
    guarded.anonymous().ok("POST", "/v1/passwords", set_it, 204)
    again = guarded.anonymous().refused(
        "POST", "/v1/passwords", set_it | {"new_password": "another-horse-battery"}, 410
    )
    assert again["code"] == "link-invalid"
    admin = guarded.sign_in(laura.upper(), set_it["new_password"])
    assert [view["id"] for view in admin.ok("GET", "/v1/me")["views"]] == [partner]
    admin.ok("DELETE", "/v1/session", None, 204)
    admin.refused("GET", "/v1/me", status=401)
    assert guarded.sign_in(laura).ok("GET", "/v1/me")["email"] == laura


def _as(world: World, function: str) -> Any:
    """DynamoDB with the credentials of a function's own role."""
    roles = world.stack.aws("iam").list_roles()["Roles"]
    arn = next(one["Arn"] for one in roles if f"-{function}FunctionRole" in one["RoleName"])
    given = world.stack.aws("sts").assume_role(RoleArn=arn, RoleSessionName="probe")["Credentials"]
    return boto3.client(
        "dynamodb",
        endpoint_url=world.stack.engine.url,
        region_name=REGION,
        aws_access_key_id=given["AccessKeyId"],
        aws_secret_access_key=given["SecretAccessKey"],
        aws_session_token=given["SessionToken"],
    )


def _may(call: Callable[[], Any]) -> bool:
    try:
        call()
    except ClientError as error:
        assert error.response["Error"]["Code"] in ("AccessDenied", "AccessDeniedException"), error
        return False
    return True


FUNCTIONS = ("Wallet", "Enroll", "PortalApi", "Reconcile", "Publish", "Compose", "Send")
PROBE = {"pk": {"S": "ENTRIES#probe"}, "sk": {"S": "ENTRY#000000000001"}}


@pytest.mark.criterion("C-27", "X-11")
@pytest.mark.parametrize("function", FUNCTIONS)
def test_only_wallet_and_enroll_write_the_ledger_entries_only_in_transactions_and_nobody_deletes(
    guarded: World, function: str
) -> None:
    table, client = guarded.stack.environment()["LEDGER_TABLE"], _as(guarded, function)
    put = {"TableName": table, "Item": PROBE}

    in_transaction = _may(lambda: client.transact_write_items(TransactItems=[{"Put": put}]))

    assert in_transaction is (function in ("Wallet", "Enroll"))
    assert not _may(lambda: client.put_item(**put))
    assert not _may(lambda: client.delete_item(TableName=table, Key=PROBE))
    assert not _may(lambda: client.transact_write_items(TransactItems=[{"Delete": {"TableName": table, "Key": PROBE}}]))
    assert not _may(lambda: client.scan(TableName=table))


@pytest.mark.parametrize("function", FUNCTIONS)
def test_nobody_scans_the_portal_and_few_write_there_by_themselves(guarded: World, function: str) -> None:
    table, client = guarded.stack.environment()["PORTAL_TABLE"], _as(guarded, function)

    assert not _may(lambda: client.scan(TableName=table))
    writes = _may(lambda: client.put_item(TableName=table, Item=PROBE))
    assert writes is (function in ("PortalApi", "Reconcile", "Send")), "which keys: only AWS enforces LeadingKeys"
