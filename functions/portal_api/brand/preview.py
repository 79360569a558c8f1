"""How a page, a mail and a certificate would look in a brand that is being typed, before it is saved.

The form asks the page that it stands on, with what is typed in the query; what could not be saved shows as it is saved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from functions.portal_api.brand.brand import PLAIN
from functions.portal_api.brand.colours import Accent, Colours, colours_of
from functions.portal_api.brand.shape import BrandView, Called
from shared.text import Reason

LONGEST = 28
"""Signs of a line in a drawing."""


@dataclass(frozen=True)
class Preview:
    """What is drawn: names and words shortened to what a line holds, the letter of the mark, the shades, the logo."""

    name: str
    letter: str
    sender: str
    footer: str
    colours: Colours
    logo: str | None


def preview_of(typed: Mapping[str, str], saved: BrandView, called: str) -> Preview:
    """The brand as typed; `called` is the name of whoever has none of a brand's."""
    name = _told(typed, "name", Called, saved.name) or called
    logo = saved.logo_light or saved.logo_dark
    return Preview(
        name=_short(name),
        letter=next((sign for sign in name if sign.isalnum()), name[:1]).upper()[:1],
        sender=_short(_told(typed, "sender_name", Called, saved.sender_name) or name),
        footer=_short(_told(typed, "footer", Reason, saved.footer) or name, 2 * LONGEST),
        colours=colours_of(_told(typed, "accent", Accent, saved.accent) or PLAIN),
        logo=logo.href if logo else None,
    )


def _told(typed: Mapping[str, str], field: str, shape: object, saved: str | None) -> str | None:
    """The value as it would be saved; empty is none, and what was not typed or is no such value stays as saved."""
    if field not in typed:
        return saved
    if not typed[field].strip():
        return None
    try:
        return TypeAdapter[str](shape).validate_python(typed[field])
    except ValidationError:
        return saved


def _short(text: str, longest: int = LONGEST) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
