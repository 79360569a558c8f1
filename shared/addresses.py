"""Where a partner's people find their pages: the start of every link that leaves the house, in mails above all.

A whitelabel partner has its verified domain, until then its address below the platform's; all others have the
platform's. Only what the table says stands here, never what a request said.
"""

from __future__ import annotations

from shared.hosts import platform_name, port
from shared.partner import Partner
from shared.settings import settings

NONE = "none"
"""What the template says where no certificate covers the names below the platform's."""


def has_addresses() -> bool:
    """Whether names below the platform's are served on this stage."""
    return settings().partner_addresses != NONE


def address_of(partner: Partner) -> str | None:
    """The host name that a whitelabel partner has from the start; None for all others, and where none are served."""
    if partner.kind != "whitelabel" or not partner.slug or not has_addresses():
        return None
    return f"{partner.slug}.{platform_name()}"


def home_of(partner: Partner | None) -> str:
    """Scheme and host of the pages for a partner's people, without a slash at the end; with None the platform's."""
    own = (partner.domain or address_of(partner)) if partner and partner.kind == "whitelabel" else None
    return url_of(own) if own else settings().platform_url


def url_of(name: str) -> str:
    """Scheme and host of a name that is ours, on the port that all are served on."""
    scheme, _, _ = settings().platform_url.partition("://")
    return f"{scheme}://{name}{port()}"
