"""Ask for a link to set one's password. The answer and the work never tell whether the address is anybody's.

A fact is put into the person's outbox; `notify` mints the link and mails it. A few links an hour and address are
made; more are accepted and make none.
"""

from __future__ import annotations

from functions.portal_api import trail
from functions.portal_api.account import guesses, store
from functions.portal_api.account.person import NOBODY
from shared.clock import stamp
from shared.events import PasswordLinkAsked
from shared.hosts import Host


def ask_password_link(email: str, host: Host, address: str, request_id: str = "") -> None:
    """Have a link mailed to this address if somebody signs in with it. Raises: Problem `busy`."""
    waits = [
        guesses.take(guesses.LINKS_BY_ADDRESS, guesses.network(address)),
        guesses.take(guesses.LINKS_BY_EMAIL, guesses.account(email, host.sign_in_domain)),
    ]
    person = store.person_by_email(email, host)
    partners = store.partners_of(person)
    to = person.id if person and person.may_sign_in(partners) and waits == [None, None] else NOBODY
    at = stamp()
    trace = trail.row(f"PERSON#{to}", None, "password_link.ask", to, at, request_id=request_id)
    store.state(to, at, PasswordLinkAsked(person_id=to), trace, email)
