"""What stands between a partner and the platform: asking for credits, and looking at a partner from the inside."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from functions.portal_api.command import Asks
from functions.portal_api.lists import Listed, Paged
from functions.portal_api.partners.act_as import act_as, act_no_more
from functions.portal_api.partners.ask_for_top_up import TopUpRequest, TopUpRequestView, ask_for_top_up, list_requests

router = APIRouter(prefix="/v1/partners/{partner_id}", tags=["partners"])


class Acting(BaseModel):
    """Where the partner's pages are."""

    path: str


@router.post("/wallet/top-up-requests", status_code=202, response_model=TopUpRequestView)
def post_top_up_request(asking: Asks, partner_id: str, body: TopUpRequest) -> Any:
    """Ask the platform for credits; its admins get a mail. At most three times a day."""
    return ask_for_top_up(asking, asking.allow_at_partner("credits:ask"), body)


@router.get("/wallet/top-up-requests", response_model=Listed[TopUpRequestView])
def get_top_up_requests(asking: Asks, partner_id: str, page: Paged) -> Any:
    """What the partner asked for, newest first."""
    return list_requests(page, asking.allow_at_partner("wallet:read"))


@router.post("/acting", response_model=Acting)
def post_acting(asking: Asks, request: Request, partner_id: str) -> Any:
    """Look at the partner's console from the inside, in this browser; both trails say so."""
    return act_as(asking, request.headers, asking.allow_at_partner("partner:manage"))


@router.delete("/acting", status_code=204)
def delete_acting(asking: Asks, request: Request, partner_id: str) -> Response:
    """Look at it no more."""
    act_no_more(asking, request.headers, asking.allow_at_partner("partner:manage"))
    return Response(status_code=204)
