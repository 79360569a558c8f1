"""Deploys template.yaml to the engine through its CloudFormation, and again only when something changed."""

from __future__ import annotations

import hashlib
import json
import re
import time
from pathlib import Path
from typing import Any

from infra.local.engine import Engine, EngineFailed
from infra.local.source import source_zip
from infra.local.venvs import ROOT

STACK = "portico"
BUCKET = "portico-source"


def deploy(engine: Engine, parameters: dict[str, str], root: Path = ROOT) -> dict[str, str]:
    """Bring the engine to this source, template and parameters; returns the stack's outputs."""
    fingerprint, body = source_zip(root)
    template = _with_code_at((root / "template.yaml").read_text(), f"s3://{BUCKET}/{fingerprint}.zip")
    wanted = hashlib.sha256(json.dumps([template, parameters], sort_keys=True).encode()).hexdigest()
    stamp = engine.state / "deployed"
    if not (stamp.exists() and stamp.read_text() == wanted and _stands(engine)):
        stamp.unlink(missing_ok=True)
        _upload(engine, f"{fingerprint}.zip", body)
        _upload(engine, f"{wanted}.yaml", template.encode())  # in a request itself 51,200 bytes are the most
        _roll_out(engine, f"{engine.url}/{BUCKET}/{wanted}.yaml", parameters)
        engine.client("ses").verify_email_identity(EmailAddress=parameters["MailSender"])
        stamp.write_text(wanted)
    return _outputs(engine)


def renew_stream_mappings(engine: Engine) -> None:
    """Delete and recreate the stream mappings, as they were.

    After a restart the engine's streams are new and empty, but consumers stand where they stood in the old ones, and
    would skip as many records. Call it before anything is written.
    """
    functions = engine.client("lambda")
    for mapping in functions.list_event_source_mappings()["EventSourceMappings"]:
        if ":dynamodb:" not in mapping["EventSourceArn"]:
            continue
        functions.delete_event_source_mapping(UUID=mapping["UUID"])
        functions.create_event_source_mapping(
            EventSourceArn=mapping["EventSourceArn"],
            FunctionName=mapping["FunctionArn"],
            StartingPosition="TRIM_HORIZON",
            **{name: mapping[name] for name in _KEPT if mapping.get(name) is not None},
        )


_KEPT = (
    "BatchSize",
    "BisectBatchOnFunctionError",
    "DestinationConfig",
    "FilterCriteria",
    "FunctionResponseTypes",
    "MaximumRecordAgeInSeconds",
    "MaximumRetryAttempts",
)


def _with_code_at(template: str, place: str) -> str:
    changed, count = re.subn(r"(?m)^(\s+CodeUri:) \.$", rf"\1 {place}", template)
    if count != 1:
        raise EngineFailed("template.yaml should say `CodeUri: .` exactly once, in Globals")
    return changed


def _upload(engine: Engine, key: str, body: bytes) -> None:
    storage = engine.client("s3")
    if not any(bucket["Name"] == BUCKET for bucket in storage.list_buckets()["Buckets"]):
        storage.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": storage.meta.region_name})
    storage.put_object(Bucket=BUCKET, Key=key, Body=body)


def _roll_out(engine: Engine, template_url: str, parameters: dict[str, str]) -> None:
    stacks = engine.client("cloudformation")
    request: dict[str, Any] = {
        "StackName": STACK,
        "TemplateURL": template_url,
        "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
        "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
    }
    standing = _stands(engine)
    try:
        stacks.update_stack(**request) if standing else stacks.create_stack(**request)
    except stacks.exceptions.ClientError as error:
        if "No updates are to be performed" in str(error):
            return
        raise EngineFailed(f"the template was refused: {error}") from error
    _await(stacks)


def _await(stacks: Any, wait: float = 120) -> None:
    end = time.monotonic() + wait
    while time.monotonic() < end:
        status = stacks.describe_stacks(StackName=STACK)["Stacks"][0]["StackStatus"]
        if not status.endswith("_IN_PROGRESS"):
            break
        time.sleep(0.05)
    if status not in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}:
        events = stacks.describe_stack_events(StackName=STACK)["StackEvents"]
        failed = [event for event in events if event["ResourceStatus"].endswith("_FAILED")]
        why = "; ".join(f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason')}" for event in failed)
        raise EngineFailed(f"the template could not be deployed ({status}): {why}")


def _stands(engine: Engine) -> bool:
    stacks = engine.client("cloudformation")
    try:
        found = stacks.describe_stacks(StackName=STACK)["Stacks"]
    except stacks.exceptions.ClientError:
        return False
    return bool(found) and found[0]["StackStatus"] in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}


def _outputs(engine: Engine) -> dict[str, str]:
    stack = engine.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
