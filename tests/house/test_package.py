"""What is shipped: each function boots from its package alone, and the package for Lambda fits Lambda's machine.

The recipe is the one `sam build` runs. It runs here for this machine, and the boot happens in a Python without
site-packages and without the repository, so a module that the package lacks is an import error.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from infra.package import REQUIREMENTS, ROOT, dependencies, package

pytestmark = pytest.mark.build

EVENTS = ROOT / "tests" / "events"
MESSAGE = "059f36b4-87a3-44ab-83d2-661975830a7d"
"""A message of the captured event whose body is none of ours: it is reported, to end in the DLQ."""
BOOT = """
import gc, importlib, json, sys
package, handler, event = sys.argv[1:]
sys.path.insert(0, package)
module, name = handler.rsplit(".", 1)

class Context:
    function_name = "function"
    function_version = "$LATEST"
    memory_limit_in_mb = 1024
    invoked_function_arn = "arn:aws:lambda:eu-south-1:123456789012:function:function"
    aws_request_id = "6f7f2a50-0a4d-4e0c-9d0f-2f2f6f1f1f1f"
    def get_remaining_time_in_millis(self):
        return 20000

def collections():
    return sum(generation["collections"] for generation in gc.get_stats())

before = collections()
try:
    handle = getattr(importlib.import_module(module), name)
    start = {"rested": collections() - before < 5, "collects": gc.isenabled(), "set_apart": gc.get_freeze_count()}
    start["clients"] = importlib.import_module("shared.aws")._session.cache_info().currsize
    answer = handle(json.load(open(event)), Context())
except ImportError:
    raise
except Exception as error:
    answer = {"raised": type(error).__name__}
print("\\n" + json.dumps([start, answer]))
"""
# Without AWS: what needs no answer of it is served; what asks for one gives up as it would when AWS is away.
EXPECTED: dict[str, tuple[Path, dict[str, Any]]] = {
    "WalletFunction": (EVENTS / "http_wallet.json", {"statusCode": 401}),
    "EnrollFunction": (EVENTS / "http_enrollment.json", {"statusCode": 401}),
    "PortalApiFunction": (EVENTS / "http_health.json", {"statusCode": 200}),
    "ReconcileFunction": (EVENTS / "schedule.json", {"raised": "Problem"}),
    "DomainsFunction": (EVENTS / "fact_queue.json", {"batchItemFailures": [{"itemIdentifier": MESSAGE}]}),
    "PublishFunction": (EVENTS / "no_records.json", {"batchItemFailures": []}),
    "ComposeFunction": (EVENTS / "fact_queue.json", {"batchItemFailures": [{"itemIdentifier": MESSAGE}]}),
    "SendFunction": (EVENTS / "mail_queue.json", {"batchItemFailures": [{"itemIdentifier": MESSAGE}]}),
    "FeedbackFunction": (EVENTS / "fact_queue.json", {"batchItemFailures": [{"itemIdentifier": MESSAGE}]}),
}


class _Cloud(yaml.SafeLoader):
    """YAML with CloudFormation's short tags, which are read as their plain argument."""


_Cloud.add_multi_constructor("!", lambda loader, suffix, node: getattr(node, "value", None))


def _functions() -> dict[str, dict[str, Any]]:
    template = yaml.load((ROOT / "template.yaml").read_text(), Loader=_Cloud)
    return {
        name: resource["Properties"]
        for name, resource in template["Resources"].items()
        if resource["Type"] == "AWS::Serverless::Function"
    }


def test_every_function_of_the_template_has_a_package_and_a_boot() -> None:
    assert set(_functions()) == set(REQUIREMENTS) == set(EXPECTED)


@pytest.mark.parametrize("function", sorted(EXPECTED))
def test_a_function_answers_with_only_what_its_package_carries(function: str, tmp_path: Path) -> None:
    package(function, tmp_path / "package", for_host=True)
    event, expected = EXPECTED[function]
    variables = _functions()[function].get("Environment", {}).get("Variables", {})

    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", BOOT, tmp_path / "package", _functions()[function]["Handler"], event],
        cwd=tmp_path,
        env=_environment(variables),
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == 0, done.stderr
    start, answer = json.loads(done.stdout.splitlines()[-1])
    assert start.pop("set_apart") > 50_000
    assert start == {"rested": True, "collects": True, "clients": 1}
    assert {name: answer.get(name) for name in expected} == expected, (answer, done.stdout, done.stderr)


def _environment(variables: dict[str, Any]) -> dict[str, str]:
    """The variables the template gives this function, and an AWS where nobody answers."""
    given = dict.fromkeys(variables, "none") | {
        "PLATFORM_DOMAIN": "portico.example",
        "PLATFORM_URL": "https://portico.example",
        "DEFAULT_LANGUAGE": "en",
        "JWKS_URL": "http://127.0.0.1:1/jwks.json",
        "STAGE": "test",
        "POWERTOOLS_SERVICE_NAME": "test",
        "POWERTOOLS_METRICS_NAMESPACE": "Portico",
    }
    kept = {name: value for name, value in given.items() if name in variables or name.startswith(("STAGE", "POWER"))}
    aws = {
        "AWS_LAMBDA_FUNCTION_NAME": "function",
        "AWS_REGION": "eu-south-1",
        "AWS_DEFAULT_REGION": "eu-south-1",
        "AWS_ACCESS_KEY_ID": "none",
        "AWS_SECRET_ACCESS_KEY": "none",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
    }
    return kept | aws | {"PATH": os.environ.get("PATH", "")}


@pytest.mark.parametrize("requirements", sorted(set(REQUIREMENTS.values())))
def test_the_wheels_for_lambda_are_for_arm64_or_any_machine(requirements: str) -> None:
    place = dependencies(requirements)
    tags = {
        wheel.parent.name: [line[5:] for line in wheel.read_text().splitlines() if line.startswith("Tag: ")]
        for wheel in place.glob("*.dist-info/WHEEL")
    }

    assert tags
    foreign = {
        name: found
        for name, found in tags.items()
        if not all(tag.endswith(("-any", "_aarch64")) and _runs_on_3_13(tag) for tag in found)
    }
    assert foreign == {}
    assert [str(library) for library in place.rglob("*.so") if "x86_64" in library.name] == []


def _runs_on_3_13(tag: str) -> bool:
    python, abi, _ = tag.split("-", 2)
    return abi in {"none", "abi3", "cp313"} or python == "cp313"


def test_a_package_ships_no_tests_and_nothing_of_infra(tmp_path: Path) -> None:
    package("WalletFunction", tmp_path, for_host=True)

    shipped = {path.name for path in tmp_path.iterdir()}

    assert shipped.isdisjoint({"tests", "infra", "template.yaml", "Makefile", ".portico"})
    assert {"functions", "shared"} <= shipped
