"""Which names may be a partner's domain: real ones below a public suffix, in one script, outside the platform's zone.

Sources: RFC 5891 (IDNA 2008, by `idna`), the Public Suffix List (bundled with `publicsuffixlist`), Unicode TS 39
(confusables and scripts, bundled with `confusable_homoglyphs`). Nothing here asks the network.
"""

from __future__ import annotations

import ipaddress
import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from functions.portal_api.domains.lookalike import mixes_scripts, passes_for_another
from shared.hosts import platform_name
from shared.language import mark as _
from shared.problems import Problem, invalid

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

LONGEST = 64
"""Characters: the first name of a certificate is its common name, which X.509 bounds (RFC 5280, ub-common-name)."""
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_NOBODYS = frozenset({"onion", "arpa"})
"""Top levels of the list under which no pages of a company are: not in DNS at all, or its own machinery (RFC 6761)."""
_LOCAL = "localhost"
"""Served by this machine alone (RFC 6761), so only where the platform is too."""


class OwnName(NamedTuple):
    """A name as DNS has it (lower case, international labels as `xn--…`), and whether nothing stands above it but a
    public suffix: there DNS takes no CNAME."""

    name: str
    apex: bool


def own_name(text: str) -> OwnName:
    """The domain that was entered, checked.

    Raises: Problem `invalid-request` at `/name`, saying what is wrong with it.
    """
    typed = text.strip().lower()
    _spelled(typed)
    labels = typed.split(".")
    name = ".".join(_ascii(label) for label in labels)
    if len(name) > LONGEST:
        raise _unfit(_("is too long: a certificate takes at most 64 characters"))
    if name == platform_name() or name.endswith(f".{platform_name()}"):
        raise _unfit(_("belongs to the platform"))
    return OwnName(name, _is_apex(name))


def shown(name: str) -> str:
    """A name as people write it, with the letters that `xn--…` stands for."""
    if "xn--" not in name:
        return name
    import idna

    return ".".join(idna.decode(label) if label.startswith("xn--") else label for label in name.split("."))


def registered(name: str) -> str:
    """The name right below the public suffix, which is this one or above it; itself where no registry is known."""
    return str(_suffixes().privatesuffix(name) or name)


def _spelled(typed: str) -> None:
    """No address, wildcard, port or path; more than one label."""
    if "*" in typed:
        raise _unfit(_("must be one name, without a wildcard"))
    if any(sign in typed for sign in ":/@?#[]\\") or any(letter.isspace() for letter in typed):
        raise _unfit(_("must be a name alone: no https://, port or path"))
    if typed.startswith(".") or typed.endswith(".") or ".." in typed:
        raise _unfit(_("must neither begin nor end with a dot, nor have two in a row"))
    try:
        ipaddress.ip_address(typed)
    except ValueError:
        pass
    else:
        raise _unfit(_("is an IP address; enter a domain name"))
    if "." not in typed:
        raise _unfit(_("is no domain name; enter one like training.example.com"))


def _ascii(label: str) -> str:
    """A label in its ASCII form; one that is not the one spelling of its letters, or passes for another, is refused."""
    import idna

    try:
        letters = idna.decode(label, strict=True, std3_rules=True)
        encoded = idna.encode(letters, strict=True, std3_rules=True).decode()
    except (idna.IDNAError, UnicodeError):
        raise _unfit(_("has a part that is no valid domain label")) from None
    if not _LABEL.fullmatch(encoded) or (label.startswith("xn--") and encoded != label):
        raise _unfit(_("has a part that is no valid domain label"))
    if mixes_scripts(letters):
        raise _unfit(_("mixes letters of several scripts in one part"))
    if passes_for_another(letters):
        raise _unfit(_("has letters that can be taken for others"))
    return encoded


def _is_apex(name: str) -> bool:
    """Whether it stands right below a public suffix. Raises: Problem for a suffix, or a name below none."""
    if name.endswith(f".{_LOCAL}") and platform_name().endswith(f".{_LOCAL}"):
        return False  # no registry, no suffix: DNS there is this machine's own
    registered = _suffixes().privatesuffix(name)
    if registered is None or name.rpartition(".")[2] in _NOBODYS:
        raise _unfit(_("is a public suffix, or ends in none; enter a domain that is yours"))
    return bool(registered == name)


@cache
def _suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(accept_unknown=False)


def _unfit(why: str) -> Problem:
    return invalid("/name", why)
