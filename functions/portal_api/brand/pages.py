"""`/platform/settings`: the platform's name, colour and logos. A partner's stand on its own settings page."""

from __future__ import annotations

from fastapi.responses import HTMLResponse

from functions.portal_api.account.change_platform import PlatformView
from functions.portal_api.brand.brand import PLATFORM
from functions.portal_api.brand.preview import preview_of
from functions.portal_api.brand.shape import BrandView
from functions.portal_api.web.routes import PageRouter
from functions.portal_api.web.visit import Visits
from shared import keys
from shared.language import mark as _
from shared.settings import settings

router = PageRouter()


@router.page("/platform/settings")
def settings_page(visit: Visits) -> HTMLResponse:
    """All of it was read with the visit: the brand that this page wears is the one it changes."""
    visit.allow("brand:manage")
    shown = BrandView.of(visit.found.get(keys.brand(PLATFORM), {}), None)
    return visit.page(
        "brand/platform_settings.html",
        title=visit.say(_("Settings")),
        here="settings",
        shown=shown,
        preview=preview_of(visit.query, shown, settings().platform_name),
        record=PlatformView.of(visit.found.get(keys.PLATFORM, {})),
    )
