"""The brand a page wears: a whitelabel partner's own, else the platform's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from shared import keys
from shared.dynamo import Item
from shared.keys import Key
from shared.partner import Partner
from shared.settings import settings

PLATFORM = "PLATFORM"
VARIANTS = ("light", "dark", "icon")
"""A logo for light pages, optionally another for dark ones, and the small square picture of a browser's tab."""
LINKS = ("terms_url", "privacy_url", "legal_notice_url")
"""The pages elsewhere that a brand's footer leads to."""
PLAIN = "#3d4a5c"
"""The colour of a partner who has chosen none; the platform's own would be another's."""


@dataclass(frozen=True)
class Brand:
    """A name, and the addresses of a style sheet and of logos, None where there are none.

    `mark_href` is the small square picture, of a brand without one its first letter (None: Portico's own); `icon_type`
    its media type; `footer` a line of the brand's own, `links` the pages it leads to, by name of the field;
    `of_partner`, that it is not the platform's.
    """

    name: str
    css_href: str | None = None
    logo_href: str | None = None
    logo_dark_href: str | None = None
    mark_href: str | None = None
    icon_type: str = "image/svg+xml"
    footer: str | None = None
    links: tuple[tuple[str, str], ...] = ()
    of_partner: bool = False


def scope_of(partner_id: str | None) -> str:
    """Whose brand: a partner's, with none named the platform's."""
    return f"PARTNER#{partner_id}" if partner_id else PLATFORM


def brand_keys(partner_id: str | None) -> list[Key]:
    """What to read (with the authority, in the same wait) to know the brand at this partner, or of the platform."""
    scopes = dict.fromkeys((PLATFORM, scope_of(partner_id)))
    return [keys.brand(scope) for scope in scopes]


def brand_of(items: Mapping[Key, Item], partner: Partner | None) -> Brand:
    """The brand to wear at this partner, or with None at the platform, from the items of `brand_keys`.

    A whitelabel partner without a name of its brand is called by its own; whatever else it has not, it does without:
    the platform's logo beside another's name would be wrong.
    """
    if partner and partner.kind == "whitelabel":
        own = items.get(keys.brand(scope_of(partner.id)), {})
        name = own.get("name") or partner.name
        dressed = _brand({"accent": PLAIN} | own, partner.id, name, mark_href(name, own.get("accent")))
        return replace(dressed, of_partner=True)
    platform = items.get(keys.brand(PLATFORM), {})
    name = platform.get("name") or settings().platform_name
    return _brand(platform, "platform", name, mark_href(name, platform.get("accent")) if platform.get("name") else None)


def attribute(variant: str) -> str:
    """Where a brand's item keeps which logo it has."""
    return f"logo_{variant}"


def css_href(accent: str | None) -> str | None:
    """Where the style sheet of an accent is."""
    return f"/brand/accent-{accent[1:]}.css" if accent else None


def logo_href(item: Item, place: str, variant: str) -> str | None:
    """Where a brand's logo is; `place` is the partner's id or `platform`."""
    known = item.get(attribute(variant))
    return f"/brand/{place}/{known['hash']}.png" if known else None


def mark_href(name: str, accent: str | None) -> str:
    """Where the mark of a brand without a picture is: its first letter on its colour."""
    letter = next((sign for sign in name if sign.isalnum()), name[:1] or "·")
    return f"/brand/mark-{(accent or PLAIN)[1:]}-{ord(letter.upper()[:1]):x}.svg"


def _brand(item: Item, place: str, name: str, mark: str | None) -> Brand:
    light, dark, icon = (logo_href(item, place, variant) for variant in VARIANTS)
    return Brand(
        name,
        css_href(item.get("accent")),
        light or dark,
        dark,
        icon or mark,
        "image/png" if icon else "image/svg+xml",
        item.get("footer"),
        tuple((name, item[name]) for name in LINKS if item.get(name)),
    )
