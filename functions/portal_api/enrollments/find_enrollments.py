"""Find a partner's enrollments: by id, newest first, of a course, a contact, an organization, in a status."""

from __future__ import annotations

from typing import Literal

from functions.enroll.enrollment import Enrollment
from functions.portal_api.enrollments import store
from functions.portal_api.lists import Page, filtered
from shared.dynamo import Item
from shared.ids import EnrollmentKey, is_id
from shared.problems import Problem

Status = Literal["enrolled", "completed", "expired", "withdrawn"]


def enrollment_of(partner_id: str, enrollment_id: str) -> Enrollment:
    """The partner's enrollment of this id. Raises: Problem `not-found`; another partner's is not even read."""
    key = EnrollmentKey.from_id(enrollment_id)
    enrollment = store.enrollment(key) if key and key.partner_id == partner_id else None
    if enrollment is None:
        raise Problem("not-found")
    return enrollment


def find_enrollments(
    page: Page,
    partner_id: str,
    *,
    course_id: str | None = None,
    contact_id: str | None = None,
    organization_id: str | None = None,
    status: Status | None = None,
) -> tuple[list[Enrollment], str | None]:
    """A page of the partner's enrollments that match all that is given.

    What no index serves is filtered in a bounded number of reads: a page may come back short, with a cursor.
    Raises: Problem `not-found` for an id that can't be one, `cursor-invalid`.
    """
    wanted = {"course_id": course_id, "contact_id": contact_id, "organization_id": organization_id, "status": status}
    for name, prefix in (("course_id", "crs"), ("contact_id", "con"), ("organization_id", "org")):
        given = wanted[name]
        if given is not None and not is_id(prefix, given):
            raise Problem("not-found")
    shelf = store.Shelf(partner_id, course_id, contact_id, organization_id)

    def matches(item: Item) -> bool:
        return all(item.get(name) == value for name, value in wanted.items() if value is not None)

    listing = f"enrollments#{partner_id}#{course_id}#{contact_id}#{organization_id}#{status}"
    items, cursor = page.read(listing, filtered(shelf.page, matches, shelf.place))
    return [Enrollment.of(item) for item in items], cursor
