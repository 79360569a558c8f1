"""How a request comes to a portal: who asks, by which membership, and then, in one further wait, what it opens.

At an organization's portal nobody counts but who has a membership there: not the staff of its partner, not the
platform's. All others get the same answer as for an organization that does not exist.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from functions.portal_api import trail
from functions.portal_api.business.standing import Standing, Visitor, reach
from functions.portal_api.command import Asking, Replayed, asked_for
from functions.portal_api.host import host_of
from functions.portal_api.modules.module import Module, Reach
from functions.portal_api.modules.narrowed import Narrowed
from functions.portal_api.modules.sight import Place, Sight
from shared import keys
from shared.caller import Caller, identify
from shared.clock import stamp
from shared.dynamo import read
from shared.partner import Partner
from shared.requests import fingerprint, idempotency_key
from shared.telemetry import logger


@dataclass(frozen=True)
class Arrival:
    """A request by somebody with a membership at the place; the partner is known where the path names it."""

    asking: Asking
    standing: Standing

    def open(self) -> Visitor:
        """Read what counts for them now, in one wait. Raises: Problem `not-found`, `partner-closed`."""
        at, partner = keys.partner(self.standing.partner_id), self.asking.caller.partner
        found = read([*self.standing.wanted, *([] if partner else [at])])
        return self.standing.opened(partner or (Partner.of(found[at]) if at in found else None), found)

    def reach(self, sight: Sight) -> Reach:
        """Whose records they reach with it."""
        return reach(self.standing, sight)

    def command(self, module: Module, action: str, given: Iterable[str]) -> Command:
        """Let a change of these fields pass, or answer its repetition as it is seen now.

        Raises: Problem `not-found`, `not-allowed`, `partner-suspended`, `field-withheld`; Replayed.
        """
        visitor = self.open()
        sight = visitor.sight(module)
        sight.allow(action, suspended=visitor.suspended)
        here = replace(self.asking.caller, partner=visitor.partner)
        asking = Narrowed(**{**vars(self.asking), "caller": here}, shown=sight.show)
        try:
            asking.allow_self()
        except Replayed as first:
            raise Replayed(first.status, sight.show(first.answer)) from None
        sight.change(given)
        return Command(asking, self.reach(sight))


@dataclass(frozen=True)
class Command:
    """A change that is let through: who makes it, shown what they see, and whose records they reach."""

    asking: Narrowed
    reach: Reach


async def at_business(request: Request) -> Arrival:
    """A request at `/v1/business/{organization_id}`. Raises: Problem `not-signed-in`, `not-found`."""
    return await _arrive(request, "business")


async def at_own(request: Request) -> Arrival:
    """A request at `/v1/me/{partner_id}`. Raises: Problem `not-signed-in`, `not-found`."""
    return await _arrive(request, "me")


ARRIVING: dict[Place, Callable[[Request], Any]] = {"business": at_business, "me": at_own}
"""The dependency of each place."""


def given_names(raw: bytes) -> list[str]:
    """The fields that a body names; none of one that is no object, which its shape refuses."""
    try:
        body = json.loads(raw) if raw else None
    except (ValueError, RecursionError):
        return []
    return list(body) if isinstance(body, dict) else []


async def _arrive(request: Request, place: Place) -> Arrival:
    raw = await request.body() if request.method != "GET" else b""
    return await run_in_threadpool(_identified, request, place, raw)


def _identified(request: Request, place: Place, raw: bytes) -> Arrival:
    organization_id = request.path_params.get("organization_id", "")
    partner_id = request.path_params.get("partner_id", "")
    if place == "business":
        caller = identify(request.headers, host_of(request), method=request.method, organization_id=organization_id)
        membership = caller.found.get(keys.organization_membership(caller.person_id, organization_id))
    else:
        caller = identify(request.headers, host_of(request), partner_id, method=request.method, contact_of=partner_id)
        membership = caller.found.get(keys.contact_membership(caller.person_id, partner_id))
    standing = Standing.of(place, caller.person_id, membership, trail.view_of(request))
    logger().append_keys(partner_id=standing.partner_id, actor=caller.person_id)
    return Arrival(_asking(request, caller, raw), standing)


def _asking(request: Request, caller: Caller, raw: bytes) -> Asking:
    command = request.method != "GET"
    try:
        body = json.loads(raw) if raw else None
    except (ValueError, RecursionError):
        body = None
    return Asking(
        caller=caller,
        at=stamp(),
        key=idempotency_key(request.headers, required=False) if command else None,
        fingerprint=fingerprint(request.method, asked_for(request), dict(request.query_params), body),
        request_id=trail.request_id(request),
        view=trail.view_of(request),
    )
