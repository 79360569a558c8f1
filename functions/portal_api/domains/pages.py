"""`/partner/{partner_id}/domains`: a partner's domains, and of each the records to set and what was seen of them."""

from __future__ import annotations

from typing import Any

from fastapi.responses import HTMLResponse

from functions.portal_api.domains import store
from functions.portal_api.domains.domain import Domain
from functions.portal_api.domains.name import shown
from functions.portal_api.domains.words import PURPOSES, STATUSES, STEPS, next_step, state_of
from functions.portal_api.web.routes import PageRouter
from functions.portal_api.web.table import Column
from functions.portal_api.web.visit import Visit, Visits
from shared.addresses import address_of, url_of
from shared.language import mark as _
from shared.partner import Partner
from shared.problems import Problem

router = PageRouter()

COLUMNS = (
    Column("name", _("Domain"), "link"),
    Column("status", _("Status"), "badge"),
    Column("in_links", _("In links")),
    Column("since", _("Added"), "day"),
)


@router.page("/partner/{partner_id}/domains")
def domains_page(visit: Visits) -> HTMLResponse:
    """For its admins and the platform's; another kind of partner reads why it has none."""
    partner = visit.allow_at_partner("domain:read")
    domains = store.all_of(partner.id)
    table = visit.table(
        name="domains", caption=_("Domains"), columns=COLUMNS, rows=[_row(visit, partner, one) for one in domains]
    )
    return visit.page(
        "domains/list.html",
        title=visit.say(_("Domains")),
        here="settings",
        crumbs=_crumbs(visit, partner)[:1],
        partner=partner,
        table=table,
        address=address_of(partner),
        address_url=url_of(address_of(partner) or ""),
        may_manage=visit.may("domain:manage"),
    )


@router.page("/partner/{partner_id}/domains/{domain_id}")
def domain_page(visit: Visits, domain_id: str) -> HTMLResponse:
    """One domain; while something is under way the page looks for news by itself."""
    partner = visit.allow_at_partner("domain:read")
    domain = store.by_id(partner.id, domain_id)
    if domain is None:
        raise Problem("not-found")
    return visit.page(
        "domains/record.html",
        title=shown(domain.name),
        here="settings",
        crumbs=_crumbs(visit, partner),
        partner=partner,
        domain=domain,
        status=STATUSES[domain.status],
        next_step=visit.say(next_step(domain)),
        records=[_record(domain, one) for one in domain.records],
        steps=[one | {"what": visit.say(STEPS[one["what"]])} for one in reversed(domain.history)],
        url=url_of(domain.name),
        address=address_of(partner),
        in_links=partner.domain == domain.name,
        usable=_is_usable(partner, domain),
        under_way=domain.status in ("pending_dns", "issuing", "removing") and bool(domain.due_at),
        may_manage=visit.may("domain:manage"),
    )


def _crumbs(visit: Visit, partner: Partner) -> list[tuple[str, str]]:
    base = f"/partner/{partner.id}"
    return [(visit.say(_("Settings")), f"{base}/settings"), (visit.say(_("Domains")), f"{base}/domains")]


def _is_usable(partner: Partner, domain: Domain) -> bool:
    """Whether links could use it, and use another one."""
    return domain.status == "active" and partner.domain != domain.name


def _row(visit: Visit, partner: Partner, domain: Domain) -> dict[str, Any]:
    return {
        "id": domain.id,
        "href": f"{visit.path}/{domain.id}",
        "name": shown(domain.name),
        "status": STATUSES[domain.status],
        "in_links": visit.say(_("Yes")) if partner.domain == domain.name else None,
        "usable": _is_usable(partner, domain),
        "since": domain.added_at,
    }


def _record(domain: Domain, record: Any) -> dict[str, Any]:
    title, about = PURPOSES[record.purpose]
    state = record.seen.state if record.seen else ""
    found = list(record.seen.values) if record.seen and state != "seen" else []
    zone = domain.target_zone if record.purpose == "target" and domain.apex else ""
    return {
        "title": title,
        "about": about,
        "state": state_of(domain, state),
        "type": record.type,
        "name": record.name,
        "value": record.value,
        "found": found,
        "zone": zone,
    }
