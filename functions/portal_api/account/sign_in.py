"""Sign in with e-mail and password, answer the second factor, go on with a refresh token.

Whatever is wrong, the answer is one and the same, and so is the work: for somebody unknown, disabled or without any
open place, Cognito is asked about a username that never exists. Tries are counted before they are made.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import Any, NoReturn

from functions.portal_api.account import cognito, guesses, links, password_rules, store
from functions.portal_api.account.cognito import SecondFactor, Tokens
from functions.portal_api.account.person import NOBODY, Person, Places
from shared.hosts import Host
from shared.problems import Problem

CHALLENGE_SECONDS = 180
"""As long as Cognito keeps the session of a challenge."""
_IMPOSSIBLE = "no password is ever this"


@dataclass(frozen=True)
class Proven:
    """Somebody who has proved who they are: their record, their partners by id, and what Cognito gave for it."""

    person: Person
    partners: Places
    tokens: Tokens

    @property
    def signed_in_at(self) -> int:
        """When they did, in seconds since 1970, by Cognito's clock as with every token."""
        return int(_claims(self.tokens.access_token)["auth_time"])


def sign_in(email: str, password: str, host: Host, address: str) -> Tokens:
    """Sign a person in. Args and errors as of `prove`."""
    return prove(email, password, host, address).tokens


def prove(email: str, password: str, host: Host, address: str) -> Proven:
    """Have a person prove who they are.

    Args: the name they ask under, whose people alone are looked for; the client's address, which tries are counted by
    besides the e-mail address.
    Raises: Problem `invalid-credentials`, `mfa-required` (challenge), `too-many-attempts`, `busy`.
    """
    network, account = guesses.network(address), guesses.account(email, host.sign_in_domain)
    guesses.count(guesses.SIGN_IN_BY_ADDRESS, network)
    guesses.count(guesses.SIGN_IN_BY_BOTH, guesses.both(account, network))
    guesses.count(guesses.SIGN_IN_BY_EMAIL, account)
    person = store.person_by_email(email, host)
    partners = store.partners_of(person)
    known = person if person and person.may_sign_in(partners) else None
    answer = _try(known, password_rules.normal(password))
    if known is None or answer is None:
        raise Problem("invalid-credentials")
    guesses.give_back(guesses.SIGN_IN_BY_ADDRESS, network)
    if isinstance(answer, SecondFactor):
        _challenge(known, answer)  # the counts by e-mail stay until the code is right
    return Proven(known, partners, _welcome(known, network, answer))


def _try(known: Person | None, password: str) -> Tokens | SecondFactor | None:
    if not password_rules.is_possible(password):
        known, password = None, _IMPOSSIBLE
    if known:
        _after_the_void(known)
    return cognito.sign_in(known.id if known else NOBODY, password)


def _after_the_void(person: Person) -> None:
    """Wait, at most about a second, until a new token is not older than those just made void.

    Tokens carry whole seconds; `tokens_from` is therefore the second after the one in which they were made void,
    and a sign-in in that same second waits for it.
    """
    ahead = person.tokens_from + 0.1 - time.time()
    if 0 < ahead < 2:
        time.sleep(ahead)


def _welcome(person: Person, network: str, tokens: Tokens) -> Tokens:
    account = guesses.account(person.email, person.sign_in_domain)
    guesses.forget(guesses.SIGN_IN_BY_BOTH, guesses.both(account, network))
    guesses.give_back(guesses.SIGN_IN_BY_EMAIL, account)
    store.accepted(person)
    return tokens


def _challenge(person: Person, factor: SecondFactor) -> NoReturn:
    token = secrets.token_urlsafe(32)
    links.keep_challenge(token, person.id, factor.session, CHALLENGE_SECONDS)
    raise Problem("mfa-required", challenge=token)


def answer_challenge(challenge: str, code: str, host: Host, address: str) -> Tokens:
    """Answer a sign-in's second factor; a challenge takes one answer. Raises: Problem `mfa-invalid`, `busy`."""
    return prove_code(challenge, code, host, address).tokens


def prove_code(challenge: str, code: str, host: Host, address: str) -> Proven:
    """The same, with who it was. Raises: Problem `mfa-invalid`, `busy`."""
    waiting = links.use_challenge(challenge)
    person = store.person_of(waiting["person_id"], host) if waiting else None
    partners = store.partners_of(person)
    if waiting is None or person is None or not person.may_sign_in(partners):
        raise Problem("mfa-invalid")
    if waiting["proved_at"] < person.tokens_from:  # by a password that counted before: all from then is void
        raise Problem("mfa-invalid")
    _after_the_void(person)
    tokens = cognito.answer_second_factor(person.id, waiting["session"], code)
    if tokens is None:
        raise Problem("mfa-invalid")
    return Proven(person, partners, _welcome(person, guesses.network(address), tokens))


def refresh(refresh_token: str, host: Host) -> Tokens:
    """A new access token for as long as the person may sign in. Raises: Problem `not-signed-in`, `busy`."""
    tokens = cognito.refresh(refresh_token)
    if tokens is None:
        raise Problem("not-signed-in")
    said = _claims(tokens.access_token)
    person = store.person_of(str(said.get("username")), host)
    may = person is not None and person.may_sign_in(store.partners_of(person))
    if person is None or not may or int(said.get("auth_time", 0)) < person.tokens_from:
        raise Problem("not-signed-in")
    return Tokens(tokens.access_token, tokens.refresh_token or refresh_token, tokens.expires_in)


def _claims(access_token: str) -> dict[str, Any]:
    """What Cognito's own answer says; it came straight from there, so nobody's signature is in doubt."""
    import jwt

    claims: dict[str, Any] = jwt.decode(access_token, options={"verify_signature": False})
    return claims
