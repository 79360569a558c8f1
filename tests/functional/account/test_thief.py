"""What a stolen session is good for once its owner signs out or sets a password: nothing."""

from __future__ import annotations

import time

import boto3
import pytest

from functions.portal_api.account import cognito
from functions.portal_api.account.sign_out import next_second
from shared.problems import Problem
from tests.builders import token_for
from tests.functional.account.portal import ADMIN, OTHER, PASSWORD, Portal, person, totp
from tests.functional.front import Answer


def _with(portal: Portal, token: str) -> Answer:
    return portal.front.ask("GET", "/v1/me", headers={"authorization": f"Bearer {token}"})


def test_a_token_refreshed_past_our_door_counts_from_the_sign_in(portal: Portal) -> None:
    stolen_at = int(time.time())
    portal.as_(portal.session(), "DELETE", "/v1/session")

    refreshed = token_for(portal.admin, auth_time=stolen_at, iat=next_second() + 1)

    assert _with(portal, refreshed).code == "not-signed-in"
    assert _with(portal, token_for(portal.admin, auth_time=next_second())).status == 200


@pytest.mark.parametrize("odd", [None, "1", 1.5])
def test_a_token_that_does_not_say_when_its_owner_signed_in_is_nobodys(portal: Portal, odd: object) -> None:
    assert _with(portal, token_for(portal.admin, auth_time=odd)).code == "not-signed-in"


def test_a_second_factor_that_a_thief_enrolled_goes_with_a_new_password(portal: Portal) -> None:
    stolen = portal.session()["access_token"]
    pool = boto3.client("cognito-idp")
    secret = pool.associate_software_token(AccessToken=stolen)["SecretCode"]
    pool.verify_software_token(AccessToken=stolen, UserCode=totp(secret))
    chosen = {"Enabled": True, "PreferredMfa": True}
    pool.set_user_mfa_preference(AccessToken=stolen, SoftwareTokenMfaSettings=chosen)
    assert portal.sign_in().code == "mfa-required"

    assert portal.set_password(portal.mailed_link(portal.admin), OTHER).status == 204

    assert portal.as_(portal.session(ADMIN, OTHER)).status == 200


@pytest.mark.parametrize("call", ["sign_out", "forget_second_factor"])
def test_when_cognito_is_away_halfway_the_link_stays_good(
    portal: Portal, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    laura = portal.invited("laura@alfa.example")
    link, session = portal.mailed_link(portal.admin), portal.session()
    first = portal.mailed_link(laura)

    def away(_: str) -> None:
        raise Problem("busy", retry_after=1)

    with monkeypatch.context() as patch:
        patch.setattr(cognito, call, away)
        assert portal.set_password(link, OTHER).code == "busy"
        assert portal.set_password(first, OTHER).code == "busy"

    assert portal.as_(session).code == "not-signed-in"
    assert person(laura)["invited"] is True
    assert portal.set_password(link, OTHER).status == 204
    assert portal.set_password(first, OTHER).status == 204
    assert person(laura)["invited"] is False
    assert portal.sign_in(ADMIN, PASSWORD).code == "invalid-credentials"
    assert portal.sign_in(ADMIN, OTHER).status == 200
