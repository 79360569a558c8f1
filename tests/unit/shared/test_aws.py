"""Clients have the credentials of now, and a session together while these are the same."""

from __future__ import annotations

from typing import Any

import botocore.session
import pytest

from shared import aws


@pytest.fixture
def sessions(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The sessions that are made."""
    made: list[Any] = []
    original = botocore.session.get_session

    def noted() -> Any:
        made.append(original())
        return made[-1]

    monkeypatch.setattr(botocore.session, "get_session", noted)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-south-1")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    aws._session.cache_clear()
    return made


def _key_of(client: Any) -> str:
    return str(client._request_signer._credentials.access_key)


def test_clients_of_a_process_have_one_session(sessions: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "one")

    assert {_key_of(aws.client(service)) for service in ("dynamodb", "sqs", "sesv2")} == {"one"}
    assert len(sessions) == 1


def test_a_client_has_the_credentials_of_now(sessions: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    keys = []
    for key in ("one", "two", "one"):
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", key)
        keys.append(_key_of(aws.client("sqs")))

    assert keys == ["one", "two", "one"]
    assert len(sessions) == 2
