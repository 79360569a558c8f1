"""`GET /v1/platform/search`: one box for everything, for the platform's admins."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from functions.portal_api.command import Asks
from functions.portal_api.find_anything.find_anything import find_anything
from functions.portal_api.find_anything.found import Finds

router = APIRouter(tags=["search"])


@router.get("/v1/platform/search", response_model=Finds)
def search_everything(asking: Asks, q: Annotated[str, Query(max_length=200)] = "") -> Any:
    """Partners, courses, people, contacts and organizations by the beginnings of words, or whatever has a pasted id."""
    asking.allow("platform:search")
    return find_anything(q)
