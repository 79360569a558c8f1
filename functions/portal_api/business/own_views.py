"""Who saw one's results, as one's access profile lets it be told: only to who is shown results at all."""

from __future__ import annotations

from typing import Any

from functions.portal_api.audit.find_views import find_views
from functions.portal_api.business.look import Door
from functions.portal_api.business.standing import Visitor
from functions.portal_api.lists import Page
from functions.portal_api.modules.registry import module_of
from shared.problems import Problem
from shared.together import Together

MODULE = "enrollments"
RESULT = ("result", "grade")
OF_THE_COURSE = {"course_id": None, "course_title": None}


def find_own_views(door: Door, page: Page) -> tuple[Visitor, list[dict[str, Any]], str | None]:
    """Who comes in there, a page of who saw their results but themself, and the cursor to go on with.

    That somebody saw a result tells that there is one: where the profile withholds enrollments, or their results, there
    is no such list; where it withholds courses, no course is named.
    Raises: Problem `not-found`, `partner-closed`, `cursor-invalid`.
    """
    standing = door.standing
    with Together() as pool:
        opening = pool.submit(door.open)
        found, following = find_views(page, standing.partner_id, standing.contact_id, but=standing.person_id)
        visitor = opening.result()
    if not sees_results(visitor):
        raise Problem("not-found")
    withheld = {} if "course" in visitor.sight(module_of(MODULE)).access else OF_THE_COURSE
    return visitor, [one | withheld for one in found], following


def sees_results(visitor: Visitor) -> bool:
    """Whether results of enrollments are there for them."""
    sight = visitor.sight(module_of(MODULE))
    return sight.visible and any(name in sight.access for name in RESULT)
