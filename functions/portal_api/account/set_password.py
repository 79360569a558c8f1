"""Set a password with a mailed link, which works once. Everything signed in before it is signed out.

The link is used up before Cognito is asked, so that two can never use it; when Cognito then refuses or is away, the
link is given back. Should the process die in between, the person asks for another link.
"""

from __future__ import annotations

from functions.portal_api.account import cognito, guesses, links, password_rules, store
from functions.portal_api.account.person import Person
from functions.portal_api.account.sign_out import next_second
from shared.clock import stamp
from shared.problems import Problem


def set_password(token: str, new_password: str) -> None:
    """Set the password of the person a link was mailed to.

    Raises: Problem `link-invalid` (unknown, used, expired, or older than the last password set), `password-too-weak`,
    `invalid-request`, `busy`.
    """
    link = links.link(token)
    person = store.person_of(link["person_id"]) if link else None
    if link is None or person is None or not person.active or links.is_older(link, person.password_set_at):
        raise Problem("link-invalid")
    password = password_rules.normal(new_password)
    password_rules.check(password, person.email)
    if not links.use_link(token, person.id, next_second()):
        raise Problem("link-invalid")
    try:
        cognito.set_password(person.id, password)
    except cognito.PasswordRefused:
        links.release_link(token)
        raise Problem("password-too-weak", min_length=password_rules.MIN_LENGTH) from None
    except Exception:
        links.release_link(token)
        raise
    settle(person)


def settle(person: Person) -> None:
    """After a password was set: older tokens and links are void, guesses forgiven, invitations accepted."""
    store.password_was_set(person, stamp(), next_second())
    cognito.sign_out(person.id)
    guesses.forget(guesses.SIGN_IN_BY_EMAIL, person.email)
    store.accepted(person)
