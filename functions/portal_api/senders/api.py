"""`/v1/partners/{partner_id}/senders`: the domain that a whitelabel partner's mails come from."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from functions.portal_api.command import Asks
from functions.portal_api.lists import Listed, Paged, listed
from functions.portal_api.senders import store
from functions.portal_api.senders.add_sender import add_sender
from functions.portal_api.senders.remove_sender import remove_sender
from functions.portal_api.senders.shape import NewSender, SenderView, view
from shared import keys

router = APIRouter(prefix="/v1/partners/{partner_id}/senders", tags=["mail"])


@router.get("", response_model=Listed[SenderView])
def get_senders(asking: Asks, page: Paged) -> Any:
    """A partner's sending domains with the DNS records to set, those being given up too."""
    partner = asking.allow_at_partner("domain:read")
    listing = keys.sender(partner.id, "").pk
    found, cursor = page.read(listing, lambda limit, after: store.page(partner.id, limit, after))
    return listed([view(one) for one in found], cursor)


@router.post("", status_code=201, response_model=SenderView)
def post_sender(asking: Asks, body: NewSender) -> Any:
    """Name the domain that mails shall come from. They do as soon as SES has found its DKIM records."""
    return add_sender(asking, asking.allow_at_partner("domain:manage"), body)


@router.delete("/{sender_id}", status_code=202, response_model=SenderView)
def delete_sender(asking: Asks, sender_id: str) -> Any:
    """Give it up: mails come from the platform's sender at once."""
    return remove_sender(asking, asking.allow_at_partner("domain:manage"), sender_id)
