"""Choose which of a partner's domains its links use: in mails, pages and everything that leads to its people."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from functions.portal_api.command import Asking
from functions.portal_api.domains import store
from functions.portal_api.domains.shape import view
from shared.commit import Refused
from shared.partner import Partner
from shared.patience import Patience
from shared.problems import Problem


def use_domain(asking: Asking, partner: Partner, domain_id: str) -> Any:
    """Use it from the next link on; the one that links use already is answered as it stands.

    Whatever was used before is served as it was, and links that were sent lead there. Should this one fail or be given
    up, links use another one, as ever. Raises: Problem `not-found`, `domain-not-served`, `busy`; Replayed.
    """
    patience = Patience()
    while True:
        domain = store.by_id(partner.id, domain_id)
        if domain is None:
            raise Problem("not-found")
        if domain.status != "active":
            raise Problem("domain-not-served")
        if partner.domain == domain.name:
            return view(domain, partner)
        answer = view(domain, replace(partner, domain=domain.name))
        try:
            return asking.commit(store.chosen(domain), "domain.use", domain.id, status=200, answer=answer)
        except Refused:  # it fails or is given up since it was read: look again
            patience.again()
