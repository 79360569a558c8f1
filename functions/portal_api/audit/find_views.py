"""Find who saw a contact's results: a row for each viewer, enrollment and day, the latest day first."""

from __future__ import annotations

from functools import partial
from typing import Any

from functions.portal_api.audit import store
from functions.portal_api.audit.row import Actor, ViewedRow, view_of
from functions.portal_api.lists import Page, filtered
from shared.ids import EnrollmentKey, is_id
from shared.problems import Problem


def find_views(
    page: Page, partner_id: str, contact_id: str, *, but: str | None = None
) -> tuple[list[dict[str, Any]], str | None]:
    """A page of who saw this contact's results; on one day in no particular order.

    Args: `but`, a person to leave out: nobody needs to be told of themselves.
    """
    read = filtered(
        partial(store.views_of, partner_id, contact_id), lambda item: bool(item["viewer_id"] != but), store.place
    )
    items, cursor = page.read(f"views#{partner_id}#{contact_id}#{but}", read)
    courses = {item["sk"]: EnrollmentKey.from_id(item["enrollment_id"]) for item in items}
    course_ids = {sk: key.course_id for sk, key in courses.items() if key}
    viewers = {item["viewer_id"] for item in items}
    people, titles = store.people_and_courses(partner_id, viewers, set(course_ids.values()))
    rows = [
        ViewedRow(
            viewer=Actor(id=item["viewer_id"], name=people.get(item["viewer_id"])),
            enrollment_id=item["enrollment_id"],
            course_id=course_ids[item["sk"]],
            course_title=titles.get(course_ids[item["sk"]]),
            at=item["at"],
            view=view_of(item),
            via=item["via"],
        )
        for item in items
    ]
    return [row.model_dump() for row in rows], cursor


def refuse_unknown(partner_id: str, contact_id: str) -> None:
    """Raises: Problem `not-found` unless the partner has this contact."""
    if not is_id("con", contact_id) or not store.contact_is_there(partner_id, contact_id):
        raise Problem("not-found")
