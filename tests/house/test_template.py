"""The template against the code: each function is given what it may ask for, and served where it is routed."""

from __future__ import annotations

import ast
import re
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from infra.package import ROOT
from shared.settings import Settings

POWERTOOLS = {"POWERTOOLS_SERVICE_NAME", "POWERTOOLS_METRICS_NAMESPACE", "POWERTOOLS_LOG_LEVEL"}


class _Cloud(yaml.SafeLoader):
    """YAML with CloudFormation's short tags: !Ref x is {"!Ref": x}."""


def _tagged(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.ScalarNode):
        return {f"!{suffix}": loader.construct_scalar(node)}
    if isinstance(node, yaml.SequenceNode):
        return {f"!{suffix}": loader.construct_sequence(node, deep=True)}
    raise AssertionError(f"!{suffix} on a mapping")


_Cloud.add_multi_constructor("!", _tagged)


@cache
def template() -> dict[str, Any]:
    read: dict[str, Any] = yaml.load((ROOT / "template.yaml").read_text(), Loader=_Cloud)
    return read


def resources(kind: str) -> dict[str, dict[str, Any]]:
    return {name: found["Properties"] for name, found in template()["Resources"].items() if found["Type"] == kind}


FUNCTIONS = resources("AWS::Serverless::Function")


def given(function: str) -> set[str]:
    return set(FUNCTIONS[function]["Environment"]["Variables"]) | set(
        template()["Globals"]["Function"]["Environment"]["Variables"]
    )


def test_the_names_of_the_template_are_the_fields_of_settings() -> None:
    named = {name for function in FUNCTIONS for name in given(function)}

    assert named - POWERTOOLS == {field.name.upper() for field in fields(Settings)}


@pytest.mark.parametrize("function", sorted(FUNCTIONS))
def test_a_function_is_given_every_setting_that_its_modules_ask_for(function: str) -> None:
    asked = {
        name.upper()
        for module in _reached(FUNCTIONS[function]["Handler"].rpartition(".")[0])
        for name in re.findall(r"settings\(\)\.([a-z_]+)", _source(module).read_text())
    }

    assert asked - given(function) - _NEVER_REACHED.get(function, set()) == set()


# `shared.dynamo` knows the names of both tables; these functions use it for one, or for decoding alone.
_NEVER_REACHED = {
    "ComposeFunction": {"LEDGER_TABLE"},
    "DomainsFunction": {"LEDGER_TABLE", "PLATFORM_DOMAIN"},  # of `shared.hosts` it takes a word alone
    "PublishFunction": {"LEDGER_TABLE", "PORTAL_TABLE"},
    "SendFunction": {"LEDGER_TABLE"},
    "FeedbackFunction": {"LEDGER_TABLE"},
}


def _reached(module: str, seen: set[str] | None = None) -> set[str]:
    """The modules of ours that importing this one brings in, itself included; imports inside functions count."""
    seen = set() if seen is None else seen
    if module in seen or not _source(module).exists():
        return seen
    seen.add(module)
    for node in ast.walk(ast.parse(_source(module).read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            _reached(node.module, seen)
            for alias in node.names:
                _reached(f"{node.module}.{alias.name}", seen)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                _reached(alias.name, seen)
    return {name for name in seen if _source(name).exists()}


def _source(module: str) -> Path:
    place = ROOT / Path(*module.split("."))
    return place / "__init__.py" if place.is_dir() else place.with_suffix(".py")


@pytest.mark.parametrize(("function", "integration"), [("wallet", "Wallet"), ("enroll", "Enroll")])
def test_the_explicit_routes_are_the_routes_served(function: str, integration: str) -> None:
    routed = {
        route["RouteKey"].replace("{", "<").replace("}", ">")
        for route in resources("AWS::ApiGatewayV2::Route").values()
        if route["Target"] == {"!Sub": f"integrations/${{{integration}Integration}}"}
    }
    source = (ROOT / "functions" / function / "handler.py").read_text()
    served = {f"{method.upper()} {path}" for method, path in re.findall(r'@app\.(\w+)\("([^"]+)"', source)}

    assert served == routed


def test_all_other_requests_go_to_the_front_desk() -> None:
    routes = {route["RouteKey"]: route["Target"] for route in resources("AWS::ApiGatewayV2::Route").values()}

    assert routes["$default"] == {"!Sub": "integrations/${PortalApiIntegration}"}


def _statements(function: str) -> list[dict[str, Any]]:
    return [statement for policy in FUNCTIONS[function]["Policies"] for statement in policy["Statement"]]


def _actions(statement: dict[str, Any]) -> set[str]:
    actions = statement["Action"]
    return {actions} if isinstance(actions, str) else set(actions)


def _about_ledger(statement: dict[str, Any]) -> bool:
    return "LedgerTable.Arn" in str(statement["Resource"]) or statement["Resource"] == "*"


@pytest.mark.criterion("X-11")
@pytest.mark.parametrize("function", sorted(FUNCTIONS))
def test_nobody_deletes_from_the_ledger_and_only_wallet_and_enroll_write_it_in_transactions(function: str) -> None:
    allowed = [one for one in _statements(function) if one["Effect"] == "Allow" and _about_ledger(one)]
    writing = {"dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"}

    for statement in allowed:
        writes = _actions(statement) & writing
        assert "dynamodb:DeleteItem" not in writes
        assert not any("*" in action for action in _actions(statement))
        if writes:
            assert function in {"WalletFunction", "EnrollFunction"}
            assert "dynamodb:EnclosingOperation" in str(statement["Condition"]) or (
                writes == {"dynamodb:UpdateItem"}
                and re.search(r"'(WALLET|LINE)#\*'", str(statement["Condition"]))
                and not _CREDITS & set(statement["Condition"]["ForAllValues:StringEquals"]["dynamodb:Attributes"])
            )


# `available` may be compared by the alert's own update; what is written with it, the balance, may not be named.
_CREDITS = {"balance", "held", "seq", "topped_up", "hash", "low_credit_threshold"}


@pytest.mark.parametrize(
    ("function", "sid", "keys"),
    [
        ("ReconcileFunction", "NoteHowFar", ["RECONCILED#*"]),
        ("SendFunction", "RememberWhatWasSent", ["MAIL#*"]),
        ("SendFunction", "WriteOneTimeLinks", ["LINK#*"]),
        ("SendFunction", "AskWhichAddressesAreSuppressed", ["SUPPRESSED#*"]),
        ("FeedbackFunction", "SuppressAddresses", ["SUPPRESSED#*"]),
        ("DomainsFunction", "KeepDomainsInTransactions", ["PARTNER#*#DOMAINS", "PARTNER#*#SENDERS"]),
        ("DomainsFunction", "SayWhoseANameIsInTransactions", ["HOST#*"]),
        ("DomainsFunction", "SayWhichDomainLinksUseInTransactions", ["PARTNER#prt_" + 26 * "?"]),
        ("DomainsFunction", "LeaveATrailInTransactions", ["PARTNER#*#AUDIT"]),
        ("EnrollFunction", "WriteEnrollmentsInTransactions", ["PARTNER#*#ENROLLMENTS"]),
        ("EnrollFunction", "LeaveATrailOfResultsInTransactions", ["PARTNER#*#AUDIT", "RECEIPT#per_*"]),
    ],
)
def test_who_writes_a_few_items_of_the_portal_is_held_to_their_keys(function: str, sid: str, keys: list[str]) -> None:
    [statement] = [one for one in _statements(function) if one["Sid"] == sid]

    assert statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"] == keys


def test_the_front_desk_writes_no_enrollment_and_rewrites_no_audit() -> None:
    denied = {one["Sid"]: one for one in _statements("PortalApiFunction") if one["Effect"] == "Deny"}

    for sid, key, actions in (
        ("NeverWriteEnrollmentsOrMails", "PARTNER#*#ENROLLMENTS", {"PutItem", "UpdateItem", "DeleteItem"}),
        ("NeverSayWhoseANameIs", "HOST#*", {"PutItem", "DeleteItem"}),
        ("NeverRewriteWhoDidWhat", "PARTNER#*#AUDIT", {"UpdateItem", "DeleteItem"}),
        ("NeverRewriteWhoDidWhat", "PARTNER#*#VIEWED#*", {"UpdateItem", "DeleteItem"}),
    ):
        assert _actions(denied[sid]) == {f"dynamodb:{action}" for action in actions}
        # ForAnyValue: a request without such a key is not denied, one that names it among others is.
        assert key in denied[sid]["Condition"]["ForAnyValue:StringLike"]["dynamodb:LeadingKeys"]


def test_compose_and_publish_write_no_table() -> None:
    for function in ("ComposeFunction", "PublishFunction"):
        actions = {action for one in _statements(function) for action in _actions(one)}
        assert not [action for action in actions if re.search(r"dynamodb:(Put|Update|Delete|BatchWrite)", action)]


def test_every_queue_of_dead_letters_and_every_bucket_of_failed_batches_has_an_alarm() -> None:
    watched = str([alarm.get("Dimensions") for alarm in resources("AWS::CloudWatch::Alarm").values()])
    dead = [name for name in resources("AWS::SQS::Queue") if name.endswith("DeadLetters")]
    mappings = [
        name
        for name, found in resources("AWS::Lambda::EventSourceMapping").items()
        if "OnFailure" in str(found.get("DestinationConfig"))
    ]

    assert len(dead) == 5
    assert len(mappings) == 2
    assert [name for name in dead + mappings if name not in watched] == []


@pytest.mark.parametrize(("name", "hours"), [("FactQueue", 1), ("FeedbackQueue", 1), ("MailQueue", 5)])
def test_a_queue_waits_for_its_function_retries_for_hours_and_keeps_what_fails(name: str, hours: int) -> None:
    queue = resources("AWS::SQS::Queue")[name]
    mappings = resources("AWS::Lambda::EventSourceMapping").values()
    [mapping] = [one for one in mappings if one["EventSourceArn"] == {"!GetAtt": f"{name}.Arn"}]
    function = FUNCTIONS[mapping["FunctionName"]["!Ref"]]

    assert queue["VisibilityTimeout"] >= 6 * function["Timeout"]
    assert queue["VisibilityTimeout"] * queue["RedrivePolicy"]["maxReceiveCount"] >= hours * 3600
    assert queue["MessageRetentionPeriod"] == 14 * 86_400
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["ScalingConfig"]["MaximumConcurrency"] <= 5
    assert "EventInvokeConfig" not in function


def test_streams_are_retried_until_a_time_not_a_number() -> None:
    for name in ("LedgerFacts", "PortalFacts"):
        mapping = resources("AWS::Lambda::EventSourceMapping")[name]
        assert (mapping["MaximumRetryAttempts"], mapping["MaximumRecordAgeInSeconds"]) == (-1, 21600)


def test_no_alarm_is_about_answers_that_are_meant() -> None:
    alarms = resources("AWS::CloudWatch::Alarm")
    doors = {str(one["Environment"]["Variables"]["POWERTOOLS_SERVICE_NAME"]) for one in FUNCTIONS.values()}
    internal = [alarm["Dimensions"] for alarm in alarms.values() if alarm["MetricName"] == "Refusals"]

    assert "5xx" not in {alarm["MetricName"] for alarm in alarms.values()}
    assert len(internal) == 3
    for code, service in internal:
        assert code == {"Name": "code", "Value": "internal"}
        assert service["Name"] == "service" and str(service["Value"]) in doors


LAPTOP = {"PlatformDomain": "portico.localhost:8000", "PlatformUrl": "http://portico.localhost:8000"}
OWN = {"PlatformDomain": "portico.example", "CertificateArn": "arn:aws:acm:x"}
ADDRESS = "${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}"


@pytest.mark.parametrize(
    ("parameters", "domain", "url"),
    [
        (LAPTOP, LAPTOP["PlatformDomain"], LAPTOP["PlatformUrl"]),
        (OWN, "portico.example", "https://portico.example"),
        ({}, ADDRESS, "Api.ApiEndpoint"),
        ({"PlatformDomain": "portico.example"}, ADDRESS, "Api.ApiEndpoint"),
    ],
)
def test_the_platform_answers_where_it_can_be_reached(parameters: dict[str, str], domain: str, url: str) -> None:
    told = [one["Environment"]["Variables"] for one in FUNCTIONS.values()]
    outputs = {name: output["Value"] for name, output in template()["Outputs"].items()}
    domains = [one["PLATFORM_DOMAIN"] for one in told if "PLATFORM_DOMAIN" in one] + [outputs["PlatformDomain"]]
    urls = [one["PLATFORM_URL"] for one in told if "PLATFORM_URL" in one] + [outputs["PlatformUrl"]]

    assert [_resolved(value, parameters) for value in domains] == [domain] * 5
    assert [_resolved(value, parameters) for value in urls] == [url] * 3


def _resolved(value: Any, parameters: dict[str, str]) -> str:
    """A value of the template for these parameters; what only a deployment knows stays a name."""
    (tag, inner) = next(iter(value.items()))
    if tag == "!If":
        return _resolved(inner[1 if _holds(inner[0], parameters) else 2], parameters)
    if tag == "!Sub":
        return str(inner).replace("${PlatformDomain}", parameters.get("PlatformDomain", ""))
    return parameters.get(inner, "") if tag == "!Ref" else str(inner)


def _holds(condition: str, parameters: dict[str, str]) -> bool:
    (tag, inner) = next(iter(template()["Conditions"][condition].items()))
    if tag == "!Or":
        return any(_holds(one["!Condition"], parameters) for one in inner)
    parameter, empty = inner[0]["!Equals"]
    return parameters.get(parameter["!Ref"], "") != empty


def test_the_rule_of_mails_names_every_fact_that_has_a_mail_and_no_other() -> None:
    from functions.notify.decisions import MAILS, Mail

    pattern = resources("AWS::Events::Rule")["ComposeRule"]["EventPattern"]

    assert set(pattern["detail-type"]) == {name for name, mail in MAILS.items() if isinstance(mail, Mail)}


def test_requests_are_throttled_and_logged_by_route_and_request_id_alone() -> None:
    (stage,) = resources("AWS::ApiGatewayV2::Stage").values()

    assert (
        0
        < stage["DefaultRouteSettings"]["ThrottlingRateLimit"]
        <= stage["DefaultRouteSettings"]["ThrottlingBurstLimit"]
    )
    logged = set(re.findall(r"\$context\.([\w.]+)", stage["AccessLogSettings"]["Format"]))
    told = {"requestId", "requestTime", "routeKey", "status", "responseLatency", "integrationLatency", "responseLength"}
    assert logged == told | {"integrationErrorMessage"}, "no address, path, query or agent"
