"""Whose look a mail wears: a whitelabel partner's for its own people, the platform's for all others.

A brand's item holds what is needed ready made: the names of pictures, and the shades of its accent that can be read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from shared import keys
from shared.dynamo import Item

PLATFORM_SHADES = {
    "light": {"accent": "#1f4fbf", "accent_text": "#ffffff", "accent_ink": "#1f4fbf"},
    "dark": {"accent": "#9db8ff", "accent_text": "#0d1a3a", "accent_ink": "#9db8ff"},
}
"""Of who chose no accent."""
PLAIN_SHADES = {
    "light": {"accent": "#3d4a5c", "accent_text": "#ffffff", "accent_ink": "#3d4a5c"},
    "dark": {"accent": "#657487", "accent_text": "#ffffff", "accent_ink": "#8493a7"},
}
"""Of a partner who chose none: the platform's own would be another's."""
LINKS = ("terms_url", "privacy_url", "legal_notice_url")


@dataclass(frozen=True)
class Dress:
    """A mail's look: the name it is sent in, the logo's address and size in pixels, shades, and its last lines.

    `address` is where it comes from, None for the platform's sender; `reply_to` None: nobody reads answers.
    """

    name: str
    sender_name: str
    logo: str | None = None
    logo_size: tuple[int, int] = (0, 0)
    shades: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: PLATFORM_SHADES)
    address: str | None = None
    reply_to: str | None = None
    footer: str | None = None
    links: tuple[tuple[str, str], ...] = ()


def dress_of(name: str, home: str, place: str, brand: Item) -> Dress:
    """The look of a place (a partner's id, or `platform`) called by this name, whose pages are at `home`."""
    logo = brand.get("logo_light") or brand.get("logo_dark")
    return Dress(
        name=brand.get("name") or name,
        sender_name=brand.get("sender_name") or brand.get("name") or name,
        logo=f"{home}/brand/{place}/{logo['hash']}.png" if logo else None,
        logo_size=(logo["width"] // 2, logo["height"] // 2) if logo else (0, 0),
        shades=brand.get("shades") or (PLATFORM_SHADES if place == "platform" else PLAIN_SHADES),
        reply_to=brand.get("reply_to"),
        footer=brand.get("footer"),
        links=tuple((link, brand[link]) for link in LINKS if brand.get(link)),
    )


def brand_key(partner_id: str | None) -> keys.Key:
    """Where a partner's brand stands; with None the platform's."""
    return keys.brand(f"PARTNER#{partner_id}" if partner_id else "PLATFORM")
