"""What stands around the worker in these tests: certificates, a gateway and DNS that do what a test says, and a clock.

Certificates and gateway answer as their API references say, with botocore's own exceptions: a request repeated with its
token within the hour is one certificate, one in use cannot be deleted, a name is created once. Every call of theirs and
of DynamoDB can be made to crash, before it had an effect or after.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import boto3
import botocore.session

from functions.portal_api.domains import store
from functions.portal_api.domains.domain import Domain
from functions.portal_api.domains.follow import follow
from infra.local.zone import Records, wanted
from shared import clock, dynamo, keys

REGION = "eu-south-1"
_numbers = itertools.count(1)


@cache
def _exceptions(service: str) -> Any:
    return botocore.session.get_session().create_client(service, region_name=REGION).exceptions


class Crash(BaseException):
    """The process is gone: nothing catches this."""


class Cloud:
    """`acm`, `gateway`, `dns` (a dict of records a resolver), `at` (the time it is), `turn` (the worker's turn)."""

    def __init__(self) -> None:
        self.api_id = "api1"
        queue = boto3.client("sqs", region_name=REGION).create_queue(QueueName=f"domains-{next(_numbers)}")
        self.queue_url = queue["QueueUrl"]
        self.dns: tuple[dict[tuple[str, str], list[str]], ...] = ({}, {})
        self.silent: set[int] = set()
        self.at = clock.now()
        self.calls = 0
        self.crash_at: tuple[int, bool] | None = None
        self.acm, self.gateway = Acm(self), Gateway(self)

    def records_of(self, place: int) -> Callable[[], Records]:
        """What the resolver at this place is told."""

        def records() -> Records:
            if place in self.silent:
                raise RuntimeError("silent")
            return self.dns[place]

        return records

    def sets(self, name: str, kind: str, *values: str, at: tuple[int, ...] = (0, 1)) -> None:
        """Somebody sets this record, as these resolvers see it; no value takes it away."""
        for place in at:
            self.dns[place].pop((name, kind), None)
            if values:
                self.dns[place][name, kind] = list(values)

    def sets_all(self, domain: Domain) -> None:
        """Somebody sets every record that the domain's page asks for."""
        for (name, kind), values in wanted([domain.stored()], every=True).items():
            self.sets(name, kind, *values)

    def forgets(self) -> None:
        """All records are gone."""
        for records in self.dns:
            records.clear()

    def later(self, **much: float) -> None:
        self.at += timedelta(**much)

    def now(self) -> datetime:
        return self.at

    def turn(self, partner_id: str, name: str) -> Domain | None:
        """The worker's turn with one domain, and the domain after it."""
        follow(partner_id, name)
        return store.by_name(partner_id, name)

    def grows(self, partner_id: str, name: str) -> Domain:
        """A domain brought all the way, its records set as they are asked for."""
        for _ in range(4):
            domain = self.turn(partner_id, name)
            assert domain is not None
            self.sets_all(domain)
            self.acm.issues(name)
            if domain.status == "active":
                return domain
        raise AssertionError(domain)

    def called(self, effect: Callable[[], Any]) -> Any:
        """One call of AWS, which may be the one where the process goes."""
        self.calls += 1
        if self.crash_at == (self.calls, False):
            raise Crash
        answer = effect()
        if self.crash_at == (self.calls, True):
            raise Crash
        return answer

    @contextmanager
    def crashing(self, at: int, *, after: bool) -> Iterator[None]:
        """The call of this number is the last one, made or not made."""
        self.calls, self.crash_at = 0, (at, after)
        sent = dynamo.client()._make_api_call
        dynamo.client()._make_api_call = lambda operation, params: self.called(lambda: sent(operation, params))
        try:
            yield
        finally:
            dynamo.client()._make_api_call = sent
            self.crash_at = None


def host_item(name: str) -> dict[str, Any] | None:
    """Whose a name is, as the table says."""
    return dynamo.read_one(keys.host(name))


class Acm:
    """ACM: `certificates` by ARN; `issues(name)` and `ends(name, state)` is what its own process does."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self.exceptions = _exceptions("acm")
        self.certificates: dict[str, dict[str, Any]] = {}
        self.in_use: set[str] = set()

    def issues(self, name: str) -> None:
        self._all(name, "PENDING_VALIDATION", "ISSUED")

    def ends(self, name: str, state: str, reason: str = "") -> None:
        self._all(name, "PENDING_VALIDATION", state)
        for one in self.certificates.values():
            if one["Status"] == state and reason:
                one["FailureReason"] = reason

    def _all(self, name: str, before: str, after: str) -> None:
        for one in self.certificates.values():
            if one["DomainName"] == name and one["Status"] == before:
                one["Status"] = after

    def request_certificate(self, **asked: Any) -> Any:
        assert asked["ValidationMethod"] == "DNS" and asked["Tags"] == [{"Key": "portico", "Value": "test"}]
        return self._cloud.called(lambda: {"CertificateArn": self._requested(asked)})

    def _requested(self, asked: dict[str, Any]) -> str:
        hour = timedelta(hours=1)
        for arn, one in self.certificates.items():
            if one["token"] == asked["IdempotencyToken"] and self._cloud.at - one["asked"] < hour:
                return arn
        arn = f"arn:aws:acm:{REGION}:1:certificate/{next(_numbers)}"
        name = asked["DomainName"]
        record = {"Name": f"_x1.{name}.", "Type": "CNAME", "Value": "_y1.acm-validations.aws."}
        self.certificates[arn] = {
            "DomainName": name,
            "Status": "PENDING_VALIDATION",
            "DomainValidationOptions": [{"DomainName": name, "ResourceRecord": record}],
            "token": asked["IdempotencyToken"],
            "asked": self._cloud.at,
        }
        return arn

    def describe_certificate(self, CertificateArn: str) -> Any:
        return self._cloud.called(lambda: {"Certificate": self._there(CertificateArn)})

    def delete_certificate(self, CertificateArn: str) -> Any:
        def deleted() -> Any:
            self._there(CertificateArn)
            used = any(one["arn"] == CertificateArn for one in self._cloud.gateway.names.values())
            if used or CertificateArn in self.in_use:
                raise self.exceptions.ResourceInUseException({"Error": {"Code": "ResourceInUseException"}}, "Delete")
            del self.certificates[CertificateArn]
            return {}

        return self._cloud.called(deleted)

    def _there(self, arn: str) -> dict[str, Any]:
        if arn not in self.certificates:
            raise self.exceptions.ResourceNotFoundException(
                {"Error": {"Code": "ResourceNotFoundException"}}, "Describe"
            )
        return self.certificates[arn]


class Gateway:
    """API Gateway v2's custom domains: `names`, each with its certificate and mappings by id."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self.exceptions = _exceptions("apigatewayv2")
        self.names: dict[str, dict[str, Any]] = {}

    def get_domain_name(self, DomainName: str) -> Any:
        return self._cloud.called(lambda: self._shown(DomainName))

    def create_domain_name(self, DomainName: str, DomainNameConfigurations: list[dict[str, Any]]) -> Any:
        def created() -> Any:
            if DomainName in self.names:
                raise self.exceptions.ConflictException({"Error": {"Code": "ConflictException"}}, "Create")
            arn = DomainNameConfigurations[0]["CertificateArn"]
            assert self._cloud.acm.certificates[arn]["Status"] == "ISSUED"
            target = f"d-{next(_numbers)}.execute-api.{REGION}.amazonaws.com"
            self.names[DomainName] = {"arn": arn, "target": target, "mappings": {}}
            return self._shown(DomainName)

        return self._cloud.called(created)

    def update_domain_name(self, DomainName: str, DomainNameConfigurations: list[dict[str, Any]]) -> Any:
        def updated() -> Any:
            self._there(DomainName)["arn"] = DomainNameConfigurations[0]["CertificateArn"]
            return self._shown(DomainName)

        return self._cloud.called(updated)

    def delete_domain_name(self, DomainName: str) -> Any:
        return self._cloud.called(lambda: self._there(DomainName) and self.names.pop(DomainName))

    def get_api_mappings(self, DomainName: str) -> Any:
        def found() -> Any:
            mappings = self._there(DomainName)["mappings"].items()
            return {"Items": [{"ApiMappingId": one, "ApiId": api, "Stage": "$default"} for one, api in mappings]}

        return self._cloud.called(found)

    def create_api_mapping(self, DomainName: str, ApiId: str, Stage: str) -> Any:
        def created() -> Any:
            assert Stage == "$default"
            if self._there(DomainName)["mappings"]:
                raise self.exceptions.ConflictException({"Error": {"Code": "ConflictException"}}, "CreateApiMapping")
            self.names[DomainName]["mappings"][str(next(_numbers))] = ApiId
            return {}

        return self._cloud.called(created)

    def delete_api_mapping(self, DomainName: str, ApiMappingId: str) -> Any:
        return self._cloud.called(lambda: self._there(DomainName)["mappings"].pop(ApiMappingId) and {})

    def _there(self, name: str) -> dict[str, Any]:
        if name not in self.names:
            raise self.exceptions.NotFoundException({"Error": {"Code": "NotFoundException"}}, "Get")
        return self.names[name]

    def _shown(self, name: str) -> dict[str, Any]:
        one = self._there(name)
        made = {"ApiGatewayDomainName": one["target"], "HostedZoneId": "Z1", "CertificateArn": one["arn"]}
        return {"DomainName": name, "DomainNameConfigurations": [made]}
