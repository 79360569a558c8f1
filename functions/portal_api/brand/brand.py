"""The brand a page wears: a whitelabel partner's own where it has one, else the platform's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shared import keys
from shared.dynamo import Item
from shared.keys import Key
from shared.partner import Partner
from shared.settings import settings

PLATFORM = "PLATFORM"
VARIANTS = ("light", "dark")
"""A logo for light pages, and optionally another for dark ones."""


@dataclass(frozen=True)
class Brand:
    """A name, and the addresses of a style sheet and of logos, None where there are none."""

    name: str
    css_href: str | None = None
    logo_href: str | None = None
    logo_dark_href: str | None = None


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
    own = items.get(keys.brand(scope_of(partner.id))) if partner and partner.kind == "whitelabel" else None
    if partner and own and is_worn(own):
        return _brand(own, partner.id, own.get("name") or partner.name)
    platform = items.get(keys.brand(PLATFORM), {})
    return _brand(platform, "platform", platform.get("name") or settings().platform_name)


def is_worn(item: Item) -> bool:
    """Whether anything of a brand was set; one that was cleared is none."""
    return any(item.get(name) for name in ("name", "accent", *map(attribute, VARIANTS)))


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


def _brand(item: Item, place: str, name: str) -> Brand:
    light, dark = (logo_href(item, place, variant) for variant in VARIANTS)
    return Brand(name, css_href(item.get("accent")), light or dark, dark)
