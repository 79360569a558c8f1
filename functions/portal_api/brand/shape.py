"""A brand as the API takes and shows it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from functions.portal_api.brand.brand import attribute, css_href, is_worn, logo_href
from functions.portal_api.brand.colours import Accent, Colours, colours_of
from shared.dynamo import Item
from shared.requests import Body
from shared.text import PersonName

Variant = Literal["light", "dark"]


class NewBrand(Body):
    """`PUT …/brand`: both are set, null clears; the logos have addresses of their own."""

    name: PersonName | None
    accent: Accent | None


class NewLogo(Body):
    """`PUT …/brand/logos/{variant}`: a PNG, JPEG or WebP image in base64."""

    image: Annotated[str, Field(strict=True, min_length=1, max_length=990_000)]


class LogoView(BaseModel):
    """Where a logo is served, and its size in pixels."""

    href: str
    width: int
    height: int


class BrandView(BaseModel):
    """A brand; `worn` is whose brand its pages wear: its own, or the platform's."""

    name: str | None
    accent: str | None
    colours: Colours | None
    css_href: str | None
    logo_light: LogoView | None
    logo_dark: LogoView | None
    worn: Literal["own", "platform"]

    @classmethod
    def of(cls, item: Item, partner: Any) -> BrandView:
        """From its item and the partner it belongs to, None for the platform's."""
        accent = item.get("accent")
        own = partner is None or (partner.kind == "whitelabel" and is_worn(item))
        return cls(
            name=item.get("name"),
            accent=accent,
            colours=colours_of(accent) if accent else None,
            css_href=css_href(accent),
            logo_light=_logo(item, partner, "light"),
            logo_dark=_logo(item, partner, "dark"),
            worn="own" if own else "platform",
        )


def _logo(item: Item, partner: Any, variant: str) -> LogoView | None:
    href = logo_href(item, partner.id if partner else "platform", variant)
    known = item.get(attribute(variant), {})
    return LogoView(href=href, width=known["width"], height=known["height"]) if href else None
