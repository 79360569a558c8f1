"""Which names a partner's mails may come from: its active domains, and the registered ones above them."""

from __future__ import annotations

from functions.portal_api.domains.name import registered
from functions.portal_api.senders.store import active_domains


def choices(partner_id: str) -> dict[str, bool]:
    """Each name, and whether it is one of the partner's active domains itself."""
    active = active_domains(partner_id)
    return {registered(name): False for name in active} | dict.fromkeys(active, True)
