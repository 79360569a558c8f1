"""The brands of the platform and of whitelabel partners, and the public addresses of what pages load of them."""

from __future__ import annotations

import re
from typing import Any

from fastapi import APIRouter, Request, Response

from functions.portal_api.brand import store
from functions.portal_api.brand.brand import PLATFORM, scope_of
from functions.portal_api.brand.change_brand import remove_logo, set_brand, set_logo
from functions.portal_api.brand.colours import stylesheet
from functions.portal_api.brand.logo import ICON, Logo, logo_of
from functions.portal_api.brand.mark import mark_of
from functions.portal_api.brand.shape import BrandView, NewBrand, NewLogo, Variant
from functions.portal_api.command import Asking, Asks
from functions.portal_api.host import host_of
from shared.ids import is_id
from shared.partner import Partner
from shared.problems import Problem

router = APIRouter(tags=["brand"])
FOR_EVER = "public, max-age=31536000, immutable"
NOTHING_RUNS = "default-src 'none'; sandbox"


@router.get("/v1/platform/brand", response_model=BrandView)
def get_platform_brand(asking: Asks) -> Any:
    """The platform's name, accent with the colours made of it, and logos."""
    asking.allow("brand:read")
    return BrandView.of(store.item_of(PLATFORM), None)


@router.put("/v1/platform/brand", response_model=BrandView)
def put_platform_brand(asking: Asks, body: NewBrand) -> Any:
    """Set the platform's name and accent; pages wear them from the next request on."""
    asking.allow("brand:manage")
    return set_brand(asking, None, body)


@router.put("/v1/platform/brand/logos/{variant}", response_model=BrandView)
def put_platform_logo(asking: Asks, variant: Variant, body: NewLogo) -> Any:
    """Set the platform's logo for light or dark pages."""
    asking.allow("brand:manage")
    return set_logo(asking, None, variant, _picture(variant, body))


@router.delete("/v1/platform/brand/logos/{variant}", response_model=BrandView)
def delete_platform_logo(asking: Asks, variant: Variant) -> Any:
    """Go without a logo."""
    asking.allow("brand:manage")
    return remove_logo(asking, None, variant)


@router.get("/v1/partners/{partner_id}/brand", response_model=BrandView)
def get_partner_brand(asking: Asks, partner_id: str) -> Any:
    """A partner's own brand, and whether its pages wear it."""
    partner = asking.allow_at_partner("brand:read")
    return BrandView.of(store.item_of(scope_of(partner.id)), partner)


@router.put("/v1/partners/{partner_id}/brand", response_model=BrandView)
def put_partner_brand(asking: Asks, partner_id: str, body: NewBrand) -> Any:
    """Set a whitelabel partner's name and accent."""
    return set_brand(asking, _whitelabel(asking), body)


@router.put("/v1/partners/{partner_id}/brand/logos/{variant}", response_model=BrandView)
def put_partner_logo(asking: Asks, partner_id: str, variant: Variant, body: NewLogo) -> Any:
    """Set a whitelabel partner's logo for light or dark pages."""
    return set_logo(asking, _whitelabel(asking), variant, _picture(variant, body))


@router.delete("/v1/partners/{partner_id}/brand/logos/{variant}", response_model=BrandView)
def delete_partner_logo(asking: Asks, partner_id: str, variant: Variant) -> Any:
    """Go without a logo."""
    return remove_logo(asking, _whitelabel(asking), variant)


def _picture(variant: str, body: NewLogo) -> Logo:
    return logo_of(body.image, ICON) if variant == "icon" else logo_of(body.image)


def _whitelabel(asking: Asking) -> Partner:
    """The partner of the path, which must be one whose pages are its own."""
    partner = asking.allow_at_partner("brand:manage")
    if partner.kind != "whitelabel":
        raise Problem("not-whitelabel")
    return partner


@router.api_route("/brand/accent-{digits}.css", methods=["GET", "HEAD"], include_in_schema=False)
def brand_stylesheet(digits: str) -> Response:
    if not re.fullmatch("[0-9a-f]{6}", digits):
        raise Problem("not-found")
    headers = {"Cache-Control": "public, max-age=86400", "Content-Security-Policy": NOTHING_RUNS}
    return Response(stylesheet(f"#{digits}"), media_type="text/css; charset=utf-8", headers=headers)


@router.api_route("/brand/mark-{digits}-{letter}.svg", methods=["GET", "HEAD"], include_in_schema=False)
def brand_letter(digits: str, letter: str) -> Response:
    svg = mark_of(digits, letter)
    if svg is None:
        raise Problem("not-found")
    headers = {"Cache-Control": FOR_EVER, "Content-Security-Policy": NOTHING_RUNS}
    return Response(svg, media_type="image/svg+xml", headers=headers)


@router.api_route("/brand/{place}/{content_hash}.png", methods=["GET", "HEAD"], include_in_schema=False)
def brand_logo(request: Request, place: str, content_hash: str) -> Response:
    known = place == "platform" or is_id("prt", place)
    theirs = host_of(request).shows(None if place == "platform" else place)  # nobody's picture under another's name
    if not known or not theirs or not re.fullmatch("[0-9a-f]{32}", content_hash):
        raise Problem("not-found")
    png = store.png_of(PLATFORM if place == "platform" else scope_of(place), content_hash)
    if png is None:
        raise Problem("not-found")
    headers = {"Cache-Control": FOR_EVER, "Content-Security-Policy": NOTHING_RUNS}
    return Response(png, media_type="image/png", headers=headers)
