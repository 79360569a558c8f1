"""The platform's own record, as other rooms may read it."""

from __future__ import annotations

from shared import keys
from shared.dynamo import read_one
from shared.settings import settings


def platform_language() -> str:
    """The platform's language, which stands in for a person's or a partner's own."""
    item = read_one(keys.PLATFORM) or {}
    return str(item.get("language") or settings().default_language)
