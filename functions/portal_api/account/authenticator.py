"""An authenticator app being set up at Cognito, in the name of the person whose access token this is."""

from __future__ import annotations

from botocore.exceptions import ClientError

from functions.portal_api.account import cognito
from shared.patience import Patience, patiently

_WRONG_CODE = frozenset({"EnableSoftwareTokenMFAException", "CodeMismatchException"})


def new_secret(access_token: str) -> str:
    """The secret for a new app, in Base32; it counts once a code of it was seen."""
    answer = patiently(lambda: cognito.client().associate_software_token(AccessToken=access_token))
    return str(answer["SecretCode"])


def is_right(access_token: str, code: str) -> bool | None:
    """Show a code of the new app; None when the access token is void meanwhile. Raises: Problem `busy`."""
    try:
        answer = patiently(
            lambda: cognito.client().verify_software_token(AccessToken=access_token, UserCode=code), Patience(tries=1)
        )
    except ClientError as error:
        refusal = cognito.code_of(error)
        if refusal in _WRONG_CODE:
            return False
        if refusal in cognito.WRONG:
            return None
        raise
    return bool(answer["Status"] == "SUCCESS")
