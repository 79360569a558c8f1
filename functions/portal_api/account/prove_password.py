"""Have somebody who is signed in prove once more that they know their password, before what a thief must not do."""

from __future__ import annotations

from dataclasses import replace

from functions.portal_api.account import cognito, guesses, password_rules
from functions.portal_api.account.cognito import SecondFactor, Tokens
from functions.portal_api.command import Asking
from shared.language import mark as _
from shared.problems import invalid


def prove_password(person_id: str, password: str, at: str) -> Tokens | SecondFactor:
    """What Cognito gives for a person's password; wrong ones are counted.

    Args: the place in the body where it stands.
    Raises: Problem `invalid-request` when it is wrong, `too-many-attempts`, `busy`.
    """
    guesses.count(guesses.PASSWORD_AGAIN, person_id)
    password = password_rules.normal(password)
    answer = cognito.sign_in(person_id, password) if password_rules.is_possible(password) else None
    if answer is None:
        raise invalid(at, _("This is not your password."))
    guesses.forget(guesses.PASSWORD_AGAIN, person_id)
    return answer


def kept_nowhere(asking: Asking) -> Asking:
    """The same request without its key: no receipt holds what a password or a secret could be guessed from."""
    return replace(asking, key=None)
