"""`/v1/partners/{partner_id}/domains`: the domains that a whitelabel partner brings, and how far each has come."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from functions.portal_api.command import Asks
from functions.portal_api.domains import store
from functions.portal_api.domains.add_domain import add_domain
from functions.portal_api.domains.check_domain import check_domain
from functions.portal_api.domains.remove_domain import remove_domain
from functions.portal_api.domains.shape import DomainView, NewDomain, view
from functions.portal_api.domains.use_domain import use_domain
from functions.portal_api.lists import Listed, Paged, listed
from shared import keys
from shared.problems import Problem

router = APIRouter(prefix="/v1/partners/{partner_id}/domains", tags=["domains"])


@router.get("", response_model=Listed[DomainView])
def get_domains(asking: Asks, page: Paged) -> Any:
    """A partner's domains by name, those being given up too."""
    partner = asking.allow_at_partner("domain:read")
    listing = keys.own_domain(partner.id, "").pk
    found, cursor = page.read(listing, lambda limit, after: store.page(partner.id, limit, after))
    return listed([view(one, partner) for one in found], cursor)


@router.post("", status_code=201, response_model=DomainView)
def post_domain(asking: Asks, body: NewDomain) -> Any:
    """Bring a domain. It is proven, given a certificate and served by itself as its DNS records are seen."""
    return add_domain(asking, asking.allow_at_partner("domain:manage"), body)


@router.get("/{domain_id}", response_model=DomainView)
def get_domain(asking: Asks, domain_id: str) -> Any:
    """One domain: the DNS records to set, what was seen of them, what happened when."""
    partner = asking.allow_at_partner("domain:read")
    domain = store.by_id(partner.id, domain_id)
    if domain is None:
        raise Problem("not-found")
    return view(domain, partner)


@router.post("/{domain_id}/check", status_code=202, response_model=DomainView)
def post_domain_check(asking: Asks, domain_id: str) -> Any:
    """Have its DNS records looked at now instead of in a while; six times in ten minutes."""
    return check_domain(asking, asking.allow_at_partner("domain:manage"), domain_id)


@router.post("/{domain_id}/use", response_model=DomainView)
def post_domain_use(asking: Asks, domain_id: str) -> Any:
    """Have links use it from now on instead of another one; only a domain that is served. Doing it again is fine."""
    return use_domain(asking, asking.allow_at_partner("domain:manage"), domain_id)


@router.delete("/{domain_id}", status_code=202, response_model=DomainView)
def delete_domain(asking: Asks, domain_id: str) -> Any:
    """Give it up: answered no more at once, its sessions over; links lead to another address of the partner."""
    return remove_domain(asking, asking.allow_at_partner("domain:manage"), domain_id)
