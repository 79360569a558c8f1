"""Certificates of ACM, proven by a DNS record that stays where it is, so that ACM renews them by itself."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any

from functions.portal_api.domains.domain import Domain
from shared import aws
from shared.patience import A_TRY, patiently
from shared.settings import settings

PENDING, ISSUED = "PENDING_VALIDATION", "ISSUED"
GIVEN_UP = frozenset({"VALIDATION_TIMED_OUT", "FAILED", "EXPIRED", "REVOKED", "INACTIVE", "GONE"})
"""States that ACM never leaves: another certificate must be asked for. It gives up 72 hours after it was asked."""
TAG = "portico"
"""Which stage a certificate belongs to; the worker's role may delete only its own stage's."""


@dataclass(frozen=True)
class Certificate:
    """What ACM says of one: its state (`GONE` where it knows none), why it was refused, and the record that proves it
    (name and value), which ACM names some seconds after it was asked."""

    state: str
    record: tuple[str, str] | None = None
    reason: str = ""


def request(domain: Domain) -> str:
    """Ask for one; the same request of a domain within the hour is one certificate. Returns: its ARN."""
    token = hashlib.sha256(f"{domain.id} {domain.name} {domain.asked}".encode()).hexdigest()[:32]
    asked = {
        "DomainName": domain.name,
        "ValidationMethod": "DNS",
        "IdempotencyToken": token,
        "Tags": [{"Key": TAG, "Value": settings().stage}],
    }
    return str(patiently(lambda: client().request_certificate(**asked))["CertificateArn"])


def describe(arn: str) -> Certificate:
    """What ACM says of it now."""
    try:
        found: dict[str, Any] = patiently(lambda: client().describe_certificate(CertificateArn=arn))["Certificate"]
    except client().exceptions.ResourceNotFoundException:
        return Certificate("GONE")
    records = [one["ResourceRecord"] for one in found.get("DomainValidationOptions", []) if "ResourceRecord" in one]
    record = (_plain(records[0]["Name"]), _plain(records[0]["Value"])) if records else None
    return Certificate(found["Status"], record, found.get("FailureReason", ""))


def drop(arn: str) -> bool:
    """Delete it, if it is there; False while it is still in use somewhere."""
    try:
        patiently(lambda: client().delete_certificate(CertificateArn=arn))
    except client().exceptions.ResourceNotFoundException:
        return True
    except client().exceptions.ResourceInUseException:
        return False
    return True


@cache
def client() -> Any:
    """The client of ACM of this process."""
    from botocore.config import Config

    return aws.client("acm", Config(connect_timeout=1, read_timeout=A_TRY * 2, retries={"total_max_attempts": 1}))


def _plain(name: str) -> str:
    return name.rstrip(".").lower()
