"""Every call that a sign-in and a password make, to Cognito and to the tables, failing in every way it can.

The front desk answers, or says 503; never that a right password is wrong. Whatever failed, asking again comes to it:
for a one-time link that may mean a new link, because a link is used up before Cognito is asked and a process that
died can't give it back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError

from shared import keys
from tests.builders import write
from tests.faults.conftest import EVERYTHING
from tests.faults.scheduler import ProcessDied
from tests.functional.account import conftest as identity_engine
from tests.functional.account.portal import ADMIN, PASSWORD, Portal, person
from tests.functional.front import Answer

engine, identity, aws, portal = (
    identity_engine.engine,
    identity_engine.identity,
    identity_engine.aws,
    identity_engine.portal,
)
NEW = "una password lunga e nuova"
URL = "https://amazonaws.com"
THROTTLES = {"cognito-idp": "TooManyRequestsException", "dynamodb": "ThrottlingException"}
FAULTS = ("throttled", "failed", "reset", "dies_before", "lost", "failed_after", "dies_after")
OF_SOME = FAULTS if EVERYTHING else ("lost", "dies_after")


@dataclass
class Faulty:
    """Every client of this process: counts its calls, and lets one of them fail once."""

    number: int = 0
    fault: str = ""
    calls: list[str] = field(default_factory=list)

    def call(self, original: Callable[..., Any], client: Any, operation: str, request: Any) -> Any:
        self.calls.append(operation)
        if len(self.calls) != self.number:
            return original(client, operation, request)
        if self.fault == "dies_before":
            raise ProcessDied(operation)
        if self.fault == "reset":
            raise ConnectionClosedError(endpoint_url=URL)
        if self.fault == "throttled":
            raise _error(THROTTLES[client.meta.service_model.endpoint_prefix.replace("streams.", "")], 400, operation)
        if self.fault == "failed":
            raise _error("InternalErrorException", 500, operation)
        answer = original(client, operation, request)
        if self.fault == "dies_after":
            raise ProcessDied(operation)
        if self.fault == "lost":
            raise ReadTimeoutError(endpoint_url=URL)
        if self.fault == "failed_after":
            raise _error("InternalErrorException", 500, operation)
        return answer

    def strike(self, number: int, fault: str) -> None:
        self.number, self.fault = number, fault
        self.calls.clear()


def _error(code: str, status: int, operation: str) -> ClientError:
    response: Any = {"Error": {"Code": code, "Message": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(response, operation)


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> Faulty:
    faulty, original = Faulty(), BaseClient._make_api_call

    def call(client: Any, operation: str, request: Any) -> Any:
        return faulty.call(original, client, operation, request)

    monkeypatch.setattr(BaseClient, "_make_api_call", call)
    monkeypatch.setattr("shared.patience.random.uniform", lambda low, _: low)
    return faulty


def asked(faulty: Faulty, ask: Callable[[], Answer]) -> Answer | None:
    """None when the process died; Mangum then makes a 500 of it, as API Gateway would."""
    try:
        answer = ask()
    except ProcessDied:
        return None
    return None if answer.status == 500 and faulty.fault.startswith("dies") else answer


def as_it_was(portal: Portal) -> None:
    """The admin has the first password, and no token of theirs has to be waited for."""
    assert portal.set_password(portal.mailed_link(portal.admin), PASSWORD).status == 204
    settled(portal)


def settled(portal: Portal) -> None:
    write(keys.person(portal.admin), person(portal.admin) | {"tokens_from": 0, "password_set_at": ""})


def busy_or(status: int, answer: Answer | None, told: str) -> None:
    assert answer is None or answer.status == status or (answer.status, answer.code) == (503, "busy"), told


@pytest.mark.parametrize("fault", OF_SOME)
def test_a_sign_in_whose_calls_fail_is_answered_or_busy_and_never_wrong(
    portal: Portal, faulty: Faulty, fault: str
) -> None:
    faulty.strike(0, "")
    assert portal.sign_in().status == 200
    calls = [*faulty.calls]

    for number, operation in enumerate(calls, 1):
        faulty.strike(number, fault)
        first = asked(faulty, portal.sign_in)
        busy_or(200, first, f"{fault} at {operation}: {first}")
        assert portal.sign_in().status == 200, f"again after {fault} at {operation}"

    assert "AdminInitiateAuth" in calls


@pytest.mark.parametrize("fault", OF_SOME)
def test_a_password_whose_calls_fail_is_set_or_busy_and_then_there_is_one(
    portal: Portal, faulty: Faulty, fault: str
) -> None:
    faulty.strike(0, "")
    as_it_was(portal)
    link = portal.mailed_link(portal.admin)
    faulty.strike(0, "")
    assert portal.set_password(link, NEW).status == 204
    calls = [*faulty.calls]

    for number, operation in enumerate(calls, 1):
        faulty.strike(0, "")
        as_it_was(portal)
        link = portal.mailed_link(portal.admin)
        faulty.strike(number, fault)
        first = asked(faulty, lambda link=link: portal.set_password(link, NEW))  # type: ignore[misc]
        faulty.strike(0, "")
        told = f"{fault} at {operation}: {first}"
        busy_or(204, first, told)
        if first is None or first.status != 204:
            again = portal.set_password(link, NEW)
            if again.status != 204:
                assert again.code == "link-invalid", f"{told}, then {again}"
                assert portal.set_password(portal.mailed_link(portal.admin), NEW).status == 204, told
        settled(portal)
        assert portal.sign_in(ADMIN, NEW).status == 200, told
        assert portal.sign_in(ADMIN, PASSWORD).code == "invalid-credentials", told

    assert "AdminSetUserPassword" in calls and "AdminUserGlobalSignOut" in calls
