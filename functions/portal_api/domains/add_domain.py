"""Bring a domain: written down with a token of its own, for the worker to follow. Nothing is claimed by that.

Whoever proves first that DNS of the name is in their hands has it, so writing a name down keeps it from nobody; but
what is served for another partner already cannot be asked for.
"""

from __future__ import annotations

import secrets
from typing import Any

from functions.portal_api.account import guesses
from functions.portal_api.command import Asking, Replayed
from functions.portal_api.domains import store
from functions.portal_api.domains.domain import MOST, Domain
from functions.portal_api.domains.name import own_name
from functions.portal_api.domains.shape import NewDomain, view
from shared.clock import parse
from shared.commit import Refused
from shared.events import DomainAsked
from shared.ids import new_id
from shared.partner import Partner
from shared.problems import Problem

A_DAY = guesses.Limit("domain-add", 20, 86400)
"""Domains that one partner brings, whoever of it: each asks ACM for a certificate, of which an account has so many."""


def add_domain(asking: Asking, partner: Partner, body: NewDomain) -> Any:
    """Write it down. At most `MOST` at a time; who asks for two at the very same moment may have one more.

    Raises: Problem `not-whitelabel`, `invalid-request`, `domain-taken`, `domain-exists`, `too-many-domains`,
    `too-many-attempts`; Replayed.
    """
    if partner.kind != "whitelabel":
        raise Problem("not-whitelabel")
    name, apex = own_name(body.name)
    there = store.all_of(partner.id)
    if any(one.name == name for one in there):
        raise Problem("domain-exists")
    if store.holder_of(name) not in (None, partner.id):
        raise Problem("domain-taken")
    if len(there) >= MOST:
        raise Problem("too-many-domains", limit=MOST)
    guesses.count(A_DAY, partner.id)
    token = f"portico-{secrets.token_hex(20)}"
    made = Domain(new_id("dom"), partner.id, name, token, asking.at, apex=apex, version=1).noted(asking.at, "added")
    made = made.due(parse(asking.at))
    written = store.added(made, DomainAsked(partner_id=partner.id, domain=name))
    try:
        return asking.commit([written], "domain.add", made.id, status=201, answer=view(made, partner))
    except Replayed:
        guesses.give_back(A_DAY, partner.id)  # a twin of this request was counted already
        raise
    except Refused:
        guesses.give_back(A_DAY, partner.id)
        raise Problem("domain-exists") from None
