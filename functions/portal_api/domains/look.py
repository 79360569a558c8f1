"""One look at DNS for all that a domain wants there, and what it means."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from functions.portal_api.domains import resolver
from functions.portal_api.domains.domain import CHALLENGE, Domain, Purpose, Seen, State
from functions.portal_api.domains.resolver import Said

OURS = frozenset({"amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"})
"""The issuers by which a CAA record lets ACM issue (ACM User Guide, "Configure a CAA record")."""
SHOWN = 5
"""Values of a record that are kept to be shown."""


def look(domain: Domain, at: str) -> dict[Purpose, Seen]:
    """What DNS has of each record that is known by now; of who may issue certificates, until the domain is active."""
    found = {"ownership": _ownership(domain, at)}
    if domain.certificate_record:
        found["certificate"] = _certificate(domain, at)
    if domain.target:
        found["target"] = target(domain, at)
    if not domain.active_at:
        found["authority"] = _authority(domain, at)
    return found  # type: ignore[return-value]


def target(domain: Domain, at: str) -> Seen:
    """Whether the name leads to us: as an alias, or to one of the addresses that we have.

    The latter is what a registered name itself has: DNS takes no alias there, so its provider answers with addresses of
    ours. Those change slowly and not all are told at once; one in common is enough.
    """
    said = resolver.ways(domain.name)
    if all(one.values is not None and domain.target in one.way for one in said):
        return _seen("seen", [domain.target], at)
    ours = [one.values for one in resolver.ways(domain.target)]
    known = frozenset().union(*(one for one in ours if one))
    state = _judged(said, lambda one: domain.target in one.way or bool(one.values and one.values & known))
    if state == "missing" and not known and any(one.values and not one.way for one in said):
        state = "unknown"  # nobody told our own addresses: whether these are ours cannot be said
    return _seen(state, [value for one in said for value in (*one.way, *(one.values or ()))], at)


def _ownership(domain: Domain, at: str) -> Seen:
    said = resolver.texts(f"{CHALLENGE}.{domain.name}")
    return _seen(_judged(said, lambda one: domain.token in (one.values or ())), _values(said), at)


def _certificate(domain: Domain, at: str) -> Seen:
    name, value = domain.certificate_record
    said = resolver.aliases(name)
    return _seen(_judged(said, lambda one: value in (one.values or ())), _values(said), at)


def _authority(domain: Domain, at: str) -> Seen:
    said = resolver.authorities(domain.name)
    return _seen(_judged(said, lambda one: not one.values or bool(one.values & OURS)), _values(said), at)


def _judged(said: list[Said], has: Callable[[Said], bool]) -> State:
    """There when every resolver has it, gone when none has; no knowledge when they differ or one says nothing."""
    if any(one.values is None for one in said):
        return "unknown"
    found = {has(one) for one in said}
    return "unknown" if len(found) > 1 else "seen" if found.pop() else "missing"


def _values(said: list[Said]) -> list[str]:
    return [value for one in said for value in one.values or ()]


def _seen(state: State, values: Iterable[str], at: str) -> Seen:
    printable = ("".join(letter for letter in value if letter.isprintable())[:100] for value in values)
    return Seen(state, tuple(sorted(set(printable)))[:SHOWN], at)
