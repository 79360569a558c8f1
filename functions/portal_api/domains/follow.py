"""Take a domain as far as it goes now, and write down what was seen: the worker's work for one domain.

Each step looks what is there, does the next thing and notes it in one write on the version that was read. Whatever a
crash leaves behind, whoever comes next finds: a certificate asked for twice within the hour is one, a custom domain or
mapping that is there is taken as it is, and a name is claimed or served in the transaction that notes it. Two at once
do no harm: the slower one's write is refused, and it stops.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from functions.portal_api.domains import api_gateway, certificates, store
from functions.portal_api.domains.domain import LEASE, MISSES, SERVED_FOR, Domain
from functions.portal_api.domains.look import look, target
from functions.portal_api.domains.store import Overtaken, keep
from shared import trail
from shared.clock import now, parse, stamp
from shared.commit import Refused, Write, commit
from shared.events import DomainFailing, DomainServed, DomainStopped
from shared.hosts import PLATFORM_SIGN_IN
from shared.telemetry import logger

PROVIDERS = {"api_gateway": api_gateway}
"""What can serve a domain, by the name its record has; each a module with `make` and `remove`."""
ASK_AGAIN = timedelta(hours=1)
"""Between two requests for a certificate, when ACM refused the first at once."""
SOON = timedelta(minutes=1)


def follow(partner_id: str, name: str) -> None:
    """Take up one domain of a partner. Raises: what AWS answered and Problem `busy`; the domain then is due again."""
    domain = store.by_name(partner_id, name)
    if domain is None:
        return
    at = now()
    try:
        domain = keep(domain.due(at + LEASE))
        go = _take_down if domain.status == "removing" else _watch if domain.active_at else _rise
        go(domain, at)
    except Overtaken:
        logger().info("overtaken")


def _rise(domain: Domain, at: datetime) -> None:
    """From `pending_dns` by `issuing` to `active`, as far as DNS and ACM let it."""
    domain = _certified(domain, at)
    domain = keep(replace(domain, seen=look(domain, stamp(at)), checked_at=stamp(at)))
    if domain.claimed_at and domain.seen["ownership"].state == "missing":
        _unproven(domain, at)
        return
    domain = _claimed(domain, at)
    if domain.claimed_at and domain.certificate_state == certificates.ISSUED:
        domain = _made(domain, at)
        if domain.target:
            domain = replace(domain, seen=domain.seen | {"target": target(domain, stamp(at))})
        if domain.is_seen("ownership") and domain.is_seen("target"):
            _activate(domain, at)
            return
    keep(replace(_explained(domain, at), misses=0).waits(at))


def _unproven(domain: Domain, at: datetime) -> None:
    """A name whose proof went away before it was served is let go, for whoever can prove that it is theirs."""
    domain = domain.noted(stamp(at), "missed", domain.records[0].name, misses=domain.misses + 1)
    if domain.misses < MISSES:
        keep(domain.waits(at))
        return
    keep(domain.noted(stamp(at), "stopped", status="removing", starts_over=True).due(at))


def _certified(domain: Domain, at: datetime) -> Domain:
    """The domain with a certificate asked for, and what ACM says of it; another is asked for when one is given up."""
    if not domain.certificate and not _may_ask(domain, at):
        return domain
    if not domain.certificate:
        arn = certificates.request(domain)
        fresh: dict[str, Any] = {
            "certificate": arn,
            "asked_at": stamp(at),
            "asked": domain.asked + 1,
            "certificate_state": "",
        }
        domain = keep(domain.noted(stamp(at), "certificate_asked", **fresh))
    found = certificates.describe(domain.certificate)
    if found.state in certificates.GIVEN_UP:
        certificates.drop(domain.certificate)
        gone = {"certificate": "", "certificate_state": found.state, "refused": found.reason}
        domain = keep(domain.noted(stamp(at), "certificate_given_up", found.reason or found.state, **gone))
        return _certified(domain, at) if _may_ask(domain, at) else domain
    known: dict[str, Any] = {
        "certificate_state": found.state,
        "certificate_record": found.record or domain.certificate_record,
    }
    if found.state == certificates.ISSUED and domain.certificate_state != found.state:
        return keep(domain.noted(stamp(at), "certificate_issued", **known, refused=""))
    return keep(replace(domain, **known)) if known != _known(domain) else domain


def _known(domain: Domain) -> dict[str, object]:
    return {"certificate_state": domain.certificate_state, "certificate_record": domain.certificate_record}


def _may_ask(domain: Domain, at: datetime) -> bool:
    """One that timed out after its 72 hours is asked for again at once; one that was refused at once, after a while."""
    return not domain.asked_at or at - parse(domain.asked_at) >= ASK_AGAIN


def _claimed(domain: Domain, at: datetime) -> Domain:
    """The name made this partner's, once DNS shows the partner's own token: the first to prove it has it."""
    if domain.claimed_at or not domain.is_seen("ownership"):
        return domain
    partner = store.partner_item(domain.partner_id)
    after = domain.noted(stamp(at), "ownership_seen", claimed_at=stamp(at), status="issuing", problem="")
    try:
        return keep(after, store.claimed(domain, partner.get("sign_in_domain", PLATFORM_SIGN_IN)))
    except Refused:
        return keep(domain.noted(stamp(at), "taken", problem="taken"))


def _made(domain: Domain, at: datetime) -> Domain:
    """The domain made at its provider, whatever of it was there, and where it must point known."""
    try:
        place = PROVIDERS[domain.provider].make(domain.name, domain.certificate)
    except api_gateway.NotOurs:
        return keep(domain.noted(stamp(at), "not_ours", problem="gateway"))
    if place.target != domain.target:
        there: dict[str, Any] = {"target": place.target, "target_zone": place.zone, "problem": ""}
        return keep(domain.noted(stamp(at), "prepared", **there))
    return replace(domain, problem="")


def _activate(domain: Domain, at: datetime) -> None:
    """Served from now on, and in links: the record, the host and the partner change together."""
    after = domain.noted(stamp(at), "active", domain.target, status="active", active_at=stamp(at), problem="", misses=0)
    fact = DomainServed(partner_id=domain.partner_id, domain=domain.name)
    more = [store.served(domain, True), store.in_links(domain), _told(domain, "domain.served", at)]
    try:
        keep(after.waits(at), *more, facts=[fact])
    except Refused as refused:
        if refused.first[0].blame != "partner":
            raise
        keep(domain.noted(stamp(at), "not_whitelabel", problem="kind").waits(at))


def _explained(domain: Domain, at: datetime) -> Domain:
    """With the reason why it does not go on, where somebody can do something about it."""
    if domain.problem in ("taken", "gateway"):
        return domain
    authority = domain.seen.get("authority")
    if authority and authority.state == "missing":
        return domain.noted(stamp(at), "authority", ", ".join(authority.values), problem="authority")
    return replace(domain, problem="certificate" if domain.refused else "")


def _watch(domain: Domain, at: datetime) -> None:
    """An active domain looked at again: as it should be, missing something, failing, or over.

    What was taken from it by hand, at the gateway or at ACM, is made again.
    """
    domain = _certified(domain, at)
    if domain.certificate_state == certificates.ISSUED:
        domain = _made(domain, at)
    domain = replace(domain, seen=look(domain, stamp(at)), checked_at=stamp(at))
    states = {one.state for one in domain.seen.values()}
    if "missing" in states:
        _missed(domain, at)
    elif "unknown" in states:
        keep(domain.waits(at))
    elif domain.status == "failing":
        again = domain.noted(stamp(at), "recovered", status="active", failing_at="", misses=0)
        keep(again.waits(at), store.in_links(domain), _told(domain, "domain.served", at))
    else:
        keep(replace(domain, misses=0).waits(at))


def _missed(domain: Domain, at: datetime) -> None:
    gone = ", ".join(record.name for record in domain.records if domain.seen[record.purpose].state == "missing")
    domain = domain.noted(stamp(at), "missed", gone, misses=domain.misses + 1)
    if domain.status == "failing" and at - parse(domain.failing_at) >= SERVED_FOR:
        _stop(domain, at)
    elif domain.status == "active" and domain.misses >= MISSES:
        after = domain.noted(stamp(at), "failing", status="failing", failing_at=stamp(at))
        fact = DomainFailing(partner_id=domain.partner_id, domain=domain.name, days=SERVED_FOR.days)
        more = [*store.out_of_links(domain), _told(domain, "domain.failing", at)]
        keep(after.waits(at), *more, facts=[fact])
    else:
        keep(domain.waits(at))


def _stop(domain: Domain, at: datetime) -> None:
    """No longer answered: taken down, after which it waits for its records as one that was just added."""
    after = domain.noted(stamp(at), "stopped", status="removing", starts_over=True)
    fact = DomainStopped(partner_id=domain.partner_id, domain=domain.name)
    keep(after.due(at), store.served(domain, False), _told(domain, "domain.stopped", at), facts=[fact])


def _take_down(domain: Domain, at: datetime) -> None:
    """The gateway's part first, then the certificate's, then the name: until then nobody else can have it."""
    if domain.claimed_at:
        PROVIDERS[domain.provider].remove(domain.name)
    if domain.certificate and not certificates.drop(domain.certificate):
        keep(domain.noted(stamp(at), "certificate_in_use").due(at + SOON))
        return
    freed = [store.let_go(domain)] if domain.claimed_at else []
    if domain.starts_over:
        keep(_anew(domain, at), *freed)
        return
    try:
        commit([store.forgotten(domain), *freed])
    except Refused:
        raise Overtaken(domain.name) from None


def _anew(domain: Domain, at: datetime) -> Domain:
    """As it was when it was added, with the same token and its history."""
    kept = Domain(
        id=domain.id, partner_id=domain.partner_id, name=domain.name, token=domain.token, added_at=domain.added_at,
        apex=domain.apex, provider=domain.provider, version=domain.version, asked=domain.asked, history=domain.history,
    )  # fmt: skip
    return kept.noted(stamp(at), "started_over").due(at)


def _told(domain: Domain, action: str, at: datetime) -> Write:
    """A line of the partner's trail: nobody did it, it came about."""
    return trail.row(f"PARTNER#{domain.partner_id}", None, action, domain.id, stamp(at))
