"""Ask the platform for a top-up: its admins get a mail; no credits move, that is wallet's alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from functions.portal_api.account import guesses
from functions.portal_api.command import Asking, Replayed
from functions.portal_api.lists import Page, listed
from functions.portal_api.partners import store
from functions.wallet.entry import Entry
from shared import keys
from shared.commit import put
from shared.dynamo import query
from shared.events import TopUpAsked, outbox
from shared.ids import new_id
from shared.partner import Partner
from shared.problems import Problem
from shared.requests import Body
from shared.text import Credits, Reason

A_DAY = guesses.Limit("top-up-asked", 3, 86400)
"""Requests of one partner, whoever asks: each is a mail to all admins of the platform."""


class TopUpRequest(Body):
    """`POST …/wallet/top-up-requests`: how many credits and why, if one wants to say."""

    credits: Credits | None = None
    note: Reason | None = None


class TopUpRequestView(BaseModel):
    """A request; `available` are the credits there were, `asked_by` the person who asked."""

    id: str
    at: str
    asked_by: str
    available: int
    credits: int | None
    note: str | None


def ask_for_top_up(asking: Asking, partner: Partner, body: TopUpRequest) -> Any:
    """Ask. Raises: Problem `not-found` for the house, which pays nothing, `too-many-attempts`; Replayed."""
    if not partner.has_wallet:
        raise Problem("not-found")
    guesses.count(A_DAY, partner.id)
    request = TopUpRequestView(
        id=new_id("tur"),
        at=asking.at,
        asked_by=asking.caller.person_id,
        available=store.wallets_of([partner.id])[partner.id].available,
        credits=body.credits,
        note=body.note,
    )
    fact = TopUpAsked(
        partner_id=partner.id,
        request_id=request.id,
        asked_by=request.asked_by,
        available=request.available,
        credits=request.credits,
    )
    item = request.model_dump() | {"facts": outbox(asking.at, fact)}
    written = put("request", keys.top_up_request(partner.id, request.id), item)
    try:
        return asking.commit(
            [written],
            "credits.ask",
            partner.id,
            status=202,
            answer=request.model_dump(),
            changed=sorted(body.model_fields_set),
        )
    except Replayed:
        guesses.give_back(A_DAY, partner.id)  # a twin of this request was counted already
        raise


def list_requests(page: Page, partner: Partner) -> dict[str, Any]:
    """A page of what a partner asked for, newest first. Raises: Problem `not-found` for the house."""
    if not partner.has_wallet:
        raise Problem("not-found")
    pk = keys.top_up_request(partner.id, "").pk
    items, cursor = page.read(pk, lambda limit, after: query("portal", pk, limit=limit, after=after, newest_first=True))
    shown = TopUpRequestView.model_fields
    return listed([{name: item.get(name) for name in shown} for item in items], cursor)


def unanswered(requests: dict[str, Any], entries: Sequence[Entry], *, whole: bool) -> dict[str, Any] | None:
    """The latest of these requests, unless a top-up came since.

    None as well where the newest `entries`, which are `whole` when there are no others, reach less far back.
    """
    if not requests["items"]:
        return None
    latest: dict[str, Any] = requests["items"][0]
    if any(entry.kind == "top_up" and entry.at > latest["at"] for entry in entries):
        return None
    reaches = whole or bool(entries and entries[-1].at <= latest["at"])
    return latest if reaches else None
