"""What the rows of infra/DIFFERENCES.md assert, on a deployed stage (`make smoke STAGE=dev`) or on the laptop.

A stage is found by its CloudFormation stack with the caller's own AWS access, which only reads; without STAGE the
same assertions run against the laptop's engine, but for those marked `aws_only`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest


@dataclass(frozen=True)
class Stage:
    """A running Portico to look at: its stack's outputs, clients of its AWS, and an HTTP client of its domain."""

    name: str
    stack_name: str
    outputs: dict[str, str]
    client: Callable[[str], Any]
    http: httpx.Client

    def physical(self, logical_id: str) -> str:
        """The real name of a resource of the template."""
        described = self.client("cloudformation").describe_stack_resource(
            StackName=self.stack_name, LogicalResourceId=logical_id
        )
        return str(described["StackResourceDetail"]["PhysicalResourceId"])


@pytest.fixture(scope="session")
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    name = os.environ.get("PORTICO_STAGE")
    if not name:
        stack = request.getfixturevalue("stack")
        with stack.http() as http:
            yield Stage("laptop", "portico", stack.outputs, stack.aws, http)
        return
    import boto3

    stack_name = f"portico-{name}"
    found = boto3.client("cloudformation").describe_stacks(StackName=stack_name)["Stacks"][0]["Outputs"]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in found}
    with httpx.Client(base_url=outputs["PlatformUrl"], timeout=30) as http:
        yield Stage(name, stack_name, outputs, boto3.client, http)


@pytest.fixture(autouse=True)
def _only_where_it_can_be_shown(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("aws_only") and not os.environ.get("PORTICO_STAGE"):
        pytest.skip("only a deployed stage can show it: make smoke STAGE=…")
