"""What stands around every signed-in page: the view and its menu, who is signed in, the way here."""

from __future__ import annotations

from dataclasses import dataclass

from shared.caller import Caller

Crumb = tuple[str, str]
"""A text in the reader's language and an address."""


@dataclass(frozen=True)
class Link:
    """One item of a menu: a key to say where one is, its label (marked, said in the reader's language), its address."""

    key: str
    label: str
    href: str
    icon: str = ""


@dataclass(frozen=True)
class Shell:
    """`kind` is the view, `name` the place it is of; `banner` what stands above it: acting, suspended or closed."""

    kind: str
    name: str
    person: str
    email: str
    menu: tuple[Link, ...]
    here: str = ""
    crumbs: tuple[Crumb, ...] = ()
    banner: str = ""
    person_id: str = ""
    partner_id: str = ""


def place_of(kind: str, caller: Caller, brand_name: str) -> str:
    """What the switch of views calls the place one is at."""
    if kind == "partner" and caller.partner:
        return caller.partner.name
    return brand_name


def banner_of(kind: str, caller: Caller) -> str:
    """What stands above every page of a partner: `acting`, `suspended`, `closed`, or nothing."""
    if caller.partner is None or kind != "partner":
        return ""
    if caller.session and caller.session.acting == caller.partner.id:
        return "acting"
    return "" if caller.partner.status == "active" else caller.partner.status
