"""A brand as the API takes and shows it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field

from functions.portal_api.brand.brand import attribute, css_href, logo_href
from functions.portal_api.brand.colours import Accent, Colours, colours_of
from shared.dynamo import Item
from shared.language import mark as _
from shared.requests import Body
from shared.text import Email, PersonName, Reason, WebAddress

Variant = Literal["light", "dark", "icon"]


def _no_mailbox(text: str) -> str:
    """Many readers show what stands before a mail's address alone: an address there would pass for the sender's."""
    if "@" in text:
        raise ValueError(_("is not a name: it holds a web address or markup"))
    return text


Called = Annotated[PersonName, AfterValidator(_no_mailbox)]
"""What pages and mails are signed with: a name that no e-mail address is part of."""


class NewBrand(Body):
    """`PUT …/brand`: all is set, null or left out clears; the logos have addresses of their own.

    `sender_name` stands before the address that mails come from, `reply_to` is where answers to them go; `footer` and
    the links stand at the end of pages and mails.
    """

    name: Called | None
    accent: Accent | None
    sender_name: Called | None = None
    reply_to: Email | None = None
    footer: Reason | None = None
    terms_url: WebAddress | None = None
    privacy_url: WebAddress | None = None
    legal_notice_url: WebAddress | None = None


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
    sender_name: str | None
    reply_to: str | None
    footer: str | None
    terms_url: str | None
    privacy_url: str | None
    legal_notice_url: str | None
    colours: Colours | None
    css_href: str | None
    logo_light: LogoView | None
    logo_dark: LogoView | None
    icon: LogoView | None
    worn: Literal["own", "platform"]

    @classmethod
    def of(cls, item: Item, partner: Any) -> BrandView:
        """From its item and the partner it belongs to, None for the platform's."""
        accent = item.get("accent")
        own = partner is None or partner.kind == "whitelabel"
        return cls(
            **{name: item.get(name) for name in NewBrand.model_fields},
            colours=colours_of(accent) if accent else None,
            css_href=css_href(accent),
            logo_light=_logo(item, partner, "light"),
            logo_dark=_logo(item, partner, "dark"),
            icon=_logo(item, partner, "icon"),
            worn="own" if own else "platform",
        )


def _logo(item: Item, partner: Any, variant: str) -> LogoView | None:
    href = logo_href(item, partner.id if partner else "platform", variant)
    known = item.get(attribute(variant), {})
    return LogoView(href=href, width=known["width"], height=known["height"]) if href else None
