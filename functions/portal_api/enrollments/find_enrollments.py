"""Find a partner's enrollments: by id, newest first, of a course, a contact, an organization, in a status.

Whoever has a scope finds those in it and no others, whatever is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from functions.enroll.enrollment import Enrollment
from functions.portal_api.contacts import store as contacts
from functions.portal_api.enrollments import store
from functions.portal_api.enrollments.narrow import Chosen, enrollment_if_seen, in_scope
from functions.portal_api.lists import Page, chained, filtered
from shared.dynamo import Item
from shared.ids import EnrollmentKey, is_id
from shared.problems import Problem
from shared.scope import Scope
from shared.together import Together

Status = Literal["enrolled", "completed", "expired", "withdrawn"]
Rows = list[tuple[int, Item]]
WIDER = 8
"""How many times as many enrollments are looked at as a page has, where no index serves what is asked."""


def enrollment_of(partner_id: str, enrollment_id: str, scope: Scope | None = None) -> Enrollment:
    """The partner's enrollment of this id, if it is in the scope; another partner's is not even read.

    Raises: Problem `not-found`.
    """
    key = EnrollmentKey.from_id(enrollment_id)
    if key is None or key.partner_id != partner_id:
        raise Problem("not-found")
    enrollment = store.enrollment(key) if scope is None else enrollment_if_seen(key, scope)
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
    scope: Scope | None = None,
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
    listing = f"enrollments#{partner_id}#{course_id}#{contact_id}#{organization_id}#{status}"
    listing += f"#{scope.stored()}" if scope else ""

    def matches(item: Item) -> bool:
        return all(item.get(name) == value for name, value in wanted.items() if value is not None)

    if scope and (course_id in scope.courses or organization_id in scope.organizations):
        scope = None  # all that can match is in it
    if scope and not contact_id:
        items, cursor = page.read(listing, _in_parts(partner_id, scope, course_id, organization_id, status, matches))
    else:
        shelf = store.Shelf(partner_id, course_id, contact_id, organization_id)
        narrowed = scope or sum(value is not None for value in wanted.values()) > 1 or status
        with Together() as pool:
            tags = pool.submit(_tags_of, partner_id, contact_id) if scope and scope.tags and contact_id else None

            def seen(item: Item) -> bool:
                return scope is None or in_scope(scope, item, tags.result() if tags else ())

            read = filtered(
                shelf.page, lambda item: matches(item) and seen(item), shelf.place, WIDER if narrowed else 1
            )
            items, cursor = page.read(listing, read)
    return [Enrollment.of(item) for item in items], cursor


def _tags_of(partner_id: str, contact_id: str) -> list[str]:
    contact = contacts.contact(partner_id, contact_id)
    return contact.tags if contact else []


def _in_parts(
    partner_id: str,
    scope: Scope,
    course_id: str | None,
    organization_id: str | None,
    status: Status | None,
    matches: Callable[[Item], bool],
) -> Callable[[int, Item | None], tuple[list[Item], Item | None]]:
    """The list through the parts of the scope; parts that can hold nothing of what is asked for are left out."""
    chosen = Chosen(
        partner_id,
        Scope(
            frozenset() if course_id else scope.courses,
            frozenset() if organization_id else scope.organizations,
            scope.tags,
        ),
    )

    def shown(rows: Rows) -> list[Item | None]:
        first = chosen.first_shown(rows)
        return [item if here and matches(item) else None for (_, item), here in zip(rows, first, strict=True)]

    narrowed = course_id or organization_id or status
    return chained(chosen.sources(), shown, WIDER if narrowed else 1)
