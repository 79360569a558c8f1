"""A domain on the whole product, with the template's policies enforced: brought, served, followed, given up."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.flow.api import World


def until(what: Callable[[], bool], patience: float = 60) -> None:
    """Wait for what the worker does by itself."""
    end = time.monotonic() + patience
    while not what():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.2)


@pytest.mark.criterion("C-04", "C-05", "C-32", "X-11")
def test_a_domain_is_served_and_taken_down_with_no_more_than_the_policies_give(guarded: World) -> None:
    partner = guarded.partner("Vento", kind="whitelabel")
    base, stack = f"/v1/partners/{partner}/domains", guarded.stack
    there = f"corsi.vento.localhost:{stack.port}"

    def status() -> list[str]:
        return [one["status"] for one in guarded.platform.ok("GET", base)["items"]]

    def front() -> int:
        return guarded.http.get("/sign-in", headers={"Host": there}).status_code

    assert front() == 421
    domain = guarded.platform.ok("POST", base, {"name": "corsi.vento.localhost"}, 201)
    until(lambda: status() == ["active"] and front() == 200)
    [made] = stack.aws("apigatewayv2").get_api_mappings(DomainName="corsi.vento.localhost")["Items"]
    assert made["ApiId"] == stack.outputs["ApiId"]
    assert guarded.platform.ok("GET", f"/v1/partners/{partner}")["home"] == f"http://{there}"

    guarded.platform.ok("POST", f"{base}/{domain['id']}/check", None, 202)
    assert stack.settle() and status() == ["active"]

    guarded.platform.ok("DELETE", f"{base}/{domain['id']}", None, 202)
    assert front() == 421, "at once, whatever the worker has yet to take down"
    until(lambda: status() == [])
    names = [one["DomainName"] for one in stack.aws("apigatewayv2").get_domain_names()["Items"]]
    certified = [one["DomainName"] for one in stack.aws("acm").list_certificates()["CertificateSummaryList"]]
    assert "corsi.vento.localhost" not in names + certified


def test_the_front_desk_may_neither_ask_for_certificates_nor_serve_names(guarded: World) -> None:
    import boto3
    from botocore.exceptions import ClientError

    from infra.local.engine import REGION

    stack = guarded.stack
    role = stack.aws("lambda").get_function_configuration(FunctionName=stack.function("PortalApi"))["Role"]
    keys = stack.aws("sts").assume_role(RoleArn=role, RoleSessionName="tests")["Credentials"]
    as_desk = {
        "endpoint_url": stack.engine.url,
        "region_name": REGION,
        "aws_access_key_id": keys["AccessKeyId"],
        "aws_secret_access_key": keys["SecretAccessKey"],
        "aws_session_token": keys["SessionToken"],
    }

    for call in (
        lambda: boto3.client("acm", **as_desk).request_certificate(DomainName="a.it", ValidationMethod="DNS"),
        lambda: boto3.client("apigatewayv2", **as_desk).get_domain_names(),
    ):
        with pytest.raises(ClientError) as refused:
            call()
        assert "AccessDenied" in refused.value.response["Error"]["Code"]
