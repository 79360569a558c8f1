"""Give a domain up: its name is answered no more at once, links use another address, the worker takes the rest down."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from functions.portal_api.command import Asking
from functions.portal_api.domains import store
from functions.portal_api.domains.shape import view
from shared.clock import parse
from shared.commit import Refused
from shared.events import DomainAsked
from shared.partner import Partner
from shared.patience import Patience
from shared.problems import Problem


def remove_domain(asking: Asking, partner: Partner, domain_id: str) -> Any:
    """Give it up; one that is being given up is answered as it stands. Raises: Problem `not-found`, `busy`; Replayed.

    Sessions under its name end with it, as they are good there alone. The name stays this partner's until the worker
    has taken down what served it, so that nobody else meets what is left of it.
    """
    patience = Patience()
    while True:
        domain = store.by_id(partner.id, domain_id)
        if domain is None:
            raise Problem("not-found")
        if domain.status == "removing" and not domain.starts_over:
            return view(domain, partner)
        going = domain.noted(asking.at, "removal_asked", status="removing", starts_over=False, failing_at="")
        after, write = store.rewritten(
            going.due(parse(asking.at)), DomainAsked(partner_id=partner.id, domain=domain.name)
        )
        unserved = [store.served(domain, False)] if domain.claimed_at else []
        writes = [write, *unserved, *store.out_of_links(domain)]
        answer = view(after, replace(partner, domain=None if partner.domain == domain.name else partner.domain))
        try:
            return asking.commit(writes, "domain.remove", domain.id, status=202, answer=answer)
        except Refused:  # the worker has just written it, or another domain took its place in links: look again
            patience.again()
