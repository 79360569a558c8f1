"""Sign in with a browser: the same proof as for programs, then a session of our own instead of Cognito's tokens.

The tokens are let go at once and kept nowhere. A browser that has a session already gets a new one, and the old one
ends: nobody goes on under a cookie that somebody else may have put there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from functions.portal_api.account import own_trail, sessions, sign_in
from functions.portal_api.account.landing import landing
from functions.portal_api.account.sign_in import Proven
from shared.clock import stamp
from shared.commit import Write, commit
from shared.hosts import Host
from shared.session import from_our_own_page


@dataclass(frozen=True)
class Asked:
    """From where somebody signs in.

    The browser's headers, the name it asked for, its address, the request's id, and what they had asked for before
    (`next`, a path of ours or nothing).
    """

    headers: Mapping[str, str]
    host: Host
    address: str
    request_id: str
    next: str | None = None


@dataclass(frozen=True)
class Opened:
    """A session that is open: the `Set-Cookie` for the browser, and the page to go to."""

    set_cookie: str
    next: str


def open_session(email: str, password: str, asked: Asked) -> Opened:
    """Sign a person in with their browser.

    Raises: Problem `cross-site`, `invalid-credentials`, `mfa-required` (challenge), `too-many-attempts`, `busy`.
    """
    from_our_own_page(asked.headers, asked.host)
    return _open(sign_in.prove(email, password, asked.host, asked.address), asked)


def open_with_code(challenge: str, code: str, asked: Asked) -> Opened:
    """The same with the code of the second factor. Raises: Problem `cross-site`, `mfa-invalid`, `busy`."""
    from_our_own_page(asked.headers, asked.host)
    return _open(sign_in.prove_code(challenge, code, asked.host, asked.address), asked)


def _open(proven: Proven, asked: Asked) -> Opened:
    person, at = proven.person, stamp()
    opening = sessions.opening(person.id, proven.signed_in_at, asked.headers, asked.host)
    before = sessions.here(asked.headers, asked.host)
    gone = sessions.surplus(sessions.own(person.id), person.tokens_from) + ([before] if before else [])
    traces = [_row(person.id, person.id, "session.begin", opening.id, at, asked)]
    if before and not sessions.is_over(before, 0):
        by = person.id if before["person_id"] == person.id else None
        traces.append(_row(before["person_id"], by, "session.end", before["id"], at, asked))
    commit([*opening.writes, *sessions.ending(gone), *traces])
    views = person.views(proven.partners)
    return Opened(opening.set_cookie, landing(asked.next, [view["path"] for view in views]))


def _row(person_id: str, by: str | None, action: str, session_id: str, at: str, asked: Asked) -> Write:
    return own_trail.row(person_id, by, action, session_id, at, asked.request_id)
