"""The figures of the dashboards over HTTP."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from functions.portal_api.command import Asks
from functions.portal_api.overview.partner_overview import PartnerOverview, partner_overview
from functions.portal_api.overview.platform_overview import PlatformOverview, platform_overview

router = APIRouter(tags=["overview"])


@router.get("/v1/partners/{partner_id}/overview", response_model=PartnerOverview)
def get_partner_overview(asking: Asks, partner_id: str) -> Any:
    """A partner's wallet, what it spends, when credits run out, and who was enrolled in what."""
    return partner_overview(asking.allow_at_partner("wallet:read"))


@router.get("/v1/platform/overview", response_model=PlatformOverview)
def get_platform_overview(asking: Asks) -> Any:
    """Credits sold and left over all partners, wallets that run low, partners that were refused."""
    asking.allow("partner:list")
    return platform_overview()
