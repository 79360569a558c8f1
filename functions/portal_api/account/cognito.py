"""Cognito, which keeps passwords and second factors under the person's id.

Nobody else speaks to it but `authenticator.py`, in the person's own name. Its refusals come back as None or as one of
two exceptions, so that no text of its own reaches a client; throttles and faults are tried again and then become 503.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from botocore.exceptions import ClientError

from shared import aws
from shared.patience import Patience, patiently
from shared.settings import settings

WRONG = frozenset({
    "NotAuthorizedException", "UserNotFoundException", "UserNotConfirmedException", "PasswordResetRequiredException",
    "CodeMismatchException", "ExpiredCodeException",
})  # fmt: skip
_WEAK = frozenset({"InvalidPasswordException", "PasswordHistoryPolicyViolationException"})


class PasswordRefused(Exception):
    """Cognito's own policy does not take this password."""


@dataclass(frozen=True)
class Tokens:
    """What a sign-in gives; `expires_in` seconds. A refresh gives no new refresh token."""

    access_token: str
    refresh_token: str | None
    expires_in: int


@dataclass(frozen=True)
class SecondFactor:
    """The password was right, a code of the authenticator app is wanted; `session` is Cognito's."""

    session: str


@cache
def client() -> Any:
    from botocore.config import Config

    config = Config(connect_timeout=2, read_timeout=5, retries={"total_max_attempts": 1})
    return aws.client("cognito-idp", config)


def sign_in(person_id: str, password: str) -> Tokens | SecondFactor | None:
    """Try a password; None when it is wrong, whatever the reason."""
    return _authenticate("ADMIN_USER_PASSWORD_AUTH", {"USERNAME": person_id, "PASSWORD": password})


def refresh(refresh_token: str) -> Tokens | None:
    """New tokens; None when the refresh token is none of ours, over or revoked."""
    answer = _authenticate("REFRESH_TOKEN_AUTH", {"REFRESH_TOKEN": refresh_token})
    return answer if isinstance(answer, Tokens) else None


def _authenticate(flow: str, parameters: dict[str, str]) -> Tokens | SecondFactor | None:
    answer = _unless_wrong(
        lambda: client().admin_initiate_auth(
            UserPoolId=settings().user_pool_id,
            ClientId=settings().user_pool_client_id,
            AuthFlow=flow,
            AuthParameters=parameters,
        )
    )
    if answer and answer.get("ChallengeName") == "SOFTWARE_TOKEN_MFA":
        return SecondFactor(answer["Session"])
    return _tokens(answer)


def answer_second_factor(person_id: str, session: str, code: str) -> Tokens | None:
    """Answer the second factor; None when the code is wrong or the session over."""
    answer = _unless_wrong(
        lambda: client().admin_respond_to_auth_challenge(
            UserPoolId=settings().user_pool_id,
            ClientId=settings().user_pool_client_id,
            ChallengeName="SOFTWARE_TOKEN_MFA",
            Session=session,
            ChallengeResponses={"USERNAME": person_id, "SOFTWARE_TOKEN_MFA_CODE": code},
        ),
        Patience(tries=1),
    )
    return _tokens(answer)


def _unless_wrong(call: Callable[[], dict[str, Any]], patience: Patience | None = None) -> dict[str, Any] | None:
    try:
        return patiently(call, patience)
    except ClientError as error:
        if code_of(error) in WRONG:
            return None
        raise


def _tokens(answer: dict[str, Any] | None) -> Tokens | None:
    result = (answer or {}).get("AuthenticationResult")
    if not result:
        return None
    return Tokens(result["AccessToken"], result.get("RefreshToken"), result["ExpiresIn"])


def set_password(person_id: str, password: str) -> None:
    """Set a person's password for good, making their account when they have none. Raises: PasswordRefused."""
    try:
        if not _set(person_id, password):
            _create(person_id)
            _set(person_id, password)
    except ClientError as error:
        if code_of(error) in _WEAK:
            raise PasswordRefused from error
        raise


def _set(person_id: str, password: str) -> bool:
    """False when there is no account yet."""
    try:
        patiently(
            lambda: client().admin_set_user_password(
                UserPoolId=settings().user_pool_id, Username=person_id, Password=password, Permanent=True
            )
        )
    except ClientError as error:
        if code_of(error) != "UserNotFoundException":
            raise
        return False
    return True


def _create(person_id: str) -> None:
    """An account without attributes: Cognito knows no name and no address, and mails nothing."""
    try:
        patiently(
            lambda: client().admin_create_user(
                UserPoolId=settings().user_pool_id, Username=person_id, MessageAction="SUPPRESS"
            )
        )
    except ClientError as error:
        if code_of(error) != "UsernameExistsException":
            raise


def sign_out(person_id: str) -> None:
    """Revoke every refresh token of a person; nothing happens when they have no account."""
    try:
        patiently(lambda: client().admin_user_global_sign_out(UserPoolId=settings().user_pool_id, Username=person_id))
    except ClientError as error:
        if code_of(error) != "UserNotFoundException":
            raise


def ask_second_factor(person_id: str, on: bool = True) -> None:
    """Have sign-ins ask for the code of the app that was set up, or for none any more."""
    wanted = {"Enabled": on, "PreferredMfa": on}
    patiently(
        lambda: client().admin_set_user_mfa_preference(
            UserPoolId=settings().user_pool_id, Username=person_id, SoftwareTokenMfaSettings=wanted
        )
    )


def forget_second_factor(person_id: str) -> bool:
    """Sign-ins ask for no code any more. False when the person has no account yet."""
    try:
        ask_second_factor(person_id, on=False)
    except ClientError as error:
        if code_of(error) != "UserNotFoundException":
            raise
        return False
    return True


def code_of(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
