"""`/platform/search`: one box for everything, live as one types."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from fastapi.responses import HTMLResponse

from functions.portal_api.find_anything.find_anything import find_anything
from functions.portal_api.find_anything.words import KINDS
from functions.portal_api.web.routes import PageRouter
from functions.portal_api.web.visit import Visits
from shared.language import mark as _

router = PageRouter()


@router.page("/platform/search")
def search_page(visit: Visits, q: Annotated[str, Query(max_length=200)] = "") -> HTMLResponse:
    """Partners, courses, people, contacts and organizations by the beginnings of words, or whatever has a pasted id."""
    visit.allow("platform:search")
    finds = find_anything(q)
    groups = [
        (visit.say(words), [one for one in finds.items if one.kind == kind], kind in finds.more)
        for kind, words in KINDS.items()
    ]
    return visit.page(
        "find_anything/search.html",
        title=visit.say(_("Search")),
        here="search",
        q=q,
        groups=[group for group in groups if group[1]],
    )
