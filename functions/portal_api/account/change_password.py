"""Change one's own password, knowing the present one. Everything signed in before is signed out, but for this browser.

That one goes on under a new cookie.
"""

from __future__ import annotations

from collections.abc import Mapping

from functions.portal_api.account import cognito, own_trail, password_rules, sessions, store
from functions.portal_api.account.prove_password import kept_nowhere, prove_password
from functions.portal_api.account.sign_out import next_second
from functions.portal_api.command import Asking
from shared.commit import Refused
from shared.language import mark as _
from shared.problems import Problem, invalid


def change_password(asking: Asking, current: str, new: str, headers: Mapping[str, str]) -> str | None:
    """Change the caller's password.

    Returns: the `Set-Cookie` with which the browser that asks stays signed in; None for a bearer token, which is void.
    Raises: Problem `invalid-request` (the present one is wrong, the new one is the same, or nobody could type it),
    `password-too-weak`, `too-many-attempts`, `not-signed-in`, `busy`.
    """
    person_id = asking.caller.person_id
    password = password_rules.normal(new)
    password_rules.check(password, asking.caller.email)
    prove_password(person_id, current, "/current_password")
    if password == password_rules.normal(current):
        raise invalid("/new_password", _("This is the password you have."))
    try:
        cognito.set_password(person_id, password)
    except cognito.PasswordRefused:
        raise Problem("password-too-weak", min_length=password_rules.MIN_LENGTH) from None
    cookie = _begin_anew(asking, headers)
    cognito.sign_out(person_id)
    return cookie


def _begin_anew(asking: Asking, headers: Mapping[str, str]) -> str | None:
    """Make void what was before, and open this browser's session again."""
    person_id, tokens_from = asking.caller.person_id, next_second()
    cookie, renewed = sessions.anew(asking.caller, tokens_from, headers)
    writes = [store.password_set(person_id, asking.at, tokens_from), *renewed]
    scope = own_trail.scope_of(person_id)
    try:
        kept_nowhere(asking).commit(writes, "password.change", person_id, status=204, answer=None, scope=scope)
    except Refused:
        raise Problem("not-signed-in") from None  # disabled meanwhile
    return cookie
