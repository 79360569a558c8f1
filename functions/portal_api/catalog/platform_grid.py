"""A course with its list of partners and what each pays, as the page of the course shows them: in two waits.

The list is the one that is kept: while all partners have the course it is shown too, and does not count (C-22).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from functions.portal_api.catalog import store
from functions.portal_api.catalog.assign import settle_if_possible
from functions.portal_api.catalog.course import Course
from functions.portal_api.lists import Page
from shared import keys
from shared.dynamo import Item, read
from shared.ids import is_id
from shared.price import own_cost
from shared.problems import Problem
from shared.together import Together

Row = dict[str, Any]


def course_and_grid(page: Page, course_id: str) -> tuple[Course, list[Row], str | None]:
    """The course, and a page of its list: `partner_id`, `name`, `own` (None: inherits) and `cost`.

    A list still being written down is finished first. Raises: Problem `not-found`, `cursor-invalid`, `busy`.
    """
    if not is_id("crs", course_id):
        raise Problem("not-found")

    def rows() -> tuple[list[Item], str | None]:
        return page.read(f"course-grid#{course_id}", lambda limit, after: store.assigned_page(course_id, limit, after))

    with Together() as pool:
        listed = pool.submit(rows)
        item = store.course_item(course_id)
        found, following = listed.result()
    if item is None:
        raise Problem("not-found")
    course = Course.of(item)
    if course.plan is not None:
        course = settle_if_possible(course_id) or _busy()
        found, following = rows()
    partners = store.partner_items(row["sk"] for row in found)
    grid = [_row(course, row, partners[row["sk"]]) for row in found if row["sk"] in partners]
    return course, grid, following


def _busy() -> Course:
    raise Problem("busy", retry_after=1)


def _row(course: Course, row: Item, partner: Item) -> Row:
    own = row.get("enrollment_cost")
    cost = course.enrollment_cost if course.all_partners else own_cost(row, course.enrollment_cost)
    return {"partner_id": partner["id"], "name": partner["name"], "own": own, "cost": cost}


def already_on_list(course_id: str, partner_ids: Sequence[str]) -> tuple[Item | None, set[str]]:
    """The course's record, None when there is none, and which of these partners are on its list."""
    course, rows = keys.course(course_id), {keys.course_partner(course_id, who): who for who in partner_ids}
    found = read([course, *rows])
    return found.get(course), {who for key, who in rows.items() if key in found}
