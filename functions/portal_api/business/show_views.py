"""Who saw one's results, as a page of one's own place: what somebody achieved is theirs."""

from __future__ import annotations

from fastapi.responses import HTMLResponse

from functions.portal_api.audit.words import VIEWS
from functions.portal_api.business.entrance import Entrance
from functions.portal_api.business.own_views import find_own_views
from functions.portal_api.business.portal import COURSES
from functions.portal_api.lists import Page
from functions.portal_api.web.table import Column
from shared.language import mark as _

ROWS = 25
COLUMNS = (
    Column("viewer", _("Who"), "link"),
    Column("course", _("Course"), "link"),
    Column("at", _("First seen that day"), "moment"),
    Column("where", _("Where"), "text"),
)


def show_views(door: Entrance, cursor: str | None) -> HTMLResponse:
    """The page. Raises: Problem `not-found`, `partner-closed`, `cursor-invalid`."""
    visit = door.visit
    visitor, found, following = find_own_views(door, Page(limit=ROWS, cursor=cursor or None))
    portal = door.portal(visitor)
    rows = [
        {
            "viewer": {"text": one["viewer"]["name"] or visit.say(_("Somebody who is gone"))},
            "course": {
                "text": one["course_title"] or one["course_id"] or visit.say(_("A course")),
                "href": portal.href(COURSES, one["enrollment_id"]),
            },
            "at": one["at"],
            "where": visit.say(VIEWS[one["view"]]),
        }
        for one in found
    ]
    table = visit.table(
        name="views", caption=_("Who saw your results"), columns=COLUMNS, rows=rows, next_cursor=following
    )
    return portal.page("business/views.html", title=visit.say(_("Who saw your results")), here="views", table=table)
