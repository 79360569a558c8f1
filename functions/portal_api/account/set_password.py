"""Set a password with a mailed link, which works once. Everything signed in before it is signed out.

The link is used up before Cognito is asked, so that two can never use it, and with it, in one transaction, the person
becomes one who has a password; when Cognito then refuses or is away, both are given back. Should the process die in
between, the person asks for another link.
"""

from __future__ import annotations

from functions.portal_api.account import cognito, guesses, links, password_rules, sessions, store
from functions.portal_api.account.person import Person
from functions.portal_api.account.sign_out import next_second
from shared.clock import stamp
from shared.hosts import Host
from shared.problems import Problem


def set_password(token: str, new_password: str, host: Host, address: str = "", request_id: str = "") -> None:
    """Set the password of the person a link was mailed to.

    Args: the name they came under, whose people alone have links there; the client's address, from which wrong
    passwords are forgiven.
    Raises: Problem `link-invalid` (unknown, used, expired, or older than the last password set), `password-too-weak`,
    `invalid-request`, `busy`.
    """
    link = links.link(token)
    person = store.person_of(link["person_id"], host) if link else None
    if link is None or person is None or not person.active or links.is_older(link, person.password_set_at):
        raise Problem("link-invalid")
    if person.sign_in_domain != host.sign_in_domain:  # somebody of the platform, who signs in there and not here
        raise Problem("link-invalid")
    password = password_rules.normal(new_password)
    password_rules.check(password, person.email)
    at = stamp()
    if not links.use_link(token, person, at, next_second(), request_id):
        raise Problem("link-invalid")
    try:
        give_password(person, password)
    except cognito.PasswordRefused:
        links.release_link(token, person, at, request_id)
        raise Problem("password-too-weak", min_length=password_rules.MIN_LENGTH) from None
    except Exception:
        links.release_link(token, person, at, request_id)
        raise
    account = guesses.account(person.email, person.sign_in_domain)
    guesses.forget(guesses.SIGN_IN_BY_BOTH, guesses.both(account, guesses.network(address)))
    guesses.forget(guesses.SIGN_IN_BY_EMAIL, account)
    store.accepted(person)


def give_password(person: Person, password: str) -> None:
    """Have Cognito take a password, and let nothing from before it count: no token, no browser's session.

    A second factor that was set up here stays: whoever reads somebody's mail still needs their phone. One that was not
    set up here goes, last, when no token is left with which it could be set up again: an access token lets its holder
    plant one at Cognito, and who came by one must not keep its owner out with it.
    Raises: PasswordRefused, Problem `busy`.
    """
    cognito.set_password(person.id, password)
    store.tokens_void(person.id, next_second())
    sessions.clear(person.id)
    cognito.sign_out(person.id)
    if not person.second_factor_at:
        cognito.forget_second_factor(person.id)
