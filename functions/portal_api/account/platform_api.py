"""`PATCH /v1/platform`: the platform's own settings, by its admins."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from functions.portal_api.account.change_platform import PlatformChange, PlatformView, change_platform
from functions.portal_api.command import Asks

router = APIRouter(tags=["account"])


@router.patch("/v1/platform", response_model=PlatformView)
def patch_platform(asking: Asks, body: PlatformChange) -> Any:
    """Change the platform's language and time zone."""
    asking.allow("partner:manage")
    return change_platform(asking, body)
