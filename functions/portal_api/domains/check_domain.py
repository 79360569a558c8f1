"""Have a domain looked at now, as somebody does who has just set its records."""

from __future__ import annotations

from typing import Any

from functions.portal_api.account import guesses
from functions.portal_api.command import Asking, Replayed
from functions.portal_api.domains import store
from functions.portal_api.domains.shape import view
from shared.clock import parse
from shared.commit import Refused
from shared.events import DomainAsked
from shared.partner import Partner
from shared.patience import Patience
from shared.problems import Problem

OFTEN = guesses.Limit("domain-check", 6, 600)
"""Looks at one domain that people ask for."""


def check_domain(asking: Asking, partner: Partner, domain_id: str) -> Any:
    """Have it looked at; the answer is how it stands until then. Raises: Problem `not-found`, `too-many-attempts`."""
    patience = Patience()
    if store.by_id(partner.id, domain_id) is None:
        raise Problem("not-found")
    guesses.count(OFTEN, domain_id)
    while True:
        domain = store.by_id(partner.id, domain_id)
        if domain is None:
            raise Problem("not-found")
        asked = domain.noted(asking.at, "check_asked").due(parse(asking.at))
        after, write = store.rewritten(asked, DomainAsked(partner_id=partner.id, domain=domain.name))
        try:
            return asking.commit([write], "domain.check", domain.id, status=202, answer=view(after, partner))
        except Replayed:
            guesses.give_back(OFTEN, domain_id)
            raise
        except Refused:  # the worker has just written it: look again
            patience.again()
