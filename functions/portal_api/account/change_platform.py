"""The platform's own settings: the language that stands in for a person's or partner's own, and its time zone."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from functions.portal_api.command import Asking
from functions.portal_api.partners.shape import TimeZone
from shared import keys
from shared.commit import setting, update
from shared.dynamo import Item, read_one
from shared.language import Language
from shared.requests import Change
from shared.settings import settings

TIME_ZONE = "UTC"
"""Until one was chosen."""


class PlatformChange(Change):
    """`PATCH /v1/platform`: what is given changes."""

    language: Language = Field(default_factory=str)  # type: ignore[arg-type]
    time_zone: TimeZone = Field(default_factory=str)


class PlatformView(BaseModel):
    """The language of whoever chose none, and the time zone of the platform's own pages."""

    language: str
    time_zone: str

    @classmethod
    def of(cls, item: Item) -> PlatformView:
        """From the platform's record."""
        language = str(item.get("language") or settings().default_language)
        return cls(language=language, time_zone=str(item.get("time_zone") or TIME_ZONE))


def change_platform(asking: Asking, changes: PlatformChange) -> dict[str, Any]:
    """Change what is given; of two changes at once the later one counts. Raises: Problem `busy`; Replayed."""
    given = changes.given()
    answer = PlatformView.of((read_one(keys.PLATFORM) or {}) | given).model_dump()
    expression, names, values = setting(given)
    written = update("platform", keys.PLATFORM, expression, None, names=names, values=values)
    asking.commit([written], "platform.change", "platform", status=200, answer=answer, changed=sorted(given))
    return answer
