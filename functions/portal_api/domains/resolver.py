"""What DNS says of a name: the one place that asks it, by dnspython.

Every resolver of the setting `dns_resolvers` is asked by itself, so that one that was lied to, or remembers what was,
proves nothing: a record is there when each of them has it, it is gone when none has it, and whatever else they say, or
one that does not answer, is no knowledge. On a laptop the setting names the local zone (`infra/local/zone.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from shared.settings import settings

if TYPE_CHECKING:
    from dns.resolver import Resolver
    from dns.rrset import RRset

A_QUESTION = 4.0
"""Seconds that a resolver may take for one answer, tries included."""


@dataclass(frozen=True)
class Said:
    """What one resolver answered: values (lower-case names without the last dot, texts as they are), addresses and the
    names that led to them; None in `values` when it gave no answer that can be counted on."""

    values: frozenset[str] | None
    way: frozenset[str] = frozenset()


def texts(name: str) -> list[Said]:
    """The TXT records of a name, as each resolver has them."""
    return _everywhere(lambda resolver: _values(resolver, name, "TXT"))


def aliases(name: str) -> list[Said]:
    """The name that this one is an alias of."""
    return _everywhere(lambda resolver: _values(resolver, name, "CNAME"))


def authorities(name: str) -> list[Said]:
    """Who may issue certificates: the issuers of the closest CAA records, at the name or above; nobody named is empty.

    Source: RFC 8659, section 3.
    """
    return _everywhere(lambda resolver: _closest_authorities(resolver, name))


def ways(name: str) -> list[Said]:
    """The addresses of a name, and in `way` the names that led there."""
    return _everywhere(lambda resolver: _way(resolver, name))


@cache
def _resolvers() -> tuple[Resolver, ...]:
    from dns.resolver import Resolver

    found = []
    for place in settings().dns_resolvers.split(","):
        address, _, port = place.strip().partition("@")
        one = Resolver(configure=False)
        one.nameservers, one.port = [address], int(port or 53)
        one.timeout, one.lifetime = A_QUESTION / 2, A_QUESTION
        found.append(one)
    return tuple(found)


def _everywhere(ask: Callable[[Resolver], Said]) -> list[Said]:
    resolvers = _resolvers()
    with ThreadPoolExecutor(len(resolvers)) as pool:
        return list(pool.map(lambda resolver: _counted_on(ask, resolver), resolvers))


def _counted_on(ask: Callable[[Resolver], Said], resolver: Resolver) -> Said:
    """What it says; nothing where it does not answer, its server fails, or the answer makes no sense."""
    from dns.exception import DNSException

    try:
        return ask(resolver)
    except DNSException:
        return Said(None)


def _found(resolver: Resolver, name: str, kind: str) -> RRset | None:
    from dns.resolver import NXDOMAIN

    try:
        return resolver.resolve(f"{name}.", kind, raise_on_no_answer=False, search=False).rrset
    except NXDOMAIN:
        return None


def _values(resolver: Resolver, name: str, kind: str) -> Said:
    found = _found(resolver, name, kind) or ()
    return Said(frozenset(_text(one) if kind == "TXT" else _name(one.target) for one in found))


def _closest_authorities(resolver: Resolver, name: str) -> Said:
    labels = name.split(".")
    for at in range(len(labels)):
        if found := _found(resolver, ".".join(labels[at:]), "CAA"):
            issuers = (one.value.decode("ascii", "replace") for one in found if one.tag.lower() == b"issue")
            return Said(frozenset(one.partition(";")[0].strip().lower() for one in issuers))
    return Said(frozenset())


def _way(resolver: Resolver, name: str) -> Said:
    from dns.resolver import NXDOMAIN

    try:
        answer = resolver.resolve(f"{name}.", "A", raise_on_no_answer=False, search=False)
    except NXDOMAIN as error:  # an alias of a name that is not there (yet) is one all the same
        return Said(frozenset(), frozenset({_name(error.canonical_name)}) - {name})
    led = {_name(answer.canonical_name)} | {
        _name(one.target) for rrset in answer.chaining_result.cnames for one in rrset
    }
    addresses = (one.address for one in answer.rrset) if answer.rrset else ()
    return Said(frozenset(addresses), frozenset(led) - {name})


def _text(record: Any) -> str:
    return b"".join(record.strings).decode("utf-8", "replace")


def _name(name: Any) -> str:
    return str(name).rstrip(".").lower()
