"""API Gateway as what serves a domain: a custom domain name with its certificate, mapped to our API.

It has room for 120 custom domains a region (a quota that AWS raises on request). What serves the next ones is another
module with the same two verbs, named in a domain's `provider`; see DECISIONS.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from shared import aws
from shared.patience import A_TRY, patiently
from shared.settings import settings

STAGE = "$default"


class NotOurs(Exception):
    """The name is a custom domain of this account already, and leads to another API."""


@dataclass(frozen=True)
class Place:
    """Where a domain's name must point: a name, its hosted zone (for an alias in Route 53); and its certificate."""

    target: str
    zone: str
    certificate: str


def make(name: str, certificate: str) -> Place:
    """Have the name served with this certificate, whatever of it is there already. Raises: NotOurs."""
    place = _find(name) or _create(name, certificate)
    mapped = _mappings(name)
    if any(one["ApiId"] != settings().api_id for one in mapped):
        raise NotOurs(name)
    if place.certificate != certificate:
        patiently(lambda: client().update_domain_name(DomainName=name, **_configured(certificate)))
    if not mapped:
        try:
            patiently(lambda: client().create_api_mapping(DomainName=name, ApiId=settings().api_id, Stage=STAGE))
        except client().exceptions.ConflictException:
            pass  # a twin was faster, or the answer of a try before this one was lost
    return place


def remove(name: str) -> None:
    """Have the name served no more, whatever of it is still there; one that leads to another API stays."""
    if _find(name) is None:
        return
    mapped = _mappings(name)
    if any(one["ApiId"] != settings().api_id for one in mapped):
        return
    for one in mapped:
        _gone(lambda mapping=one: client().delete_api_mapping(DomainName=name, ApiMappingId=mapping["ApiMappingId"]))
    _gone(lambda: client().delete_domain_name(DomainName=name))


def _find(name: str) -> Place | None:
    try:
        return _place(patiently(lambda: client().get_domain_name(DomainName=name)))
    except client().exceptions.NotFoundException:
        return None


def _create(name: str, certificate: str) -> Place:
    try:
        return _place(patiently(lambda: client().create_domain_name(DomainName=name, **_configured(certificate))))
    except client().exceptions.ConflictException:
        if found := _find(name):
            return found
        raise


def _configured(certificate: str) -> dict[str, Any]:
    configuration = {"CertificateArn": certificate, "EndpointType": "REGIONAL", "SecurityPolicy": "TLS_1_2"}
    return {"DomainNameConfigurations": [configuration]}


def _place(found: dict[str, Any]) -> Place:
    [made] = found["DomainNameConfigurations"]
    return Place(made["ApiGatewayDomainName"].lower(), made.get("HostedZoneId", ""), made.get("CertificateArn", ""))


def _mappings(name: str) -> list[dict[str, Any]]:
    try:
        found: list[dict[str, Any]] = patiently(lambda: client().get_api_mappings(DomainName=name))["Items"]
    except client().exceptions.NotFoundException:
        return []
    return found


def _gone(call: Any) -> None:
    try:
        patiently(call)
    except client().exceptions.NotFoundException:
        pass


@cache
def client() -> Any:
    """The client of API Gateway of this process."""
    from botocore.config import Config

    return aws.client(
        "apigatewayv2", Config(connect_timeout=1, read_timeout=A_TRY * 2, retries={"total_max_attempts": 1})
    )
