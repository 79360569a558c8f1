"""Where one is signed in with a browser."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, Field

from functions.portal_api.account import device, sessions
from functions.portal_api.lists import Page, filtered
from shared import keys
from shared.caller import Caller
from shared.clock import stamp
from shared.dynamo import Item, place_of, read_one


class SessionView(BaseModel):
    """A browser that is signed in; times RFC 3339."""

    id: str
    device: str = Field(description="Browser and system in words, as far as they are known")
    created_at: str = Field(description="When it signed in")
    last_seen_at: str = Field(description="When it last asked for something, to ten minutes")
    expires_at: str = Field(description="When it is signed out if it asks for nothing more")
    current: bool = Field(description="Whether it is the one that asks")


def list_sessions(page: Page, caller: Caller) -> tuple[list[dict[str, Any]], str | None]:
    """A page of the caller's own sessions that count, the newest first. Raises: Problem `cursor-invalid`."""
    tokens_from = (read_one(keys.person(caller.person_id)) or {}).get("tokens_from", 0)

    def counts(item: Item) -> bool:
        return not sessions.is_over(item, tokens_from)

    def read(limit: int, after: Item | None) -> tuple[list[Item], Item | None]:
        return sessions.own_page(caller.person_id, limit, after)

    items, cursor = page.read(f"sessions#{caller.person_id}", filtered(read, counts, lambda item: place_of(item, None)))
    return [_view(item, caller).model_dump() for item in items], cursor


def _view(item: Item, caller: Caller) -> SessionView:
    return SessionView(
        id=item["id"],
        device=device.label(item.get("browser"), item.get("system"), caller.language),
        created_at=item["created_at"],
        last_seen_at=_moment(item["last_seen_at"]),
        expires_at=_moment(item["expires_at"]),
        current=caller.session is not None and caller.session.id == item["id"],
    )


def _moment(seconds: int) -> str:
    return stamp(datetime.fromtimestamp(seconds, UTC))
