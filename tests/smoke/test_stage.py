"""One assertion for each row of infra/DIFFERENCES.md; the row names its test here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from tests.smoke.conftest import Stage

FUNCTIONS = ("Wallet", "Reconcile", "Enroll", "PortalApi", "Publish", "Compose", "Send", "Feedback", "Domains")


def test_the_platform_answers_on_its_own_domain(stage: Stage) -> None:
    assert stage.http.get("/health").status_code == 200


def test_a_foreign_host_is_refused(stage: Stage) -> None:
    assert stage.http.get("/health", headers={"Host": "evil.example"}).status_code in {403, 421}


def test_a_body_above_ten_megabytes_is_refused(stage: Stage) -> None:
    assert stage.http.post("/v1/session", content=b" " * (10 * 1024 * 1024 + 1)).status_code == 413


@pytest.mark.aws_only
def test_a_preflight_reaches_the_front_desk_which_knows_no_foreign_origin(stage: Stage) -> None:
    answer = stage.http.options("/v1/me", headers={"Origin": "https://evil.example"})

    assert answer.status_code in {404, 405}
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.aws_only
def test_the_platform_is_served_over_tls_only(stage: Stage) -> None:
    assert stage.outputs["PlatformUrl"].startswith("https://")


@pytest.mark.aws_only
def test_requests_are_throttled_and_logged_without_personal_data(stage: Stage) -> None:
    found = stage.client("apigatewayv2").get_stage(ApiId=stage.outputs["ApiId"], StageName="$default")

    assert found["DefaultRouteSettings"]["ThrottlingRateLimit"] > 0
    named = json.loads(found["AccessLogSettings"]["Format"]).values()
    assert {"$context.requestId", "$context.status"} <= set(named)
    assert not any(word in str(named) for word in ("sourceIp", "userAgent", "path", "authorizer"))


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.aws_only
def test_functions_run_python_3_13_on_arm64(stage: Stage, name: str) -> None:
    found = stage.client("lambda").get_function_configuration(FunctionName=stage.outputs[f"{name}Function"])

    assert (found["Runtime"], found["Architectures"]) == ("python3.13", ["arm64"])


def test_failed_stream_batches_are_halved_reported_and_kept(stage: Stage) -> None:
    found = stage.client("lambda").list_event_source_mappings(FunctionName=stage.outputs["PublishFunction"])
    mappings = found["EventSourceMappings"]

    assert len(mappings) == 2
    for mapping in mappings:
        assert mapping["State"] == "Enabled"
        assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        assert mapping["MaximumRetryAttempts"] == -1
        assert mapping["MaximumRecordAgeInSeconds"] == 21600
        assert stage.outputs["FailedBatchesBucket"] in mapping["DestinationConfig"]["OnFailure"]["Destination"]


def test_a_fact_that_cannot_be_composed_is_retried_and_then_kept(stage: Stage) -> None:
    rules = stage.client("events")
    bus = stage.outputs["BusName"]
    found = rules.list_rules(EventBusName=bus)["Rules"]
    (rule,) = [rule for rule in found if "DomainAsked" not in rule["EventPattern"]]
    (target,) = rules.list_targets_by_rule(Rule=rule["Name"], EventBusName=bus)["Targets"]

    kept = stage.outputs["FactDeadLettersUrl"].rpartition("/")[2]
    assert target["Arn"].endswith(stage.outputs["FactQueueUrl"].rpartition("/")[2])
    assert target["DeadLetterConfig"]["Arn"].endswith(kept)
    assert _redrive(stage, "FactQueueUrl") == (kept, 10)


def test_mails_that_fail_for_good_are_kept(stage: Stage) -> None:
    assert _redrive(stage, "MailQueueUrl") == (stage.outputs["MailDeadLettersUrl"].rpartition("/")[2], 50)


def _redrive(stage: Stage, queue: str) -> tuple[str, int]:
    """Where messages of this queue go that fail, and after how many times."""
    attributes = stage.client("sqs").get_queue_attributes(
        QueueUrl=stage.outputs[queue], AttributeNames=["RedrivePolicy"]
    )["Attributes"]
    policy = json.loads(attributes["RedrivePolicy"])
    return policy["deadLetterTargetArn"].rpartition(":")[2], int(policy["maxReceiveCount"])


@pytest.mark.parametrize(("queue", "at_once"), [("FactQueueUrl", 5), ("MailQueueUrl", 2), ("FeedbackQueueUrl", 2)])
def test_queues_wake_their_functions(stage: Stage, queue: str, at_once: int) -> None:
    name = stage.outputs[queue].rpartition("/")[2]
    mappings = stage.client("lambda").list_event_source_mappings()["EventSourceMappings"]

    (mapping,) = [one for one in mappings if one["EventSourceArn"].endswith(f":{name}")]
    assert (mapping["State"], mapping["FunctionResponseTypes"]) == ("Enabled", ["ReportBatchItemFailures"])
    assert mapping["ScalingConfig"]["MaximumConcurrency"] == at_once


def _told_of_mails(stage: Stage, name: str) -> dict[str, Any]:
    """One of the places that are told what becomes of mails."""
    found = stage.client("sesv2").get_configuration_set_event_destinations(
        ConfigurationSetName=stage.physical("MailEvents")
    )["EventDestinations"]
    (destination,) = [one for one in found if one["Name"] == name]
    assert destination["Enabled"]
    return dict(destination)


def test_bounces_and_complaints_reach_their_queue_by_the_default_bus(stage: Stage) -> None:
    destination, events = _told_of_mails(stage, "eventbridge"), stage.client("events")
    (rule,) = [one for one in events.list_rules()["Rules"] if "FeedbackRule" in one["Name"]]
    (target,) = events.list_targets_by_rule(Rule=rule["Name"])["Targets"]
    options = stage.client("sesv2").get_configuration_set(ConfigurationSetName=stage.physical("MailEvents"))
    pattern = json.loads(rule["EventPattern"])

    assert set(destination["MatchingEventTypes"]) == {"BOUNCE", "COMPLAINT"}
    assert destination["EventBridgeDestination"]["EventBusArn"].endswith(":event-bus/default")
    assert pattern["detail"]["mail"]["tags"] == {"ses:configuration-set": [stage.physical("MailEvents")]}
    assert target["Arn"].endswith(stage.outputs["FeedbackQueueUrl"].rpartition("/")[2])
    assert _redrive(stage, "FeedbackQueueUrl") == (stage.outputs["FeedbackDeadLettersUrl"].rpartition("/")[2], 10)
    assert options["SuppressionOptions"].get("SuppressedReasons", []) == [], "or what is lifted here stays held there"


def test_what_becomes_of_mails_is_counted(stage: Stage) -> None:
    destination = _told_of_mails(stage, "cloudwatch")

    assert set(destination["MatchingEventTypes"]) == {"BOUNCE", "COMPLAINT", "REJECT", "RENDERING_FAILURE"}
    (dimension,) = destination["CloudWatchDestination"]["DimensionConfigurations"]
    assert (dimension["DimensionName"], dimension["DimensionValueSource"]) == ("ses:configuration-set", "MESSAGE_TAG")


@pytest.mark.aws_only
def test_the_sender_is_verified_and_out_of_the_sandbox(stage: Stage) -> None:
    mails = stage.client("sesv2")
    function = stage.client("lambda").get_function_configuration(FunctionName=stage.outputs["SendFunction"])
    sender = function["Environment"]["Variables"]["MAIL_SENDER"]

    assert mails.get_account()["ProductionAccessEnabled"]
    assert any(_verified(mails, identity) for identity in (sender, sender.partition("@")[2]))


def _verified(mails: Any, identity: str) -> bool:
    try:
        return bool(mails.get_email_identity(EmailIdentity=identity)["VerifiedForSendingStatus"])
    except mails.exceptions.NotFoundException:
        return False


@pytest.mark.parametrize("table", ["LedgerTable", "PortalTable"])
def test_tables_are_streamed_whole_and_protected_in_production(stage: Stage, table: str) -> None:
    found = stage.client("dynamodb").describe_table(TableName=stage.outputs[table])["Table"]

    assert found["StreamSpecification"]["StreamViewType"] == "NEW_AND_OLD_IMAGES"
    assert found.get("DeletionProtectionEnabled", False) is (stage.name == "production")


@pytest.mark.aws_only
@pytest.mark.parametrize("table", ["LedgerTable", "PortalTable"])
def test_tables_are_backed_up_to_the_minute(stage: Stage, table: str) -> None:
    tables = stage.client("dynamodb")
    found = tables.describe_continuous_backups(TableName=stage.outputs[table])["ContinuousBackupsDescription"]

    assert found["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"


@pytest.mark.aws_only
def test_what_expires_is_cleared_away(stage: Stage) -> None:
    found = stage.client("dynamodb").describe_time_to_live(TableName=stage.outputs["PortalTable"])

    assert found["TimeToLiveDescription"] == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires_at"}


def test_only_an_administrator_of_the_pool_may_sign_people_in(stage: Stage) -> None:
    found = stage.client("cognito-idp").describe_user_pool_client(
        UserPoolId=stage.outputs["UserPoolId"], ClientId=stage.outputs["UserPoolClientId"]
    )["UserPoolClient"]

    assert set(found["ExplicitAuthFlows"]) == {"ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"}
    assert "ClientSecret" not in found


@pytest.mark.aws_only
def test_a_flow_that_is_not_allowed_is_refused_by_cognito_itself(stage: Stage) -> None:
    people = stage.client("cognito-idp")

    with pytest.raises(people.exceptions.InvalidParameterException):
        people.initiate_auth(
            ClientId=stage.outputs["UserPoolClientId"],
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "nobody", "PASSWORD": "nothing"},
        )


@pytest.mark.aws_only
@pytest.mark.parametrize(
    ("function", "action", "table", "key", "enclosing"),
    [
        ("EnrollFunction", "dynamodb:UpdateItem", "LedgerTable", "ENTRIES#prt_1", None),
        ("EnrollFunction", "dynamodb:PutItem", "LedgerTable", "ENTRIES#prt_1", None),
        ("EnrollFunction", "dynamodb:DeleteItem", "LedgerTable", "ENTRIES#prt_1", "TransactWriteItems"),
        ("EnrollFunction", "dynamodb:PutItem", "PortalTable", "PERSON#per_1", "TransactWriteItems"),
        ("WalletFunction", "dynamodb:UpdateItem", "LedgerTable", "WALLET#prt_1", None),
        ("WalletFunction", "dynamodb:PutItem", "PortalTable", "PARTNER#prt_1", "TransactWriteItems"),
        ("PortalApiFunction", "dynamodb:UpdateItem", "LedgerTable", "WALLET#prt_1", "TransactWriteItems"),
        ("EnrollFunction", "dynamodb:PutItem", "LedgerTable", "WALLET#prt_1", "TransactWriteItems"),
        ("PortalApiFunction", "dynamodb:PutItem", "PortalTable", "PARTNER#prt_1#ENROLLMENTS", "TransactWriteItems"),
        ("PortalApiFunction", "dynamodb:DeleteItem", "PortalTable", "PARTNER#prt_1#AUDIT", "TransactWriteItems"),
        ("ComposeFunction", "dynamodb:PutItem", "PortalTable", "PERSON#per_1", None),
        ("ComposeFunction", "dynamodb:PutItem", "PortalTable", "LINK#x", None),
        ("SendFunction", "dynamodb:PutItem", "PortalTable", "PARTNER#prt_1", None),
        ("SendFunction", "dynamodb:UpdateItem", "PortalTable", "LINK#x", None),
        ("ReconcileFunction", "dynamodb:PutItem", "PortalTable", "PERSON#per_1", None),
        ("ReconcileFunction", "dynamodb:PutItem", "PortalTable", "PARTNER#prt_1", None),
    ],
)
def test_a_function_may_not_write_what_is_not_its_own(
    stage: Stage, function: str, action: str, table: str, key: str, enclosing: str | None
) -> None:
    assert not _may(stage, function, action, table, key, enclosing)


TOP_UP = [("PutItem", "LedgerTable", "ENTRIES#prt_1"), ("PutItem", "LedgerTable", "RECEIPT#prt_1#key"),
          ("UpdateItem", "LedgerTable", "WALLET#prt_1")]  # fmt: skip
ENROLLMENT = [*TOP_UP, ("PutItem", "PortalTable", "PARTNER#prt_1#ENROLLMENTS"),
              ("ConditionCheckItem", "PortalTable", "PLATFORM#COURSES")]  # fmt: skip
AUDITED = [("PutItem", "PortalTable", "PARTNER#prt_1#CONTACTS"), ("PutItem", "PortalTable", "PARTNER#prt_1#AUDIT"),
           ("DeleteItem", "PortalTable", "LINK#x")]  # fmt: skip


@pytest.mark.aws_only
@pytest.mark.parametrize(
    ("function", "action", "table", "key"),
    [
        *(("WalletFunction", *write) for write in TOP_UP),
        *(("EnrollFunction", *write) for write in ENROLLMENT),
        *(("PortalApiFunction", *write) for write in AUDITED),
    ],
)
def test_every_write_of_a_transaction_is_allowed_to_whoever_makes_it(
    stage: Stage, function: str, action: str, table: str, key: str
) -> None:
    assert _may(stage, function, f"dynamodb:{action}", table, key, "TransactWriteItems")


ALERT = ["pk", "sk", "not_enough_said", "facts", "available", "revision"]
OTHERS_WAIT = ["pk", "sk", "crowd", "crowded_until", "revision"]
LINE = ["pk", "sk", "free_at", "length", "asks", "waiting", "round"]


@pytest.mark.aws_only
@pytest.mark.parametrize("named", [ALERT, OTHERS_WAIT])
@pytest.mark.parametrize(("more", "allowed"), [([], True), (["seq"], False), (["balance"], False)])
def test_what_is_said_on_a_wallet_without_a_movement_may_name_no_credits(
    stage: Stage, named: list[str], more: list[str], allowed: bool
) -> None:
    names = [*named, *more]
    assert _may(stage, "EnrollFunction", "dynamodb:UpdateItem", "LedgerTable", "WALLET#prt_1", None, names) is allowed


@pytest.mark.aws_only
@pytest.mark.parametrize(
    ("function", "named"), [("EnrollFunction", LINE), ("WalletFunction", ["pk", "sk", "free_at", "length"])]
)
def test_those_who_wait_may_stand_in_line(stage: Stage, function: str, named: list[str]) -> None:
    assert _may(stage, function, "dynamodb:UpdateItem", "LedgerTable", "LINE#prt_1", None, named)
    assert not _may(stage, function, "dynamodb:UpdateItem", "LedgerTable", "ENTRIES#prt_1", None, named)


@pytest.mark.aws_only
@pytest.mark.parametrize(
    ("function", "action", "key"),
    [
        ("SendFunction", "dynamodb:PutItem", "LINK#x"),
        ("SendFunction", "dynamodb:PutItem", "MAIL#x"),
        ("ReconcileFunction", "dynamodb:PutItem", "RECONCILED#prt_1"),
    ],
)
def test_those_who_write_alone_may(stage: Stage, function: str, action: str, key: str) -> None:
    assert _may(stage, function, action, "PortalTable", key, None)


@pytest.mark.aws_only
def test_partners_domains_are_looked_up_at_resolvers_of_two_operators(stage: Stage) -> None:
    found = stage.client("lambda").get_function_configuration(FunctionName=stage.outputs["DomainsFunction"])

    resolvers = found["Environment"]["Variables"]["DNS_RESOLVERS"].split(",")
    networks = {one.partition("@")[0].rsplit(".", 2)[0] for one in resolvers}
    assert len(networks) > 1 and not any(one.startswith("127.") for one in resolvers)


@pytest.mark.parametrize(("function", "may"), [("DomainsFunction", "allowed"), ("PortalApiFunction", "implicitDeny")])
@pytest.mark.aws_only
def test_only_the_worker_may_ask_for_certificates_and_serve_names(stage: Stage, function: str, may: str) -> None:
    role = stage.client("lambda").get_function_configuration(FunctionName=stage.outputs[function])["Role"]
    said = stage.client("iam").simulate_principal_policy(
        PolicySourceArn=role,
        ActionNames=["acm:RequestCertificate", "acm:DescribeCertificate", "apigateway:POST"],
        ResourceArns=["*"],
    )

    judged = {one["EvalActionName"]: one["EvalDecision"] for one in said["EvaluationResults"]}
    assert judged["acm:RequestCertificate"] == may
    if may != "allowed":
        assert set(judged.values()) == {may}


@pytest.mark.parametrize(
    ("function", "action", "sender", "may"),
    [
        ("DomainsFunction", "ses:CreateEmailIdentity", "", "allowed"),
        ("PortalApiFunction", "ses:CreateEmailIdentity", "", "implicitDeny"),
        ("SendFunction", "ses:SendEmail", "no-reply@acme.example", "allowed"),
        ("SendFunction", "ses:SendEmail", "ceo@acme.example", "implicitDeny"),
        ("ComposeFunction", "ses:SendEmail", "no-reply@acme.example", "implicitDeny"),
    ],
)
@pytest.mark.aws_only
def test_only_the_worker_makes_senders_and_mails_go_out_as_those_of_this_stage(
    stage: Stage, function: str, action: str, sender: str, may: str
) -> None:
    found = stage.client("lambda").get_function_configuration(FunctionName=stage.outputs[function])
    name = found["Environment"]["Variables"]["STAGE"]
    _, _, _, region, account, *_ = found["FunctionArn"].split(":")
    tagged = {"aws:ResourceTag/portico": name, "aws:RequestTag/portico": name, "ses:FromAddress": sender}
    said = stage.client("iam").simulate_principal_policy(
        PolicySourceArn=found["Role"],
        ActionNames=[action],
        ResourceArns=[f"arn:aws:ses:{region}:{account}:identity/acme.example"],
        ContextEntries=[
            {"ContextKeyName": key, "ContextKeyValues": [value], "ContextKeyType": "string"}
            for key, value in tagged.items()
            if value
        ],
    )

    assert [one["EvalDecision"] for one in said["EvaluationResults"]] == [may]


def _may(
    stage: Stage,
    function: str,
    action: str,
    table: str,
    key: str,
    enclosing: str | None,
    attributes: Sequence[str] = (),
) -> bool:
    """What IAM says of one write by a function's role; asked, not tried."""
    role = stage.client("lambda").get_function_configuration(FunctionName=stage.outputs[function])["Role"]
    arn = stage.client("dynamodb").describe_table(TableName=stage.outputs[table])["Table"]["TableArn"]
    context = {
        "dynamodb:LeadingKeys": [key],
        "dynamodb:EnclosingOperation": [enclosing] if enclosing else [],
        "dynamodb:Attributes": list(attributes),
    }
    judged = stage.client("iam").simulate_principal_policy(
        PolicySourceArn=role,
        ActionNames=[action],
        ResourceArns=[arn],
        ContextEntries=[
            {"ContextKeyName": name, "ContextKeyValues": values, "ContextKeyType": "stringList"}
            for name, values in context.items()
            if values
        ],
    )["EvaluationResults"]
    return [result["EvalDecision"] for result in judged] == ["allowed"]


def test_reconciliation_is_due_every_hour_and_night(stage: Stage) -> None:
    for rule, schedule in (("ReconcileSchedule", "rate(1 hour)"), ("WholeReconcileSchedule", "cron(40 1 * * ? *)")):
        found = stage.client("events").describe_rule(Name=stage.physical(rule).rpartition("|")[2])

        assert (found["State"], found["ScheduleExpression"]) == ("ENABLED", schedule)


def test_every_alarm_tells_the_topic(stage: Stage) -> None:
    topic = stage.physical("AlarmTopic")
    alarms = stage.client("cloudwatch").describe_alarms(MaxRecords=100)["MetricAlarms"]

    ours = [alarm for alarm in alarms if topic in alarm["AlarmActions"]]
    assert len(ours) == 22
