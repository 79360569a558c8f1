"""Counters against guessing and against mailing strangers: so many tries for one subject in a window of time.

A counter is one item of the Portal table a window, counted up by one conditional update before the try, so that
concurrent guesses cannot slip through; it deletes itself (TTL). Subjects are kept as SHA-256 only. HTTP APIs have
no WAF before them; this is what stands in its place.
"""

from __future__ import annotations

import hashlib
import ipaddress
import time
from dataclasses import dataclass

from shared import keys
from shared.commit import update_once
from shared.keys import Key
from shared.problems import Problem


@dataclass(frozen=True)
class Limit:
    """At most so many tries for one subject in windows of so many seconds."""

    name: str
    most: int
    seconds: int


SIGN_IN_BY_BOTH = Limit("sign-in-both", 10, 900)
"""By e-mail address and network together: a stranger's guesses do not keep out whose address it is."""
SIGN_IN_BY_EMAIL = Limit("sign-in-email", 100, 3600)
"""By e-mail address wherever from: against guesses from many networks."""
SIGN_IN_BY_ADDRESS = Limit("sign-in-address", 50, 900)
PASSWORD_AGAIN = Limit("password-again", 10, 900)
"""One's own password asked for once more, by who is signed in: against whoever sits down at an open browser."""
CODE_AGAIN = Limit("code-again", 10, 900)
"""Codes of an authenticator app, by who is signed in."""
LINKS_BY_EMAIL = Limit("link-email", 3, 3600)
LINKS_BY_ADDRESS = Limit("link-address", 30, 3600)
INVITATIONS = Limit("invitation", 3, 3600)
"""The same invitation mailed once more."""
INVITATIONS_TO = Limit("invitation-to", 5, 86400)
"""Mails to one address that one place invites, however often it is dismissed in between."""
INVITATIONS_BY = Limit("invitation-by", 50, 86400)
"""Mails that one admin has a place send."""
ACCESS_BY = Limit("access-by", 500, 86400)
"""The same to contacts who get access to the portal: a partner opens it to a whole company in one day."""


def count(limit: Limit, subject: str) -> None:
    """Count one try. Raises: Problem `too-many-attempts` beyond the limit."""
    wait = take(limit, subject)
    if wait is not None:
        raise Problem("too-many-attempts", retry_after=wait)


def take(limit: Limit, subject: str) -> int | None:
    """Count one try.

    Returns: None when it is within the limit, else the seconds until the window is over.
    """
    now = int(time.time())
    ends = _window_end(limit, now)
    counted = update_once(
        _counter(limit, subject, ends),
        "ADD #count :one SET expires_at = :ends",
        "attribute_not_exists(#count) OR #count < :most",
        names={"#count": "count"},
        values={":one": 1, ":ends": ends, ":most": limit.most},
    )
    return None if counted else max(1, ends - now)


def give_back(limit: Limit, subject: str) -> None:
    """Take a try off the count again: it was no guess."""
    _settle(limit, subject, "ADD #count :change", {":change": -1})


def forget(limit: Limit, subject: str) -> None:
    """Begin to count anew: the subject has proved who they are."""
    _settle(limit, subject, "SET #count = :change", {":change": 0})


def _settle(limit: Limit, subject: str, expression: str, values: dict[str, int]) -> None:
    counter = _counter(limit, subject, _window_end(limit, int(time.time())))
    update_once(counter, expression, "#count > :none", names={"#count": "count"}, values=values | {":none": 0})


def _window_end(limit: Limit, now: int) -> int:
    return now - now % limit.seconds + limit.seconds


def _counter(limit: Limit, subject: str, ends: int) -> Key:
    return keys.counter(f"{limit.name}#{hashlib.sha256(subject.encode()).hexdigest()}#{ends}")


def account(email: str, sign_in_domain: str) -> str:
    """An e-mail address in a sign-in domain, as one subject: the same address elsewhere is somebody else's account."""
    return f"{sign_in_domain} {email}"


def both(account: str, network: str) -> str:
    """An account tried from one network, as one subject."""
    return f"{account} {network}"


def network(address: str) -> str:
    """The network a client address is counted as: itself, of IPv6 the /64 that one subscriber has."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((ip, 64), strict=False)) if ip.version == 6 else str(ip)
