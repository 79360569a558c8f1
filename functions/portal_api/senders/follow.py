"""Take a sending domain as far as it goes now: the worker's work for one of them.

Each turn looks what is there and notes it in one write on the version that was read; the address comes onto the
partner's record, or leaves it, in the transaction that notes why. Whatever a crash leaves behind, the next turn finds.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from functions.portal_api.domains import resolver
from functions.portal_api.domains.domain import CHALLENGE
from functions.portal_api.senders import identities, store
from functions.portal_api.senders.sender import AGAIN, LEASE, MISSES, RECHECK, Problem, Sender
from functions.portal_api.senders.store import Overtaken, keep
from shared import trail
from shared.clock import now, stamp
from shared.commit import Refused, Write
from shared.events import SenderFailing
from shared.telemetry import logger


def follow(partner_id: str, name: str) -> None:
    """Take up one. Raises: what AWS answered and Problem `busy`; it then is due again."""
    sender = store.by_name(partner_id, name)
    if sender is None:
        return
    at = now()
    try:
        sender = keep(sender.due(at + LEASE))
        if sender.status == "removing":
            identities.drop(name, partner_id)
            store.forget(sender)
        else:
            _look(replace(sender, checked_at=stamp(at)), at)
    except Overtaken:
        logger().info("overtaken")


def _look(sender: Sender, at: datetime) -> None:
    active = store.active_domains(sender.partner_id)
    if not any(name == sender.name or name.endswith(f".{sender.name}") for name in active):
        _stop(sender, at, "domain")
        return
    sender = _proven(replace(sender, direct=sender.name in active))
    if not sender.proven:
        if sender.status != "verified" or sender.misses >= MISSES:
            _stop(sender, at, "proof")
        else:
            keep(sender.due(at + AGAIN))
        return
    try:
        found = identities.make(sender.name, sender.partner_id)
    except identities.NotOurs:
        _stop(sender, at, "taken")
        return
    sender = replace(sender, tokens=found.tokens, dkim=found.dkim)
    if found.verified:
        _use(sender, at)
    elif found.dkim == "FAILED":  # SES looks no more: another identity is asked for at the next turn
        identities.drop(sender.name, sender.partner_id)
        _stop(sender, at, "failed")
    elif found.dkim == "TEMPORARY_FAILURE":
        _lose(sender, at)
    else:
        _stop(sender, at, "")


def _proven(sender: Sender) -> Sender:
    """Whether DNS shows the token, as every resolver sees it; where they do not agree it stays as it was."""
    if sender.direct:
        return replace(sender, proven=True, misses=0)
    said = resolver.texts(f"{CHALLENGE}.{sender.name}")
    if any(one.values is None for one in said):
        return sender
    found = {sender.token in (one.values or ()) for one in said}
    if len(found) > 1:
        return sender
    if found.pop():
        return replace(sender, proven=True, misses=0)
    return replace(sender, proven=False, misses=sender.misses + 1)


def _use(sender: Sender, at: datetime) -> None:
    """Mails come from it from now on; looked at again in an hour."""
    sender = replace(sender, lost=0)
    if sender.status == "verified":
        keep(replace(sender, problem="").due(at + RECHECK))
        return
    after = replace(sender, status="verified", problem="", verified_at=stamp(at)).due(at + RECHECK)
    try:
        keep(after, store.used(sender, stamp(at)), _told(sender, "sender.verified", at))
    except Refused as refused:
        if refused.first[0].blame != "kind":
            raise
        keep(replace(sender, problem="kind").due(at + RECHECK))


def _lose(sender: Sender, at: datetime) -> None:
    """SES found it before and goes on looking for three days, in which mails still come from there: its admins hear."""
    sender = sender.due(at + AGAIN)
    if sender.status != "verified":
        keep(sender)
        return
    sender = replace(sender, lost=sender.lost + 1)
    if sender.lost < MISSES:
        keep(sender)
        return
    first = sender.lost == MISSES
    sender = replace(sender, problem="failing")
    more = [_told(sender, "sender.failing", at)] if first else []
    keep(sender, *more, facts=[_failing(sender, "failing", in_use=True)] if first else [])


def _stop(sender: Sender, at: datetime, why: Problem) -> None:
    """Mails do not come from it, or no longer, which its admins hear unless they heard that it was failing."""
    waits = replace(sender, status="pending", problem=why).due(at + (AGAIN if why in ("", "proof") else RECHECK))
    if sender.status == "pending":
        keep(waits)
        return
    facts = [_failing(sender, why, in_use=False)] if sender.lost < MISSES else []
    try:
        keep(waits, *store.unused(sender), _told(sender, "sender.failed", at), facts=facts)
    except Refused:  # the partner's record was changed meanwhile: the next turn reads it
        raise Overtaken(sender.name) from None


def _failing(sender: Sender, why: Problem, *, in_use: bool) -> SenderFailing:
    problem = why if why in ("domain", "taken") else "records"
    return SenderFailing(partner_id=sender.partner_id, domain=sender.name, problem=problem, in_use=in_use)


def _told(sender: Sender, action: str, at: datetime) -> Write:
    """A line of the partner's trail: nobody did it, it came about."""
    return trail.row(f"PARTNER#{sender.partner_id}", None, action, sender.id, stamp(at))
